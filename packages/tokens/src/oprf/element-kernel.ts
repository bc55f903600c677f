import { fromBase64 } from '../encoding/base64.ts';
import { instantiate, PAGE_BYTES } from '../token/web-assembly.ts';
import { RISTRETTO255_SUM_WASM } from './ristretto255-sum-wasm.ts';

const ELEMENT_BYTES = 32;
const SCALAR_BYTES = 32;
const HASH_BYTES = 64;

/** Of a decoded element, in the kernel's own form. */
const ADDEND_BYTES = 144;

/** Scratch of a sum: one digit of two bytes for each of a scalar's 32 bytes, and 128 points of 192 bytes. */
const DIGITS_BYTES = 64;
const BUCKETS_BYTES = 128 * 192;

/** Below this address the kernel keeps its own tables. */
const KERNEL_BYTES = 8192;

/** What SHA-512 writes behind a message. */
const PADDING_BYTES = 256;

/** Elements decoded once, to be multiplied and added up. */
export type DecodedElements = { readonly addends: Uint8Array; readonly count: number };

/**
 * Arithmetic on what both parties of a proof know (kernel/assembly/ristretto255-sum.ts). It takes its time by the
 * values it is given: never pass a key, a blind or the randomness of a proof.
 */
export type ElementKernel = {
  /** Decodes elements of 32 bytes each; the place of the first that is no canonical encoding instead. */
  readonly decode: (elements: readonly Uint8Array[]) => DecodedElements | number;
  /** The sum of each element times its scalar. */
  readonly sum: (scalars: readonly Uint8Array[], elements: DecodedElements) => Uint8Array;
  readonly sha512: (message: Uint8Array) => Uint8Array;
};

type Exports = {
  readonly decode: (from: number, count: number, to: number) => number;
  readonly sum: (
    addends: number,
    scalars: number,
    count: number,
    digits: number,
    buckets: number,
    to: number,
  ) => void;
  readonly sha512: (message: number, length: number, to: number) => void;
};

function isComplete(exports: object): exports is Exports {
  return ['decode', 'sum', 'sha512'].every((name) => Object.hasOwn(exports, name));
}

/** Null where the engine cannot run it. */
export function loadElementKernel(): ElementKernel | null {
  const module = fromBase64(RISTRETTO255_SUM_WASM);
  const instance = module === null ? null : instantiate(module, KERNEL_BYTES + PAGE_BYTES);
  if (instance === null || !isComplete(instance.exports)) return null;
  const { memory, exports } = instance;

  let held = new Uint8Array(memory.buffer);

  function bytesUpTo(end: number): Uint8Array {
    if (end <= held.length) return held;
    memory.grow(Math.ceil((end - held.length) / PAGE_BYTES));
    held = new Uint8Array(memory.buffer);
    return held;
  }

  function decode(elements: readonly Uint8Array[]): DecodedElements | number {
    const count = elements.length;
    const to = KERNEL_BYTES + count * ELEMENT_BYTES;
    const end = to + count * ADDEND_BYTES;
    const bytes = bytesUpTo(end);
    for (const [index, element] of elements.entries())
      bytes.set(element, KERNEL_BYTES + index * ELEMENT_BYTES);
    const decoded = exports.decode(KERNEL_BYTES, count, to);
    return decoded < count ? decoded : { addends: bytes.slice(to, end), count };
  }

  function sum(scalars: readonly Uint8Array[], { addends, count }: DecodedElements): Uint8Array {
    if (scalars.length !== count) throw new RangeError('a sum takes one scalar an element');
    const scalarsAt = KERNEL_BYTES + count * ADDEND_BYTES;
    const digits = scalarsAt + count * SCALAR_BYTES;
    const buckets = digits + count * DIGITS_BYTES;
    const to = buckets + BUCKETS_BYTES;
    const bytes = bytesUpTo(to + ELEMENT_BYTES);
    bytes.set(addends, KERNEL_BYTES);
    for (const [index, scalar] of scalars.entries()) bytes.set(scalar, scalarsAt + index * SCALAR_BYTES);
    exports.sum(KERNEL_BYTES, scalarsAt, count, digits, buckets, to);
    return bytes.slice(to, to + ELEMENT_BYTES);
  }

  function sha512(message: Uint8Array): Uint8Array {
    const at = KERNEL_BYTES + HASH_BYTES;
    const bytes = bytesUpTo(at + message.length + PADDING_BYTES);
    bytes.set(message, at);
    exports.sha512(at, message.length, KERNEL_BYTES);
    return bytes.slice(KERNEL_BYTES, at);
  }

  return { decode, sum, sha512 };
}
