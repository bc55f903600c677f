import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { KeyholderClient } from '@credlink/client';
import type { ConformanceChallenge, ExchangeParameters } from '@credlink/contracts';
import {
  challengeRows,
  type ExchangeKey,
  generateExchangeKey,
  keyCheckValue,
  loadOprf,
  NORMALISER_MAJOR,
  PACKS,
} from '@credlink/tokens';

export type LocalKeyholder = {
  readonly client: KeyholderClient;
  readonly exchangeKey: ExchangeKey;
  readonly parameters: ExchangeParameters;
  /** What intake serves. */
  readonly challenge: (sourceDigest: string) => Promise<ConformanceChallenge>;
  /** Elements evaluated so far. */
  evaluated(): number;
};

/**
 * The keyholder's mathematics without its service: a real OPRF key, real proofs, no quota. `onEvaluate` hears how
 * much was evaluated before and is asked for now, and may throw to play a keyholder that fails. The same `seed` is the same exchange and keyholder in another process.
 */
export async function localKeyholder(
  onEvaluate: (total: number, elements: number) => void = () => undefined,
  seed: string = randomUUID(),
): Promise<LocalKeyholder> {
  const oprf = await loadOprf();
  const secret = (use: string): Buffer => createHash('sha256').update(`${seed}/${use}`).digest();
  const pair = oprf.deriveKeyPair(secret('oprf'), new Uint8Array(0));
  const key = generateExchangeKey(secret('exchange'));
  const exchangeId = '6f1d8a80-0000-4000-8000-000000000001';
  const publicKey = Buffer.from(pair.publicKey).toString('base64');
  let total = 0;
  const client: KeyholderClient = {
    publicKey: async () => ({ publicKey, keyEpoch: 1 }),
    followingPublicKey: async () => ({ publicKey, keyEpoch: 2, isNewSeed: false }),
    declareRows: async ({ rows }) => ({ allowed: Math.floor(rows * 1.2), used: total }),
    evaluate: async ({ blindedElements }) => {
      onEvaluate(total, blindedElements.length);
      const elements = blindedElements.map((element) => new Uint8Array(Buffer.from(element, 'base64')));
      const result = oprf.evaluate(pair.secretKey, elements, oprf.scalarFromRandom(randomBytes(64)));
      if (result.kind !== 'evaluated' || result.proof === null) throw new Error('an element was invalid');
      total += elements.length;
      return {
        evaluatedElements: result.evaluatedElements.map((element) => Buffer.from(element).toString('base64')),
        proof: Buffer.from(result.proof).toString('base64'),
      };
    },
  };
  return {
    client,
    exchangeKey: { exchangeId, keyEpoch: 1, key },
    challenge: async (sourceDigest) => ({ rows: [...challengeRows(sourceDigest)] }),
    parameters: {
      exchangeId,
      name: 'test exchange',
      keyEpoch: 1,
      keyCheckValue: keyCheckValue(key),
      normaliserMajor: NORMALISER_MAJOR,
      packs: Object.values(PACKS).map(({ name, version }) => ({ name, version })),
      nextEpoch: null,
      oprfPublicKey: publicKey,
    },
    evaluated: () => total,
  };
}
