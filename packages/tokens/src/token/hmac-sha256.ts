/** FIPS 180-4 section 4.2.2. */
const ROUND_CONSTANTS = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

/** FIPS 180-4 section 5.3.3. */
const INITIAL_STATE = new Int32Array([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

/** SHA-256 states after the first block of the inner and of the outer hash of HMAC (RFC 2104): all of a key that a message needs. */
export type HmacState = { readonly inner: Int32Array; readonly outer: Int32Array };

export type HmacSha256 = {
  /** @throws {RangeError} when the key is longer than one block of 64 bytes. */
  readonly prepare: (key: Uint8Array) => HmacState;
  /**
   * Writes the first `output.length` bytes (at most 32) of HMAC-SHA-256 over `message[0, length)`.
   * `message` needs 72 bytes of room behind `length`: the padding is written there.
   */
  readonly sign: (state: HmacState, message: Uint8Array, length: number, output: Uint8Array) => void;
};

/** Bytes that `sign` may write behind the message. */
export const PADDING_ROOM = 72;

/**
 * HMAC-SHA-256 with prepared keys and no allocation per message: token derivation is bound by this loop, and the
 * general-purpose library is six times slower here. The library is the oracle of its tests. One instance owns its
 * scratch memory: do not share it between threads.
 */
export function createHmacSha256(): HmacSha256 {
  const schedule = new Int32Array(64);
  const digest = new Int32Array(8);

  /** FIPS 180-4 section 6.2.2 over the 16 words already in `schedule`. */
  function compress(from: Int32Array, into: Int32Array): void {
    for (let t = 16; t < 64; t++) {
      const w15 = schedule[t - 15] ?? 0;
      const w2 = schedule[t - 2] ?? 0;
      const s0 = ((w15 >>> 7) | (w15 << 25)) ^ ((w15 >>> 18) | (w15 << 14)) ^ (w15 >>> 3);
      const s1 = ((w2 >>> 17) | (w2 << 15)) ^ ((w2 >>> 19) | (w2 << 13)) ^ (w2 >>> 10);
      schedule[t] = ((schedule[t - 16] ?? 0) + s0 + (schedule[t - 7] ?? 0) + s1) | 0;
    }
    let a = from[0] ?? 0;
    let b = from[1] ?? 0;
    let c = from[2] ?? 0;
    let d = from[3] ?? 0;
    let e = from[4] ?? 0;
    let f = from[5] ?? 0;
    let g = from[6] ?? 0;
    let h = from[7] ?? 0;
    for (let t = 0; t < 64; t++) {
      const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const choice = g ^ (e & (f ^ g));
      const t1 = (h + sum1 + choice + (ROUND_CONSTANTS[t] ?? 0) + (schedule[t] ?? 0)) | 0;
      const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const majority = (a & b) | (c & (a | b));
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + sum0 + majority) | 0;
    }
    into[0] = ((from[0] ?? 0) + a) | 0;
    into[1] = ((from[1] ?? 0) + b) | 0;
    into[2] = ((from[2] ?? 0) + c) | 0;
    into[3] = ((from[3] ?? 0) + d) | 0;
    into[4] = ((from[4] ?? 0) + e) | 0;
    into[5] = ((from[5] ?? 0) + f) | 0;
    into[6] = ((from[6] ?? 0) + g) | 0;
    into[7] = ((from[7] ?? 0) + h) | 0;
  }

  function load(bytes: Uint8Array, offset: number): void {
    for (let t = 0, at = offset; t < 16; t++, at += 4) {
      schedule[t] =
        ((bytes[at] ?? 0) << 24) |
        ((bytes[at + 1] ?? 0) << 16) |
        ((bytes[at + 2] ?? 0) << 8) |
        (bytes[at + 3] ?? 0);
    }
  }

  function prepare(key: Uint8Array): HmacState {
    if (key.length > 64) throw new RangeError('an HMAC key prepared here has at most 64 bytes');
    const padded = (pad: number): Int32Array => {
      const block = new Uint8Array(64).fill(pad);
      for (const [index, byte] of key.entries()) block[index] = byte ^ pad;
      load(block, 0);
      const state = new Int32Array(8);
      compress(INITIAL_STATE, state);
      return state;
    };
    return { inner: padded(0x36), outer: padded(0x5c) };
  }

  function sign(state: HmacState, message: Uint8Array, length: number, output: Uint8Array): void {
    if (message.length < length + PADDING_ROOM)
      throw new RangeError('no room for the padding behind the message');
    if (output.length > 32) throw new RangeError('HMAC-SHA-256 has 32 bytes');
    const blocks = (length + 9 + 63) >> 6;
    const end = blocks << 6;
    message[length] = 0x80;
    message.fill(0, length + 1, end - 4);
    const bits = (64 + length) * 8;
    message[end - 5] = (bits / 0x1_0000_0000) & 0xff;
    message[end - 4] = bits >>> 24;
    message[end - 3] = bits >>> 16;
    message[end - 2] = bits >>> 8;
    message[end - 1] = bits;
    for (let block = 0, from = state.inner; block < blocks; block++, from = digest) {
      load(message, block << 6);
      compress(from, digest);
    }
    for (let t = 0; t < 8; t++) schedule[t] = digest[t] ?? 0;
    schedule[8] = 0x80000000 | 0;
    for (let t = 9; t < 15; t++) schedule[t] = 0;
    schedule[15] = (64 + 32) * 8;
    compress(state.outer, digest);
    for (let at = 0; at < output.length; at++) output[at] = (digest[at >> 2] ?? 0) >>> (24 - ((at & 3) << 3));
  }

  return { prepare, sign };
}
