import { randomBytes } from 'node:crypto';
import { type Agreement, EvaluateResponse, MAX_DECLARED_ROWS, Problem, QuotaView } from '@credlink/contracts';
import { createLogger, fixedClock, Secret } from '@credlink/runtime';
import { beginEpoch, cutOver, inTransaction } from '@credlink/store';
import { loadOprf, type OprfProtocol } from '@credlink/tokens';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  enterAgreement,
  enterExchange,
  enterOrganisation,
  exchangeParameters,
} from '../../../test/support/exchange-rows.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { deriveKeyPair } from './derive-key-pair.ts';
import { type Keyholder, startKeyholder } from './start-keyholder.ts';

const database = testDatabase();
const seed = new Uint8Array(32).fill(9);
const lines: string[] = [];
const CEILING = 5_000_000;

let keyholder: Keyholder;
let oprf: OprfProtocol;
let publicKey: Uint8Array;

const config = () => ({
  databaseUrl: new Secret(database.url('keyholder')),
  host: '127.0.0.1',
  port: 0,
  logLevel: 'debug' as const,
  oprfKey: new Secret(seed),
  threads: 2,
  maxDeclaredRows: CEILING,
  requestsPerMinute: 100_000,
});
const dependencies = {
  clock: fixedClock(new Date('2026-11-23T12:00:00Z')),
  logger: createLogger({
    name: 'keyholder',
    level: 'debug',
    destination: { write: (line) => void lines.push(line) },
  }),
};

beforeAll(async () => {
  oprf = await loadOprf('voprf');
  ({ publicKey } = await deriveKeyPair(seed, exchangeParameters()));
  await enterExchange(database.adminStore().db, {
    oprfPublicKey: Buffer.from(publicKey).toString('base64'),
  });
  keyholder = await startKeyholder(config(), dependencies);
});
afterAll(() => keyholder.close());

