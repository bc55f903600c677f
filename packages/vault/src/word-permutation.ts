import { type Cipheriv, createCipheriv, type KeyObject } from 'node:crypto';

/** Rounds of FF1; NIST SP 800-38G, section 5.2. */
const ROUNDS = 10;

/** The fixed block of FF1 for strings of 64 bits without a tweak: step 5 of algorithm 7, radix 2, u = 32, n = 64. */
const FIXED_BLOCK = Buffer.from([1, 2, 1, 0, 0, 2, 10, 32, 0, 0, 0, 64, 0, 0, 0, 0]);

/** A keyed permutation of all 64-bit words. Words stand as in memory of the engine: the low half first. */
export type WordPermutation = {
  /** Permutes in place. `halves` has two numbers of 32 bits a word. */
  forward(halves: Uint32Array): void;
  /** Takes back what `forward` did. */
  back(halves: Uint32Array): void;
};

/**
 * FF1 of NIST SP 800-38G over AES-128, for strings of 64 bits: what a shortened token is encrypted with, since a block
 * cipher of 128 bits has no room for the result.
 *
 * @param key 16 bytes
 */
export function wordPermutation(key: KeyObject): WordPermutation {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const fixed = wordsOf(cipher.update(FIXED_BLOCK));
  return {
    forward: (halves) => {
      for (let round = 0; round < ROUNDS; round += 1) mix(cipher, fixed, halves, round, round % 2, 1);
    },
    back: (halves) => {
      for (let round = ROUNDS - 1; round >= 0; round -= 1) mix(cipher, fixed, halves, round, round % 2, -1);
    },
  };
}

/**
 * One round for all words at once: the half at `from` of each word decides what is added to the other one (`sign` 1) or
 * taken from it (-1). The halves are not swapped: an even number of rounds ends with each in its place.
 */
function mix(
  cipher: Cipheriv,
  fixed: Uint32Array,
  halves: Uint32Array,
  round: number,
  from: number,
  sign: number,
): void {
  const count = halves.length / 2;
  const [first = 0, second = 0, third = 0, fourth = 0] = fixed;
  const blocks = new Uint32Array(4 * count);
  // Bytes 11 to 15 of a block are the number of the round and the half, most significant byte first.
  const numbered = third ^ (round << 24);
  for (let word = 0; word < count; word += 1) {
    blocks[4 * word] = first;
    blocks[4 * word + 1] = second;
    blocks[4 * word + 2] = numbered;
    blocks[4 * word + 3] = fourth ^ swapped(halves[2 * word + from] ?? 0);
  }
  const mixed = wordsOf(cipher.update(new Uint8Array(blocks.buffer)));
  for (let word = 0; word < count; word += 1) {
    const place = 2 * word + 1 - from;
    halves[place] = (halves[place] ?? 0) + sign * swapped(mixed[4 * word + 1] ?? 0);
  }
}

/** A copy, for the bytes of a cipher may begin anywhere. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes);
  return new Uint32Array(copy.buffer);
}

function swapped(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}
