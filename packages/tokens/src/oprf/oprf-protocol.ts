import { utf8 } from '../encoding/utf8.ts';
import { type DiscreteLogProofs, discreteLogProofs, type Statement } from './discrete-log-proof.ts';
import { type SuiteHashes, suiteHashes } from './hash-to-group.ts';
import { type ElementBatch, HASH_LENGTH, type Ristretto255 } from './ristretto255.ts';
import { concat, type OprfMode, prefixed } from './transcript.ts';

export type KeyPair = { readonly secretKey: Uint8Array; readonly publicKey: Uint8Array };

export type Evaluation =
  | {
      readonly kind: 'evaluated';
      readonly evaluatedElements: readonly Uint8Array[];
      readonly proof: Uint8Array | null;
    }
  | { readonly kind: 'element_invalid'; readonly index: number };

export type Finalisation =
  | { readonly kind: 'outputs'; readonly outputs: readonly Uint8Array[] }
  | { readonly kind: 'element_invalid'; readonly index: number }
  | { readonly kind: 'proof_invalid' };

export type FinaliseRequest = {
  readonly inputs: readonly Uint8Array[];
  readonly blinds: readonly Uint8Array[];
  readonly blindedElements: readonly Uint8Array[];
  readonly evaluatedElements: readonly Uint8Array[];
  /** Null in mode `oprf` only. */
  readonly proof: Uint8Array | null;
  readonly publicKey: Uint8Array;
};

/** Elements that one proof can cover: their index has two bytes. */
export const LARGEST_BATCH = 0xffff;

const FINALIZE = utf8('Finalize');
const NO_INFO = new Uint8Array(0);

/** RFC 9497 over ristretto255-SHA512, in the mode given. `info` is the public input of mode `poprf`. */
export type OprfProtocol = {
  /** A scalar from 64 uniformly random bytes. @throws {RangeError} on any other length. */
  readonly scalarFromRandom: (uniform: Uint8Array) => Uint8Array;
  /** DeriveKeyPair, section 3.2.1. @throws {RangeError} when the seed has not 32 bytes. */
  readonly deriveKeyPair: (seed: Uint8Array, info: Uint8Array) => KeyPair;
  /** The public key of a secret key. @throws {RangeError} when it is no scalar. */
  readonly publicKeyOf: (secretKey: Uint8Array) => Uint8Array;
  /** Blind, section 3.3. One fresh blind an input. @throws {RangeError} when a blind is no scalar or missing. */
  readonly blind: (inputs: readonly Uint8Array[], blinds: readonly Uint8Array[]) => readonly Uint8Array[];
  /** BlindEvaluate with one proof for the batch. `proofRandom`: a scalar used once. */
  readonly evaluate: (
    secretKey: Uint8Array,
    blindedElements: readonly Uint8Array[],
    proofRandom: Uint8Array,
    info?: Uint8Array,
  ) => Evaluation;
  /** Checks the proof, unblinds, hashes: 64 bytes an input. */
  readonly finalise: (request: FinaliseRequest, info?: Uint8Array) => Finalisation;
};