/** An organisation of the test's own, so that quotas do not mix. */
async function contributor(
  organisation: string,
  scopes: readonly ('evaluate' | 'contribute')[] = ['evaluate'],
  agreement: Partial<Agreement> | null = {},
) {
  const { db } = database.adminStore();
  const apiKey = await enterOrganisation(db, organisation, { scopes });
  if (agreement !== null) await enterAgreement(db, organisation, agreement);
  const post = (path: string, body: unknown) =>
    fetch(keyholder.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    declare: async (rows: number, sourceDigest = randomBytes(32).toString('hex'), keyEpoch = 1) =>
      QuotaView.parse(await (await post('/v1/declarations', { keyEpoch, sourceDigest, rows })).json()),
    post,
    evaluate: (elements: readonly Uint8Array[], keyEpoch = 1) =>
      post('/v1/evaluations', { keyEpoch, blindedElements: elements.map(toBase64) }),
  };
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const codeOf = async (response: Response) => Problem.parse(await response.json()).code;

function blinded(count: number) {
  const inputs = Array.from({ length: count }, (_, i) => Buffer.from(`input ${i}`));
  const blinds = inputs.map(() => oprf.scalarFromRandom(randomBytes(64)));
  return { inputs, blinds, blindedElements: oprf.blind(inputs, blinds) };
}

test('the public key and its epoch are public', async () => {
  const response = await fetch(`${keyholder.url}/v1/public-key`);
  expect(await response.json()).toEqual({ publicKey: toBase64(publicKey), keyEpoch: 1 });
});

test('declared rows are evaluated with a proof that holds against the public key', async () => {
  const { declare, evaluate } = await contributor('alpha');
  expect(await declare(10)).toEqual({ allowed: 12, used: 0 });
  const request = blinded(5);
  const response = EvaluateResponse.parse(await (await evaluate(request.blindedElements)).json());
  const finalisation = oprf.finalise({
    ...request,
    publicKey,
    evaluatedElements: response.evaluatedElements.map(fromBase64),
    proof: fromBase64(response.proof),
  });
  expect(finalisation.kind).toBe('outputs');
  expect((await declare(1)).used).toBe(5);
});

test('the same file declared again counts once, a corrected count replaces a smaller one', async () => {
  const { declare } = await contributor('beta');
  const file = 'ab'.repeat(32);
  expect(await declare(100, file)).toEqual({ allowed: 120, used: 0 });
  expect(await declare(100, file)).toEqual({ allowed: 120, used: 0 });
  expect(await declare(50, file)).toEqual({ allowed: 120, used: 0 });
  expect(await declare(200, file)).toEqual({ allowed: 240, used: 0 });
  expect(await declare(10)).toEqual({ allowed: 252, used: 0 });
});

test('the quota holds at its boundary: 12 of 10 declared rows, not 13', async () => {
  const { declare, evaluate } = await contributor('gamma');
  await declare(10);
  const { blindedElements } = blinded(13);
  const over = await evaluate(blindedElements);
  expect([over.status, over.headers.get('retry-after'), await codeOf(over)]).toEqual([
    429,
    '60',
    'quota_exceeded',
  ]);
  expect((await evaluate(blindedElements.slice(0, 12))).status).toBe(200);
  expect((await evaluate(blindedElements.slice(0, 1))).status).toBe(429);
});

test('requests at the same moment cannot overrun the quota together', async () => {
  const { declare, evaluate } = await contributor('delta');
  await declare(20);
  const { blindedElements } = blinded(5);
  const statuses = await Promise.all(
    Array.from({ length: 12 }, async () => (await evaluate(blindedElements)).status),
  );
  // 24 allowed: four requests of five fit, a fifth would make 25.
  expect(statuses.filter((status) => status === 200)).toHaveLength(4);
  expect(statuses.filter((status) => status === 429)).toHaveLength(8);
  const usage = await database
    .adminStore()
    .db.selectFrom('oprf_usage')
    .select(['evaluated', 'refused'])
    .where('organisation', '=', 'delta')
    .executeTakeFirst();
  expect(usage).toEqual({ evaluated: 20, refused: 40 });
});

test('without a declaration nothing is evaluated', async () => {
  const { evaluate } = await contributor('epsilon');
  expect(await codeOf(await evaluate(blinded(1).blindedElements))).toBe('quota_exceeded');
});

test("one organisation's rows are no quota of another's", async () => {
  await (await contributor('zeta')).declare(1000);
  const { evaluate } = await contributor('eta');
  expect(await codeOf(await evaluate(blinded(1).blindedElements))).toBe('quota_exceeded');
});

test('no organisation can declare more rows in all than the keyholder is set to', async () => {
  const { declare, post } = await contributor('theta');
  expect((await declare(CEILING - 1)).allowed).toBe(5_999_998);
  expect((await declare(1)).allowed).toBe(6_000_000);
  const more = await post('/v1/declarations', { keyEpoch: 1, sourceDigest: 'cd'.repeat(32), rows: 1 });
  expect([more.status, await codeOf(more)]).toEqual([429, 'quota_exceeded']);
});

test('a count of rows no state has is no declaration', async () => {
  const { post } = await contributor('omicron');
  for (const rows of [MAX_DECLARED_ROWS + 1, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
    const reply = await post('/v1/declarations', { keyEpoch: 1, sourceDigest: 'ef'.repeat(32), rows });
    expect([rows, reply.status, await codeOf(reply)]).toEqual([rows, 400, 'request_invalid']);
  }
});

test('a total that rises more than tenfold above a million rows is a warning, one below is not', async () => {
  const { declare } = await contributor('pi');
  await declare(400_000);
  await declare(600_000);
  await declare(100_000);
  const warnings = () =>
    lines
      .map((line) => JSON.parse(line))
      .filter((line) => line.organisation === 'pi' && line.event === 'declarationJumped');
  expect(warnings()).toEqual([]);
  const other = await contributor('rho');
  await other.declare(1000);
  await other.declare(2_000_000);
  const logged = lines.map((line) => JSON.parse(line)).filter((line) => line.organisation === 'rho');
  expect(logged).toContainEqual(
    expect.objectContaining({ event: 'declarationJumped', level: 'warn', before: 1000, after: 2_001_000 }),
  );
});

test.each([
  ['no agreement', 'sigma-none', null, 'agreement_missing'],
  ['one that is suspended', 'sigma-suspended', { state: 'suspended' }, 'agreement_not_active'],
  ['one that begins tomorrow', 'sigma-early', { starts: '2026-11-24' }, 'agreement_not_active'],
  ['one that ended yesterday', 'sigma-late', { expires: '2026-11-22' }, 'agreement_expired'],
] as const)('an organisation with %s declares and evaluates nothing', async (_, name, agreement, code) => {
  const { post, evaluate } = await contributor(name, ['evaluate'], agreement);
  const declared = await post('/v1/declarations', { keyEpoch: 1, sourceDigest: 'aa'.repeat(32), rows: 10 });
  expect([declared.status, await codeOf(declared)]).toEqual([403, code]);
  const evaluated = await evaluate(blinded(1).blindedElements);
  expect([evaluated.status, await codeOf(evaluated)]).toEqual([403, code]);
  const usage = await database
    .adminStore()
    .db.selectFrom('oprf_usage')
    .select('refused')
    .where('organisation', '=', name)
    .execute();
  expect(usage).toEqual([]);
});

test('what is no element is refused and still counted', async () => {
  const { declare, evaluate, post } = await contributor('iota');
  await declare(10);
  expect(await codeOf(await evaluate([new Uint8Array(32).fill(0xff)]))).toBe('element_invalid');
  // the identity element
  expect(await codeOf(await evaluate([new Uint8Array(32)]))).toBe('element_invalid');
  const notBase64 = await post('/v1/evaluations', { keyEpoch: 1, blindedElements: ['!'.repeat(44)] });
  expect(await codeOf(notBase64)).toBe('element_invalid');
  expect((await declare(1)).used).toBe(3);
});

test('another epoch is refused before anything is counted', async () => {
  const { declare, evaluate } = await contributor('kappa');
  await declare(10);
  expect(await codeOf(await evaluate(blinded(1).blindedElements, 2))).toBe('key_epoch_not_current');
  expect((await declare(1)).used).toBe(0);
});

test('a key without the scope, and no key, get nothing', async () => {
  const { evaluate } = await contributor('lambda', ['contribute']);
  const refused = await evaluate(blinded(1).blindedElements);
  expect([refused.status, await codeOf(refused)]).toEqual([403, 'api_key_scope']);
  const anonymous = await fetch(`${keyholder.url}/v1/evaluations`, { method: 'POST' });
  expect([anonymous.status, await codeOf(anonymous)]).toEqual([401, 'api_key_missing']);
});

test('more than 1,024 elements, or none, are not looked at', async () => {
  const { post } = await contributor('mu');
  const element = toBase64(new Uint8Array(32));
  for (const count of [0, 1025]) {
    const reply = await post('/v1/evaluations', { keyEpoch: 1, blindedElements: Array(count).fill(element) });
    expect([reply.status, await codeOf(reply)]).toEqual([400, 'request_invalid']);
  }
});

test('a full batch of 1,024 elements fits a request', async () => {
  const { declare, evaluate } = await contributor('nu');
  await declare(1024);
  const { blindedElements } = blinded(1);
  expect((await evaluate(Array(1024).fill(blindedElements[0]))).status).toBe(200);
});

test('a declaration is in the audit trail once, refusals are logged with counts, and no element anywhere', async () => {
  const { declare, evaluate } = await contributor('xi');
  const file = '12'.repeat(32);
  await declare(1, file);
  await declare(1, file);
  const { blindedElements } = blinded(2);
  await evaluate(blindedElements);
  const trail = await database
    .adminStore()
    .db.selectFrom('audit_event')
    .select(['action'])
    .where('subject', '=', file)
    .execute();
  expect(trail).toEqual([{ action: 'rows.declared' }]);
  const logged = lines.map((line) => JSON.parse(line)).filter((line) => line.organisation === 'xi');
  expect(logged).toContainEqual(
    expect.objectContaining({
      event: 'evaluationRefused',
      code: 'quota_exceeded',
      elements: 2,
      used: 0,
      allowed: 1,
    }),
  );
  const log = lines.join('');
  expect(log).not.toContain(file);
  for (const element of blindedElements) expect(log).not.toContain(toBase64(element));
});

test('a keyholder with another key than the exchange publishes does not start', async () => {
  const wrong = { ...config(), oprfKey: new Secret(new Uint8Array(32).fill(8)) };
  await expect(startKeyholder(wrong, dependencies)).rejects.toMatchObject({ code: 'config_invalid' });
});

test('beyond its rate an address is put off', async () => {
  const slow = await startKeyholder({ ...config(), requestsPerMinute: 2 }, dependencies);
  try {
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await fetch(`${slow.url}/v1/public-key`)).status);
    expect(statuses).toEqual([200, 200, 429]);
  } finally {
    await slow.close();
  }
});

