import type sodiumModule from 'libsodium-wrappers-sumo';

type Sodium = typeof sodiumModule;

/** Bytes of a group element and of a scalar, and of a hash (RFC 9497 section 4.1: ristretto255, SHA-512). */
export const ELEMENT_LENGTH = 32;
export const SCALAR_LENGTH = 32;
export const HASH_LENGTH = 64;

/** The group and hash of the suite. All inputs are checked by the caller; scalars are canonical and not zero. */
export type Ristretto255 = {
  readonly isElement: (bytes: Uint8Array) => boolean;
  readonly isScalar: (bytes: Uint8Array) => boolean;
  readonly multiply: (scalar: Uint8Array, element: Uint8Array) => Uint8Array;
  readonly multiplyBase: (scalar: Uint8Array) => Uint8Array;
  readonly add: (a: Uint8Array, b: Uint8Array) => Uint8Array;
  readonly elementFromHash: (uniform: Uint8Array) => Uint8Array;
  readonly scalarFromHash: (uniform: Uint8Array) => Uint8Array;
  readonly invert: (scalar: Uint8Array) => Uint8Array;
  readonly scalarAdd: (a: Uint8Array, b: Uint8Array) => Uint8Array;
  readonly scalarSubtract: (a: Uint8Array, b: Uint8Array) => Uint8Array;
  readonly scalarMultiply: (a: Uint8Array, b: Uint8Array) => Uint8Array;
  readonly sha512: (message: Uint8Array) => Uint8Array;
  /** In constant time. */
  readonly equal: (a: Uint8Array, b: Uint8Array) => boolean;
};

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

function overSodium(sodium: Sodium): Ristretto255 {
  const reduce = (uniform: Uint8Array): Uint8Array => sodium.crypto_core_ristretto255_scalar_reduce(uniform);
  return {
    // RFC 9497 section 2.1, DeserializeElement: an encoding that is not canonical and the identity are refused.
    isElement: (bytes) =>
      bytes.length === ELEMENT_LENGTH &&
      !isZero(bytes) &&
      sodium.crypto_core_ristretto255_is_valid_point(bytes),
    // RFC 9497 section 2.1, DeserializeScalar: below the group order; zero has no inverse and hides nothing.
    isScalar: (bytes) => {
      if (bytes.length !== SCALAR_LENGTH || isZero(bytes)) return false;
      const wide = new Uint8Array(HASH_LENGTH);
      wide.set(bytes);
      return sodium.memcmp(reduce(wide), bytes);
    },
    multiply: (scalar, element) => sodium.crypto_scalarmult_ristretto255(scalar, element),
    multiplyBase: (scalar) => sodium.crypto_scalarmult_ristretto255_base(scalar),
    add: (a, b) => sodium.crypto_core_ristretto255_add(a, b),
    elementFromHash: (uniform) => sodium.crypto_core_ristretto255_from_hash(uniform),
    scalarFromHash: reduce,
    invert: (scalar) => sodium.crypto_core_ristretto255_scalar_invert(scalar),
    scalarAdd: (a, b) => sodium.crypto_core_ristretto255_scalar_add(a, b),
    scalarSubtract: (a, b) => sodium.crypto_core_ristretto255_scalar_sub(a, b),
    scalarMultiply: (a, b) => sodium.crypto_core_ristretto255_scalar_mul(a, b),
    sha512: (message) => sodium.crypto_hash_sha512(message),
    equal: (a, b) => a.length === b.length && sodium.memcmp(a, b),
  };
}

/** libsodium's WebAssembly, loaded on first use: pure TypeScript curves are fifteen times slower. */
export async function loadRistretto255(): Promise<Ristretto255> {
  const { default: sodium } = await import('libsodium-wrappers-sumo');
  await sodium.ready;
  return overSodium(sodium);
}
