import type sodiumModule from 'libsodium-wrappers-sumo';
import { type DecodedElements, type ElementKernel, loadElementKernel } from './element-kernel.ts';

type Sodium = typeof sodiumModule;

/** Bytes of a group element and of a scalar, and of a hash (RFC 9497 section 4.1: ristretto255, SHA-512). */
export const ELEMENT_LENGTH = 32;
export const SCALAR_LENGTH = 32;
export const HASH_LENGTH = 64;

/**
 * Elements of a proof: public, and needed several times. Multiples of many are added up much faster than one by one.
 */
export type ElementBatch = {
  readonly elements: readonly Uint8Array[];
  /** Place of the first that is no element, -1 where all are. */
  readonly firstInvalid: () => number;
  /** The sum of each element times its scalar; neither may be secret. Only for elements that are all valid. */
  readonly weighedSum: (scalars: readonly Uint8Array[]) => Uint8Array;
};

/** The group and hash of the suite. All inputs are checked by the caller; scalars are canonical and not zero. */
export type Ristretto255 = {
  readonly isElement: (bytes: Uint8Array) => boolean;
  readonly isScalar: (bytes: Uint8Array) => boolean;
  readonly batch: (elements: readonly Uint8Array[]) => ElementBatch;
  readonly multiply: (scalar: Uint8Array, element: Uint8Array) => Uint8Array;
  readonly multiplyBase: (scalar: Uint8Array) => Uint8Array;
  readonly add: (a: Uint8Array, b: Uint8Array) => Uint8Array;
  readonly elementFromHash: (uniform: Uint8Array) => Uint8Array;
  readonly scalarFromHash: (uniform: Uint8Array) => Uint8Array;
  readonly invert: (scalar: Uint8Array) => Uint8Array;
  readonly invertAll: (scalars: readonly Uint8Array[]) => readonly Uint8Array[];
  readonly scalarAdd: (a: Uint8Array, b: Uint8Array) => Uint8Array;
  readonly scalarSubtract: (a: Uint8Array, b: Uint8Array) => Uint8Array;
  readonly scalarMultiply: (a: Uint8Array, b: Uint8Array) => Uint8Array;
  readonly sha512: (message: Uint8Array) => Uint8Array;
  /** In constant time. */
  readonly equal: (a: Uint8Array, b: Uint8Array) => boolean;
};

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** From here on the kernel's buckets are cheaper than a multiplication each. */
const LEAST_BUCKETED = 32;

const isShaped = (bytes: Uint8Array): boolean => bytes.length === ELEMENT_LENGTH && !isZero(bytes);

/** Decodes once, when first needed. */
function batchOverKernel(
  kernel: ElementKernel,
  elements: readonly Uint8Array[],
  sumOneByOne: ElementBatch['weighedSum'],
): ElementBatch {
  let known: DecodedElements | number | null = null;
  const decoded = (): DecodedElements | number => {
    const misshapen = elements.findIndex((element) => !isShaped(element));
    known ??= misshapen < 0 ? kernel.decode(elements) : misshapen;
    return known;
  };
  return {
    elements,
    firstInvalid: () => {
      const found = decoded();
      return typeof found === 'number' ? found : -1;
    },
    weighedSum: (scalars) => {
      if (elements.length < LEAST_BUCKETED) return sumOneByOne(scalars);
      const found = decoded();
      if (typeof found === 'number') throw new RangeError('a sum is taken over valid elements');
      return kernel.sum(scalars, found);
    },
  };
}

function overSodium(sodium: Sodium, kernel: ElementKernel | null): Ristretto255 {
  const reduce = (uniform: Uint8Array): Uint8Array => sodium.crypto_core_ristretto255_scalar_reduce(uniform);
  const multiply = (scalar: Uint8Array, element: Uint8Array): Uint8Array =>
    sodium.crypto_scalarmult_ristretto255(scalar, element);
  const times = (a: Uint8Array, b: Uint8Array): Uint8Array =>
    sodium.crypto_core_ristretto255_scalar_mul(a, b);
  // RFC 9497 section 2.1, DeserializeElement: an encoding that is not canonical and the identity are refused.
  const isElement = (bytes: Uint8Array): boolean =>
    isShaped(bytes) && sodium.crypto_core_ristretto255_is_valid_point(bytes);

  function batch(elements: readonly Uint8Array[]): ElementBatch {
    const weighedSum: ElementBatch['weighedSum'] = (scalars) =>
      elements
        .map((element, index) => multiply(scalars[index] ?? element, element))
        .reduce((sum, term) => sodium.crypto_core_ristretto255_add(sum, term));
    if (kernel !== null) return batchOverKernel(kernel, elements, weighedSum);
    return {
      elements,
      firstInvalid: () => elements.findIndex((element) => !isElement(element)),
      weighedSum,
    };
  }

  /** One inversion for all (Montgomery 1987): each inverse is the inverse of the product times the other factors. */
  function invertAll(scalars: readonly Uint8Array[]): readonly Uint8Array[] {
    const products: Uint8Array[] = [];
    for (const scalar of scalars) {
      const before = products.at(-1);
      products.push(before === undefined ? scalar : times(before, scalar));
    }
    const inverses: Uint8Array[] = [];
    let rest = sodium.crypto_core_ristretto255_scalar_invert(
      products.at(-1) ?? new Uint8Array(SCALAR_LENGTH),
    );
    for (let index = scalars.length - 1; index >= 0; index--) {
      const before = products[index - 1];
      const scalar = scalars[index] ?? rest;
      inverses[index] = before === undefined ? rest : times(rest, before);
      rest = times(rest, scalar);
    }
    return inverses;
  }

  return {
    isElement,
    batch,
    // RFC 9497 section 2.1, DeserializeScalar: below the group order; zero has no inverse and hides nothing.
    isScalar: (bytes) => {
      if (bytes.length !== SCALAR_LENGTH || isZero(bytes)) return false;
      const wide = new Uint8Array(HASH_LENGTH);
      wide.set(bytes);
      return sodium.memcmp(reduce(wide), bytes);
    },
    multiply,
    multiplyBase: (scalar) => sodium.crypto_scalarmult_ristretto255_base(scalar),
    add: (a, b) => sodium.crypto_core_ristretto255_add(a, b),
    elementFromHash: (uniform) => sodium.crypto_core_ristretto255_from_hash(uniform),
    scalarFromHash: reduce,
    invert: (scalar) => sodium.crypto_core_ristretto255_scalar_invert(scalar),
    invertAll,
    scalarAdd: (a, b) => sodium.crypto_core_ristretto255_scalar_add(a, b),
    scalarSubtract: (a, b) => sodium.crypto_core_ristretto255_scalar_sub(a, b),
    scalarMultiply: times,
    sha512: kernel?.sha512 ?? ((message) => sodium.crypto_hash_sha512(message)),
    equal: (a, b) => a.length === b.length && sodium.memcmp(a, b),
  };
}

/**
 * libsodium's WebAssembly, loaded on first use: pure TypeScript curves are fifteen times slower. All that touches a
 * secret is its own; `kernel` adds up and hashes what both parties know.
 */
export async function loadRistretto255(
  kernel: ElementKernel | null = loadElementKernel(),
): Promise<Ristretto255> {
  const { default: sodium } = await import('libsodium-wrappers-sumo');
  await sodium.ready;
  return overSodium(sodium, kernel);
}
