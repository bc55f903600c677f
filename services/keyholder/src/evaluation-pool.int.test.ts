import { randomBytes } from 'node:crypto';
import { loadOprf, type OprfProtocol } from '@credlink/tokens';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deriveKeyPair } from './derive-key-pair.ts';
import { type EvaluationPool, startEvaluationPool } from './evaluation-pool.ts';

let oprf: OprfProtocol;
let pool: EvaluationPool;
let publicKey: Uint8Array;

beforeAll(async () => {
  oprf = await loadOprf('voprf');
  const keys = await deriveKeyPair(new Uint8Array(32).fill(5), {
    exchangeId: '6f1d8a80-0000-4000-8000-000000000001',
    keyEpoch: 1,
  });
  publicKey = keys.publicKey;
  pool = startEvaluationPool({ secretKey: keys.secretKey, threads: 2 });
});
afterAll(() => pool.close());

const blinds = (count: number) => Array.from({ length: count }, () => oprf.scalarFromRandom(randomBytes(64)));

test('batches evaluated at the same moment each come back with a proof of their own that holds', async () => {
  const outputs = await Promise.all(
    [1, 2, 3, 4].map(async (count) => {
      const inputs = Array.from({ length: count }, (_, i) => Buffer.from(`input ${i}`));
      const scalars = blinds(count);
      const blindedElements = oprf.blind(inputs, scalars);
      const answer = await pool.evaluate(blindedElements);
      if (answer.kind !== 'evaluated') throw new Error(answer.kind);
      return oprf.finalise({ inputs, blinds: scalars, blindedElements, publicKey, ...answer });
    }),
  );
  const first = outputs.map((output) => (output.kind === 'outputs' ? output.outputs[0] : output.kind));
  expect(first[0]).toHaveLength(64);
  // the same input gives the same output whatever its blind and its batch
  expect(first).toEqual([first[0], first[0], first[0], first[0]]);
  expect(outputs.map((output) => output.kind === 'outputs' && output.outputs.length)).toEqual([1, 2, 3, 4]);
});

test('32 bytes that are no element are refused, and the thread goes on', async () => {
  expect(await pool.evaluate([new Uint8Array(32).fill(0xff)])).toEqual({ kind: 'element_invalid' });
  expect(await pool.evaluate([new Uint8Array(32)])).toEqual({ kind: 'element_invalid' });
});

test('the event loop stays free while a full batch is evaluated', async () => {
  const blinded = oprf.blind(
    Array.from({ length: 256 }, (_, i) => Buffer.from(String(i))),
    blinds(256),
  );
  let longestGapMilliseconds = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    longestGapMilliseconds = Math.max(longestGapMilliseconds, performance.now() - last);
    last = performance.now();
  }, 5);
  const started = performance.now();
  await Promise.all([pool.evaluate(blinded), pool.evaluate(blinded), pool.evaluate(blinded)]);
  clearInterval(watch);
  expect(longestGapMilliseconds).toBeLessThan((performance.now() - started) / 2);
});

test('another epoch or exchange has another key', async () => {
  const seed = new Uint8Array(32).fill(5);
  const scope = { exchangeId: '6f1d8a80-0000-4000-8000-000000000001', keyEpoch: 1 };
  const keys = await Promise.all([
    deriveKeyPair(seed, scope),
    deriveKeyPair(seed, { ...scope, keyEpoch: 2 }),
    deriveKeyPair(seed, { ...scope, exchangeId: '6f1d8a80-0000-4000-8000-000000000002' }),
  ]);
  expect(new Set(keys.map((pair) => Buffer.from(pair.publicKey).toString('hex'))).size).toBe(3);
});
