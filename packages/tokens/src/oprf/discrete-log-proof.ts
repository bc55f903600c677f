import { utf8 } from '../encoding/utf8.ts';
import type { SuiteHashes } from './hash-to-group.ts';
import { ELEMENT_LENGTH, type ElementBatch, type Ristretto255, SCALAR_LENGTH } from './ristretto255.ts';
import { concat, contextString, type OprfMode, prefixed, twoBytes } from './transcript.ts';

/**
 * What is proved: one scalar k takes the base point to `publicKey` and each of `from` to its place in `to`
 * (RFC 9497 section 2.2, A being the base point).
 */
export type Statement = {
  readonly publicKey: Uint8Array;
  readonly from: ElementBatch;
  readonly to: ElementBatch;
};

export type DiscreteLogProofs = {
  /** GenerateProof, section 2.2.1. `random` is a scalar used once. Returns c and s, 64 bytes. */
  readonly prove: (k: Uint8Array, statement: Statement, random: Uint8Array) => Uint8Array;
  /** VerifyProof, section 2.2.2. */
  readonly verify: (statement: Statement, proof: Uint8Array) => boolean;
};

const COMPOSITE = utf8('Composite');
const CHALLENGE = utf8('Challenge');

export function discreteLogProofs(
  group: Ristretto255,
  hashes: SuiteHashes,
  mode: OprfMode,
): DiscreteLogProofs {
  const seedLabel = prefixed(concat(utf8('Seed-'), contextString(mode)));

  /** The scalar each pair is weighed with: ComputeComposites, section 2.2.1. */
  function weights({ publicKey, from, to }: Statement): readonly Uint8Array[] {
    const seed = prefixed(group.sha512(concat(prefixed(publicKey), seedLabel)));
    const element = prefixed(new Uint8Array(ELEMENT_LENGTH));
    const hasher = hashes.scalarHasher(concat(seed, twoBytes(0), element, element, COMPOSITE));
    const fromAt = seed.length + 2 + 2;
    const toAt = fromAt + ELEMENT_LENGTH + 2;
    return from.elements.map((bytes, index) => {
      hasher.message.set(twoBytes(index), seed.length);
      hasher.message.set(bytes, fromAt);
      hasher.message.set(to.elements[index] ?? bytes, toAt);
      return hasher.hash();
    });
  }

  function challenge(...elements: readonly Uint8Array[]): Uint8Array {
    return hashes.toScalar(concat(...elements.map(prefixed), CHALLENGE));
  }

  function prove(k: Uint8Array, statement: Statement, random: Uint8Array): Uint8Array {
    const m = statement.from.weighedSum(weights(statement));
    const z = group.multiply(k, m);
    const c = challenge(statement.publicKey, m, z, group.multiplyBase(random), group.multiply(random, m));
    return concat(c, group.scalarSubtract(random, group.scalarMultiply(c, k)));
  }

  function verify(statement: Statement, proof: Uint8Array): boolean {
    const c = proof.subarray(0, SCALAR_LENGTH);
    const s = proof.subarray(SCALAR_LENGTH);
    if (!group.isScalar(c) || !group.isScalar(s)) return false;
    const scalars = weights(statement);
    const m = statement.from.weighedSum(scalars);
    const z = statement.to.weighedSum(scalars);
    const t2 = group.add(group.multiplyBase(s), group.multiply(c, statement.publicKey));
    const t3 = group.add(group.multiply(s, m), group.multiply(c, z));
    return group.equal(challenge(statement.publicKey, m, z, t2, t3), c);
  }

  return { prove, verify };
}
