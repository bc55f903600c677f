import { randomUUID } from 'node:crypto';
import type { Agreement, SourceKind, UploadState } from '@credlink/contracts';
import { beforeAll, describe, expect, test } from 'vitest';
import { enterAgreement, enterExchange, enterOrganisation } from '../../../test/support/exchange-rows.ts';
import { plainManifest } from '../../../test/support/plain-manifest.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { insertRelease } from './release.ts';
import { requireInputsStand, startRelease } from './release-build.ts';
import { freezeRunInputs, listLinksFiles } from './run-input.ts';
import { inTransaction } from './transaction.ts';

const database = testDatabase();
const TODAY = '2026-06-15';
const NOW = new Date(`${TODAY}T12:00:00Z`);
const DIGEST = 'ab'.repeat(32);
const RUN = randomUUID();

/** Organisation, kind and what its agreement says that differs from one that covers everything. */
const UPLOADS: readonly [organisation: string, kind: SourceKind, agreement: Partial<Agreement>][] = [
  ['in-force', 'holders', { uses: ['link', 'account_separate'] }],
  ['ends-today', 'wages', { starts: '2026-01-01', expires: TODAY, uses: ['link', 'roi'] }],
  ['ended-yesterday', 'holders', { starts: '2026-01-01', expires: '2026-06-14' }],
  ['begins-tomorrow', 'holders', { starts: '2026-06-16', expires: '2027-01-01' }],
  ['suspended', 'holders', { state: 'suspended' }],
  ['links-only', 'holders', { uses: ['link'] }],
  ['bridge', 'register', { uses: ['link'] }],
  ['statistics-only', 'holders', { uses: ['improve_pooled'] }],
];

beforeAll(async () => {
  const { db } = database.adminStore();
  await enterExchange(db);
  await db
    .insertInto('catalogue')
    .values({
      catalogue_sha256: DIGEST,
      document: JSON.stringify({ credentials: [], source_coverage: [] }),
      created_at: NOW,
    })
    .execute();
  await db
    .insertInto('run')
    .values({
      run_id: RUN,
      state: 'linked',
      ordered_by: 'test',
      ordered_at: NOW,
      finished_at: NOW,
      links_file: DIGEST,
      quality: '{}',
    })
    .execute();
  for (const [organisation, kind, agreement] of UPLOADS) {
    await enterOrganisation(db, organisation, { scopes: ['contribute'], kinds: [kind] });
    await enterAgreement(db, organisation, agreement);
    const uploadId = randomUUID();
    await db
      .insertInto('upload')
      .values({
        upload_id: uploadId,
        organisation,
        agreement_id: `AG-${organisation}`,
        kind,
        source_digest: DIGEST,
        key_epoch: 1,
        manifest: JSON.stringify(plainManifest(kind, DIGEST)),
        state: 'committed',
        identity_file: DIGEST,
        facts_file: DIGEST,
        created_at: NOW,
        finished_at: NOW,
      })
      .execute();
    await db.insertInto('run_upload').values({ run_id: RUN, upload_id: uploadId }).execute();
  }
});

describe('on the day it starts', () => {
  test('a release reads facts whose agreement is in force and allows statistics, and the bridge', async () => {
    const releaseId = randomUUID();
    const { db } = database.adminStore();
    await inTransaction(db, 'order', (tx) =>
      insertRelease(tx, {
        releaseId,
        title: 'Test',
        policy: 'rounded',
        isHoldAsked: false,
        isRestatement: false,
        orderedBy: 'test',
        orderedAt: NOW,
      }),
    );
    const publisher = database.store('publisher').db;
    const input = await inTransaction(publisher, 'start', (tx) => startRelease(tx, releaseId, NOW));
    expect(input?.facts.map((one) => one.organisation)).toEqual([
      'bridge',
      'ends-today',
      'in-force',
      'statistics-only',
    ]);
  });

  test('a run reads tokens whose agreement is in force and allows linking', async () => {
    const linker = database.store('linker').db;
    const runId = randomUUID();
    await database
      .adminStore()
      .db.insertInto('run')
      .values({ run_id: runId, state: 'ordered', ordered_by: 'test', ordered_at: NOW })
      .execute();
    const inputs = await inTransaction(linker, 'freeze', (tx) => freezeRunInputs(tx, runId, TODAY));
    expect(inputs.map((one) => one.organisation)).toEqual(['bridge', 'ends-today', 'in-force', 'links-only']);
  });
});

describe('when a release is about to be shown', () => {
  const FACTS = 'cd'.repeat(32);
  const shown = (today: string) =>
    inTransaction(database.store('publisher').db, 'show', (tx) =>
      requireInputsStand(
        tx,
        randomUUID(),
        { inputs: { vaultFiles: [FACTS] }, policy: { profiles: ['wris3'] } },
        today,
      ),
    );
  const change = (
    values: Partial<Record<'facts_file' | 'identity_file', string | null>> & { state: UploadState },
  ) =>
    database
      .adminStore()
      .db.updateTable('upload')
      .set(values)
      .where('organisation', '=', 'ends-today')
      .execute();
  const refused = { code: 'release_state_forbids' };

  test('its sources must not have been withdrawn, nor their agreement ended, since they were read', async () => {
    await expect(shown(TODAY)).rejects.toMatchObject(refused);
    await change({ state: 'committed', facts_file: FACTS });
    await expect(shown(TODAY)).resolves.toBeUndefined();
    await expect(shown('2026-06-16')).rejects.toMatchObject(refused);
    await change({ state: 'withdrawn', facts_file: null, identity_file: null });
    await expect(shown(TODAY)).rejects.toMatchObject(refused);
  });
});

describe('links', () => {
  const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

  test('are kept of the newest run, and of runs that a release being built or held was made from', async () => {
    const { db } = database.adminStore();
    const runs = ['1', '2', '3', '4', '5', '6'].map((digit, index) => ({
      run_id: randomUUID(),
      state: 'linked' as const,
      ordered_by: 'test',
      ordered_at: later(index + 1),
      finished_at: later(index + 1),
      links_file: digit.repeat(64),
      quality: '{}',
    }));
    await db.insertInto('run').values(runs).execute();
    await db
      .updateTable('release')
      .set({ state: 'failed', failure_code: 'cancelled' })
      .where('state', '=', 'building')
      .execute();
    const states = ['building', 'held', 'published', 'withdrawn', 'failed'] as const;
    for (const [index, state] of states.entries()) {
      const built = { published_id: 'a'.repeat(16), release_file: DIGEST };
      await db
        .insertInto('release')
        .values({
          release_id: randomUUID(),
          title: 'Test',
          policy: 'rounded',
          is_hold_asked: false,
          state,
          ordered_by: 'test',
          ordered_at: NOW,
          run_id: runs[index]?.run_id ?? null,
          ...(state === 'failed' ? { failure_code: 'fault' } : built),
        })
        .execute();
    }
    const kept = await listLinksFiles(database.store('linker').db);
    const ofEarlierTests = [...kept].filter((name) => name !== DIGEST);
    expect(ofEarlierTests.sort()).toEqual(['1', '2', '6'].map((digit) => digit.repeat(64)));
  });
});
