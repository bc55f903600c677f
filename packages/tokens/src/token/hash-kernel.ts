import { fromBase64 } from '../encoding/base64.ts';
import { createHmacSha256, type HmacState, PADDING_ROOM } from './hmac-sha256.ts';
import { HMAC_SHA256_WASM } from './hmac-sha256-wasm.ts';
import { instantiate, PAGE_BYTES } from './web-assembly.ts';

/** Bytes of a token. 2^64 records would have to be linked before two unequal composites are expected to meet. */
export const TOKEN_LENGTH = 16;

/** Below this address the kernel keeps its own tables. */
export const KERNEL_BYTES = 4096;

/** Bytes of a prepared key: the two states of HmacState, one behind the other. */
export const PREPARED_KEY_BYTES = 64;

/**
 * Keys messages that stand in its memory. A job is a list of 32-bit words: the address of a prepared key, the number
 * of fields, the address of each field; a field is its length in two bytes, big-endian, then its bytes. The message is
 * the fields with their lengths, one behind the other.
 */
export type HashKernel = {
  readonly kind: 'simd' | 'plain';
  /** The memory; another object after `grow`. */
  readonly buffer: () => ArrayBuffer;
  /** Makes the memory at least this large. What stands in it stays. */
  readonly grow: (bytes: number) => void;
  /**
   * Writes the first 16 bytes of each job's HMAC-SHA-256 at `output`, one behind the other. `lanes`: room for four
   * messages of `stride` bytes, where the longest message needs PADDING_ROOM less. 16 bytes behind any field may be read.
   */
  readonly sign: (jobs: number, count: number, output: number, lanes: number, stride: number) => void;
};

type Sign = HashKernel['sign'];

function hasSign(exports: object): exports is { readonly sign: Sign } {
  return 'sign' in exports && typeof exports.sign === 'function';
}

/** Four messages at once in WebAssembly (kernel/hmac-sha256.ts); null where the engine has no SIMD. */
export function simdKernel(memoryBytes: number): HashKernel | null {
  const module = fromBase64(HMAC_SHA256_WASM);
  const instance = module === null ? null : instantiate(module, memoryBytes);
  if (instance === null || !hasSign(instance.exports)) return null;
  const { memory, exports } = instance;
  return {
    kind: 'simd',
    buffer: () => memory.buffer,
    grow: (bytes) => {
      const missing = bytes - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    },
    sign: exports.sign,
  };
}

/** The same in TypeScript, one message after the other: where there is no SIMD, and the oracle of the other. */
export function plainKernel(memoryBytes: number): HashKernel {
  const hmac = createHmacSha256();
  let memory = new ArrayBuffer(memoryBytes);

  function sign(jobs: number, count: number, output: number, lanes: number, stride: number): void {
    const bytes = new Uint8Array(memory);
    const words = new Uint32Array(memory);
    const message = new Uint8Array(memory, lanes, stride);
    let at = jobs >> 2;
    for (let job = 0; job < count; job++) {
      const key = words[at++] ?? 0;
      let length = 0;
      for (let fields = words[at++] ?? 0; fields > 0; fields--) {
        const from = words[at++] ?? 0;
        const to = from + 2 + (((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0));
        message.set(bytes.subarray(from, to), length);
        length += to - from;
      }
      const token = bytes.subarray(output + job * TOKEN_LENGTH, output + (job + 1) * TOKEN_LENGTH);
      hmac.sign(stateAt(memory, key), message, length, token);
    }
  }

  return {
    kind: 'plain',
    buffer: () => memory,
    grow: (bytes) => {
      if (bytes <= memory.byteLength) return;
      const larger = new ArrayBuffer(Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES);
      new Uint8Array(larger).set(new Uint8Array(memory));
      memory = larger;
    },
    sign,
  };
}

/** The prepared key at an address, as a view. */
function stateAt(memory: ArrayBuffer, address: number): HmacState {
  return { inner: new Int32Array(memory, address, 8), outer: new Int32Array(memory, address + 32, 8) };
}

/** Writes a key's prepared state to an address, for `sign`. @throws {RangeError} when the key is longer than 64 bytes. */
export function prepareKeyAt(kernel: HashKernel, address: number, key: Uint8Array): void {
  const { inner, outer } = createHmacSha256().prepare(key);
  const state = stateAt(kernel.buffer(), address);
  state.inner.set(inner);
  state.outer.set(outer);
}

/** Bytes a lane needs for messages of at most this length. */
export function laneBytes(longestMessage: number): number {
  return Math.ceil((longestMessage + PADDING_ROOM) / 64) * 64 + 64;
}