test('the next epoch is served beside the current one, under a seed and a quota of its own, and alone after the cut-over', async () => {
  const { db } = database.adminStore();
  const nextSeed = new Uint8Array(32).fill(11);
  const moving = await startKeyholder({ ...config(), nextOprfKey: new Secret(nextSeed) }, dependencies);
  const staying = keyholder;
  keyholder = moving;
  try {
    const { declare, evaluate } = await contributor('omicron');
    const following = await (await fetch(`${moving.url}/v1/public-key/following`)).json();
    const { publicKey: nextKey } = await deriveKeyPair(nextSeed, { ...exchangeParameters(), keyEpoch: 2 });
    expect(following).toEqual({ publicKey: toBase64(nextKey), keyEpoch: 2, isNewSeed: true });
    const { publicKey: sameSeed } = await deriveKeyPair(seed, { ...exchangeParameters(), keyEpoch: 2 });
    expect(await (await fetch(`${staying.url}/v1/public-key/following`)).json()).toEqual({
      publicKey: toBase64(sameSeed),
      keyEpoch: 2,
      isNewSeed: false,
    });
    const request = blinded(3);
    expect(await codeOf(await evaluate(request.blindedElements, 2))).toBe('key_epoch_not_current');

    const epoch = {
      keyEpoch: 2,
      keyCheckValue: 'cd'.repeat(16),
      oprfPublicKey: toBase64(nextKey),
      due: null,
    };
    await inTransaction(db, 'test', (tx) => beginEpoch(tx, epoch, new Date()));
    await declare(10, 'a1'.repeat(32), 1);
    await declare(10, 'b2'.repeat(32), 2);
    for (const [keyEpoch, ofEpoch] of [
      [1, publicKey],
      [2, nextKey],
    ] as const) {
      const answer = EvaluateResponse.parse(await (await evaluate(request.blindedElements, keyEpoch)).json());
      const finalisation = oprf.finalise({
        ...request,
        publicKey: ofEpoch,
        evaluatedElements: answer.evaluatedElements.map(fromBase64),
        proof: fromBase64(answer.proof),
      });
      expect(finalisation.kind).toBe('outputs');
    }
    expect((await declare(10, 'b2'.repeat(32), 2)).used).toBe(3);

    await inTransaction(db, 'test', (tx) => cutOver(tx, new Set(), new Date()));
    expect(await codeOf(await evaluate(request.blindedElements, 1))).toBe('key_epoch_not_current');
    expect((await evaluate(request.blindedElements, 2)).status).toBe(200);
    expect(await (await fetch(`${moving.url}/v1/public-key`)).json()).toEqual(epochShown(nextKey, 2));
    // The one that was never given the key of the new epoch refuses, and does not start again.
    keyholder = staying;
    expect((await fetch(`${staying.url}/v1/public-key`)).status).toBe(422);
    await expect(startKeyholder(config(), dependencies)).rejects.toMatchObject({ code: 'config_invalid' });
    const renewed = await startKeyholder({ ...config(), oprfKey: new Secret(nextSeed) }, dependencies);
    await renewed.close();
  } finally {
    keyholder = staying;
    await moving.close();
  }
});

const epochShown = (key: Uint8Array, keyEpoch: number) => ({ publicKey: toBase64(key), keyEpoch });