export function createOprfProtocol(group: Ristretto255, mode: OprfMode): OprfProtocol {
  const hashes: SuiteHashes = suiteHashes(group, mode);
  const proofs: DiscreteLogProofs = discreteLogProofs(group, hashes, mode);

  const requireScalar = (scalar: Uint8Array | undefined): Uint8Array => {
    if (scalar === undefined || !group.isScalar(scalar))
      throw new RangeError('a scalar is missing or not canonical');
    return scalar;
  };
  /** Section 3.3.3: the public input as a scalar. */
  const infoScalar = (info: Uint8Array): Uint8Array => hashes.toScalar(concat(utf8('Info'), prefixed(info)));

  function requireBatch(...lists: readonly (readonly unknown[])[]): void {
    const size = lists[0]?.length ?? 0;
    if (size === 0 || size > LARGEST_BATCH || lists.some((list) => list.length !== size)) {
      throw new RangeError('a batch has 1 to 65535 elements, and lists of one batch are equally long');
    }
  }

  function blind(inputs: readonly Uint8Array[], blinds: readonly Uint8Array[]): readonly Uint8Array[] {
    requireBatch(inputs, blinds);
    return inputs.map((input, index) =>
      group.multiply(requireScalar(blinds[index]), hashes.toElement(input)),
    );
  }

  function evaluate(
    secretKey: Uint8Array,
    blindedElements: readonly Uint8Array[],
    proofRandom: Uint8Array,
    info: Uint8Array = NO_INFO,
  ): Evaluation {
    requireBatch(blindedElements);
    requireScalar(secretKey);
    const blinded = group.batch(blindedElements);
    const index = blinded.firstInvalid();
    if (index >= 0) return { kind: 'element_invalid', index };
    if (mode !== 'poprf') {
      const evaluatedElements = blindedElements.map((element) => group.multiply(secretKey, element));
      if (mode === 'oprf') return { kind: 'evaluated', evaluatedElements, proof: null };
      const statement = {
        publicKey: group.multiplyBase(secretKey),
        from: blinded,
        to: group.batch(evaluatedElements),
      };
      return {
        kind: 'evaluated',
        evaluatedElements,
        proof: proofs.prove(secretKey, statement, requireScalar(proofRandom)),
      };
    }
    const tweaked = requireScalar(group.scalarAdd(secretKey, infoScalar(info)));
    const inverse = group.invert(tweaked);
    const evaluatedElements = blindedElements.map((element) => group.multiply(inverse, element));
    const statement = {
      publicKey: group.multiplyBase(tweaked),
      from: group.batch(evaluatedElements),
      to: blinded,
    };
    return {
      kind: 'evaluated',
      evaluatedElements,
      proof: proofs.prove(tweaked, statement, requireScalar(proofRandom)),
    };
  }

  function statementOf(
    { publicKey, blindedElements }: FinaliseRequest,
    evaluated: ElementBatch,
    info: Uint8Array,
  ): Statement {
    const blinded = group.batch(blindedElements);
    if (mode === 'voprf') return { publicKey, from: blinded, to: evaluated };
    const tweaked = group.add(group.multiplyBase(infoScalar(info)), publicKey);
    return { publicKey: tweaked, from: evaluated, to: blinded };
  }

  function finalise(request: FinaliseRequest, info: Uint8Array = NO_INFO): Finalisation {
    const { inputs, blinds, blindedElements, evaluatedElements, proof, publicKey } = request;
    requireBatch(inputs, blinds, blindedElements);
    if (evaluatedElements.length !== inputs.length) return { kind: 'proof_invalid' };
    const evaluated = group.batch(evaluatedElements);
    const index = evaluated.firstInvalid();
    if (index >= 0) return { kind: 'element_invalid', index };
    if (mode !== 'oprf') {
      if (proof === null || !group.isElement(publicKey)) return { kind: 'proof_invalid' };
      if (!proofs.verify(statementOf(request, evaluated, info), proof)) return { kind: 'proof_invalid' };
    }
    const unblinding = group.invertAll(blinds.map(requireScalar));
    const outputs = evaluatedElements.map((element, place) => {
      const unblinded = group.multiply(requireScalar(unblinding[place]), element);
      const parts = [inputs[place] ?? NO_INFO, ...(mode === 'poprf' ? [info] : []), unblinded];
      return group.sha512(concat(...parts.map(prefixed), FINALIZE));
    });
    return { kind: 'outputs', outputs };
  }

  return {
    scalarFromRandom: (uniform) => {
      if (uniform.length !== HASH_LENGTH) throw new RangeError('a scalar is made from 64 random bytes');
      return requireScalar(group.scalarFromHash(uniform));
    },
    deriveKeyPair: (seed, info) => {
      if (seed.length !== 32) throw new RangeError('a key pair is derived from a seed of 32 bytes');
      const input = concat(seed, prefixed(info));
      for (let counter = 0; counter < 256; counter++) {
        const secretKey = hashes.toSecretKey(concat(input, Uint8Array.of(counter)));
        if (group.isScalar(secretKey)) return { secretKey, publicKey: group.multiplyBase(secretKey) };
      }
      throw new RangeError('no key pair can be derived from this seed');
    },
    publicKeyOf: (secretKey) => group.multiplyBase(requireScalar(secretKey)),
    blind,
    evaluate,
    finalise,
  };
}
