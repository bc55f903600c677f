import { utf8 } from '../encoding/utf8.ts';
import { HASH_LENGTH, type Ristretto255 } from './ristretto255.ts';
import { concat, contextString, type OprfMode, twoBytes } from './transcript.ts';

/** Input block of SHA-512: what Z_pad fills. */
const BLOCK_LENGTH = 128;

export type ScalarHasher = { readonly message: Uint8Array; readonly hash: () => Uint8Array };

export type SuiteHashes = {
  readonly toElement: (message: Uint8Array) => Uint8Array;
  readonly toScalar: (message: Uint8Array) => Uint8Array;
  /**
   * `toScalar` of many messages of one length: `message` starts as the one given and is changed in place before each
   * `hash`.
   */
  readonly scalarHasher: (first: Uint8Array) => ScalarHasher;
  /** HashToScalar under the label of DeriveKeyPair. */
  readonly toSecretKey: (message: Uint8Array) => Uint8Array;
};

/**
 * expand_message_xmd (RFC 9380 section 5.3.1) with SHA-512 to 64 bytes: one round is enough. The message stands between
 * Z_pad and what follows it, and may be changed between two calls of `hash`.
 */
function expander(sha512: Ristretto255['sha512'], first: Uint8Array, tag: Uint8Array): ScalarHasher {
  const tagPrime = concat(tag, Uint8Array.of(tag.length));
  const length = concat(twoBytes(HASH_LENGTH), Uint8Array.of(0));
  const inner = concat(new Uint8Array(BLOCK_LENGTH), first, length, tagPrime);
  const outer = concat(new Uint8Array(HASH_LENGTH), Uint8Array.of(1), tagPrime);
  return {
    message: inner.subarray(BLOCK_LENGTH, BLOCK_LENGTH + first.length),
    hash: () => {
      outer.set(sha512(inner));
      return sha512(outer);
    },
  };
}

function expandMessage(sha512: Ristretto255['sha512'], message: Uint8Array, tag: Uint8Array): Uint8Array {
  return expander(sha512, message, tag).hash();
}

/** HashToGroup and HashToScalar of ristretto255-SHA512 (RFC 9497 section 4.1). */
export function suiteHashes(group: Ristretto255, mode: OprfMode): SuiteHashes {
  const tag = (label: string): Uint8Array => concat(utf8(label), contextString(mode));
  const elementTag = tag('HashToGroup-');
  const scalarTag = tag('HashToScalar-');
  const keyTag = tag('DeriveKeyPair');
  return {
    toElement: (message) => group.elementFromHash(expandMessage(group.sha512, message, elementTag)),
    toScalar: (message) => group.scalarFromHash(expandMessage(group.sha512, message, scalarTag)),
    scalarHasher: (first) => {
      const { message, hash } = expander(group.sha512, first, scalarTag);
      return { message, hash: () => group.scalarFromHash(hash()) };
    },
    toSecretKey: (message) => group.scalarFromHash(expandMessage(group.sha512, message, keyTag)),
  };
}
