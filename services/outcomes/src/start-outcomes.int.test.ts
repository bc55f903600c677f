import { Problem, type PublishedCell, type PublishedTable } from '@credlink/contracts';
import { createLogger } from '@credlink/runtime';
import { deletePublished, insertPublished, inTransaction, type ProtectedRelease } from '@credlink/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../../../test/support/test-database.ts';
import { readOutcomesConfig } from './config.ts';
import { type Outcomes, startOutcomes } from './start-outcomes.ts';

const database = testDatabase();
const RELEASE = '0123456789abcdef';
const KEY = `${'A'.repeat(43)}=`;

const table: PublishedTable = {
  table: 'credential',
  title: 'Credential',
  dimensions: [
    {
      name: 'credential',
      members: [
        { code: 'X-1', label: 'One', parent: null },
        { code: 'X-2', label: 'Two', parent: null },
      ],
    },
    { name: 'cohort', members: [{ code: 'all', label: 'All years', parent: null }] },
  ],
  measures: [{ measure: 'holders', variant: '', unit: 'count' }],
};

function cell(credential: string, value: number | null): PublishedCell {
  return {
    table: 'credential',
    measure: 'holders',
    variant: '',
    key: { credential, cohort: 'all' },
    unit: 'count',
    status: value === null ? 'suppressed' : 'ok',
    value,
    low: value === null ? null : value - 5,
    high: value === null ? null : value + 4,
    asOf: null,
  };
}

const release: ProtectedRelease = {
  publishedId: RELEASE,
  title: 'First',
  publishedAt: new Date('2026-01-02T03:04:05Z'),
  contentSha256: RELEASE.repeat(4),
  policy: 'rounded@1.0.0',
  certificate: {
    version: 1,
    policy: { name: 'rounded', version: '1.0.0', sha256: 'a' },
    contentSha256: RELEASE.repeat(4),
    inputs: { catalogueSha256: 'b', linkRunId: 'c', vaultFiles: [], seed: '', earlierReleases: [] },
    checks: [],
    cells: { total: 2, published: 1, carried: 0 },
    linkage: {},
    signature: { algorithm: 'Ed25519', publicKey: KEY, value: '' },
    caveats: [],
  },
  lattice: null,
  definitions: [],
  tables: [table],
  cells: [cell('X-1', 40), cell('X-2', null)],
};

let outcomes: Outcomes;

beforeAll(async () => {
  const { db } = database.store('publisher');
  await inTransaction(db, 'insert-release', (tx) => insertPublished(tx, release));
  const config = readOutcomesConfig({
    CREDLINK_DATABASE_URL: database.url('outcomes'),
    CREDLINK_PORT: '0',
    CREDLINK_REQUESTS_PER_MINUTE: '40',
  });
  const logger = createLogger({ name: 'outcomes', level: 'error' });
  outcomes = await startOutcomes(config, { logger });
});

afterAll(() => outcomes.close());

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${outcomes.url}${path}`, { headers });
}

describe('a reader', () => {
  const cells = `/v1/releases/${RELEASE}/tables/credential/cells`;

  test('finds the newest release by name and the certificate under it', async () => {
    expect(await (await get('/v1/releases/latest')).json()).toEqual({
      releaseId: RELEASE,
      title: 'First',
      publishedAt: '2026-01-02T03:04:05.000Z',
      contentSha256: RELEASE.repeat(4),
      policy: 'rounded@1.0.0',
      tables: ['credential'],
    });
    expect(await (await get('/v1/keys')).json()).toEqual({
      keys: [{ algorithm: 'Ed25519', publicKey: KEY, firstUsedAt: '2026-01-02T03:04:05.000Z' }],
    });
    const lattice = await get('/v1/releases/latest/lattice');
    expect([lattice.status, await lattice.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'not_found' }),
    ]);
    expect(await (await get('/v1/releases/latest/certificate')).json()).toMatchObject({
      cells: { total: 2, published: 1 },
    });
  });

  test('gets a cell by its address, and a withheld one without a number', async () => {
    expect(await (await get(`${cells}?credential=X-1&measure=holders`)).json()).toEqual({
      cells: [cell('X-1', 40)],
    });
    expect(await (await get(`${cells}?credential=X-2`)).json()).toEqual({ cells: [cell('X-2', null)] });
  });

  test('gets the same as CSV, by format or by Accept', async () => {
    const text =
      'credential,credential_label,cohort,cohort_label,measure,variant,unit,status,value,low,high,as_of\r\n' +
      'X-2,Two,all,All years,holders,,count,suppressed,,,,\r\n';
    expect(await (await get(`${cells}?credential=X-2&format=csv`)).text()).toBe(text);
    expect(await (await get(`${cells}?credential=X-2`, { accept: 'text/csv' })).text()).toBe(text);
  });

  test('is answered not_in_cube for everything outside the lattice', async () => {
    for (const path of [
      `${cells}?credential=X-9`,
      `${cells}?person=1`,
      `/v1/releases/${RELEASE}/tables/persons/cells`,
    ]) {
      const reply = await get(path);
      expect(reply.headers.get('content-type')).toContain('application/problem+json');
      expect(await reply.json()).toMatchObject({ code: 'not_in_cube' });
    }
  });

  test('is not told whether a release never was or was withdrawn', async () => {
    const withdrawn = 'aaaaaaaaaaaaaaaa';
    const { db } = database.store('publisher');
    await inTransaction(db, 'insert-release', (tx) =>
      insertPublished(tx, { ...release, publishedId: withdrawn, publishedAt: new Date('2026-01-01') }),
    );
    expect((await get(`/v1/releases/${withdrawn}`)).status).toBe(200);
    await inTransaction(db, 'withdraw-release', (tx) => deletePublished(tx, withdrawn));
    const [gone, never] = await Promise.all(
      [withdrawn, 'ffffffffffffffff'].map(async (releaseId) => {
        const reply = await get(`/v1/releases/${releaseId}`);
        return { ...Problem.parse(await reply.json()), requestId: '' };
      }),
    );
    expect(gone).toEqual(never);
    expect(gone?.status).toBe(404);
  });

  test('need not fetch again what has not changed', async () => {
    const tag = (await get(cells)).headers.get('etag') ?? '';
    expect(tag).not.toBe('');
    expect((await get(cells, { 'if-none-match': tag })).status).toBe(304);
  });

  test('finds a description of every route in OpenAPI 3.1 and pages to browse it', async () => {
    const description = z
      .object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })
      .parse(await (await get('/openapi.json')).json());
    expect(description.openapi).toBe('3.1.0');
    expect(Object.keys(description.paths)).toHaveLength(9);
    const page = await get('/docs/static/index.html');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>credlink outcomes</title>');
  });

  test('can change nothing', async () => {
    const reply = await fetch(`${outcomes.url}/v1/releases/${RELEASE}`, { method: 'DELETE' });
    expect(reply.status).toBe(404);
  });
});

test('too many requests are refused with a code and a time to wait', async () => {
  const replies = await Promise.all(Array.from({ length: 60 }, () => get('/v1/releases')));
  const refused = replies.find((reply) => reply.status === 429);
  expect(refused?.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(await refused?.json()).toMatchObject({ code: 'rate_limited' });
});
