import { writeUtf8 } from '../encoding/utf8.ts';
import {
  type HashKernel,
  KERNEL_BYTES,
  laneBytes,
  PREPARED_KEY_BYTES,
  plainKernel,
  prepareKeyAt,
  simdKernel,
  TOKEN_LENGTH,
} from './hash-kernel.ts';

/** Keys a queue can prepare: a rule has one. */
const MOST_KEYS = 512;

/** Levels a rule may combine. */
export const MOST_FIELDS = 4;

/** Longest field of a message, in UTF-16 units. Canonical values are far shorter (LONGEST_RAW_VALUE). */
const LONGEST_FIELD = 8192;
const LENGTH_BYTES = 2;
const LONGEST_FIELD_BYTES = LENGTH_BYTES + 3 * LONGEST_FIELD;

/** Messages keyed in one call: their jobs and tokens stay in the first-level cache. */
const MOST_JOBS = 512;

/** Bytes behind a field that the kernel may read. */
const SLACK = 16;

/** Bytes of fields that stay across records: names, dates and towns come again. */
const KEPT_BYTES = 8 << 20;
const FRESH_BYTES = 64 << 10;

/** More than the kept fields of nearly any record. */
const KEPT_RESERVE = 16 << 10;

const KEYS_AT = KERNEL_BYTES;
const JOBS_AT = KEYS_AT + MOST_KEYS * PREPARED_KEY_BYTES;
const OUTPUT_AT = JOBS_AT + MOST_JOBS * 4 * (2 + MOST_FIELDS);
const LANES_AT = OUTPUT_AT + MOST_JOBS * TOKEN_LENGTH;
const STRIDE = laneBytes(MOST_FIELDS * LONGEST_FIELD_BYTES);
const KEPT_AT = LANES_AT + 4 * STRIDE;
const FRESH_AT = KEPT_AT + KEPT_BYTES;

/** Tokens with the rule codes they were queued under, one place each. Valid until the next call to the queue. */
export type PackedTokens = { readonly codes: Uint16Array; readonly tokens: Uint8Array };

/**
 * Fields encoded once and put together into many messages, which are keyed many at a time. A field stands behind its
 * length in bytes (two, big-endian), so no two lists of fields give the same bytes: `AB, C` differs from `A, BC` and
 * from `ABC`. Fields are known by their address.
 */
export type HashQueue = {
  readonly kind: HashKernel['kind'];
  /** Returns the key's address. @throws {RangeError} beyond 512 keys or 64 bytes. */
  readonly prepareKey: (key: Uint8Array) => number;
  /** A field for the messages queued before the next `release`. @throws {RangeError} beyond 8192 letters. */
  readonly addField: (field: string) => number;
  /** A field that stays until `forget`; null where there is no more room. */
  readonly keepField: (field: string) => number | null;
  /**
   * Queues composites of one rule: `order` holds one position a level for each of them, `starts` where the level's
   * list of fields begins in `addresses`.
   */
  readonly push: (
    code: number,
    key: number,
    addresses: Int32Array,
    starts: readonly number[],
    order: Uint16Array,
  ) => void;
  /** Messages queued and not taken yet. */
  readonly length: () => number;
  /** Ends the life of fields added so far where they take up much room; what is queued of them is keyed first. */
  readonly release: () => void;
  /** As `release`, for kept fields. */
  readonly forget: () => void;
  /** Whether a record may not find room for what it wants to keep. */
  readonly isKeptFull: () => boolean;
  /** Keys what is queued and returns all tokens since the last `take`, in the order they were queued. */
  readonly take: () => PackedTokens;
};

/** One queue owns its memory: do not share it between threads. */
export function createHashQueue(kernelOf: (bytes: number) => HashKernel | null = simdKernel): HashQueue {
  const bytesNeeded = FRESH_AT + FRESH_BYTES;
  const kernel = kernelOf(bytesNeeded) ?? plainKernel(bytesNeeded);
  let bytes = new Uint8Array(kernel.buffer());
  let words = new Int32Array(kernel.buffer());
  let keys = 0;
  let keptEnd = KEPT_AT;
  let freshEnd = FRESH_AT;
  let jobs = 0;
  let jobEnd = JOBS_AT >> 2;
  /** Everything queued since the last take; the last `jobs` tokens are not made yet. */
  let codes = new Uint16Array(MOST_JOBS);
  let tokens = new Uint8Array(MOST_JOBS * TOKEN_LENGTH);
  let queued = 0;

  function writeField(field: string, at: number): number {
    const end = writeUtf8(field, bytes, at + LENGTH_BYTES);
    const length = end - at - LENGTH_BYTES;
    bytes[at] = length >> 8;
    bytes[at + 1] = length;
    return end;
  }

  function requireShort(field: string): void {
    if (field.length > LONGEST_FIELD) throw new RangeError('a field of a token is longer than 8192 letters');
  }

  function addField(field: string): number {
    requireShort(field);
    const at = freshEnd;
    if (at + LENGTH_BYTES + 3 * field.length + SLACK > bytes.length) {
      kernel.grow(at + LONGEST_FIELD_BYTES + SLACK);
      bytes = new Uint8Array(kernel.buffer());
      words = new Int32Array(kernel.buffer());
    }
    freshEnd = writeField(field, at);
    return at;
  }

  function keepField(field: string): number | null {
    requireShort(field);
    const at = keptEnd;
    if (at + LENGTH_BYTES + 3 * field.length > FRESH_AT) return null;
    keptEnd = writeField(field, at);
    return at;
  }

  function signQueued(): void {
    if (jobs === 0) return;
    kernel.sign(JOBS_AT, jobs, OUTPUT_AT, LANES_AT, STRIDE);
    tokens.set(bytes.subarray(OUTPUT_AT, OUTPUT_AT + jobs * TOKEN_LENGTH), (queued - jobs) * TOKEN_LENGTH);
    jobs = 0;
    jobEnd = JOBS_AT >> 2;
  }

  function growTokens(): void {
    const moreCodes = new Uint16Array(2 * codes.length);
    moreCodes.set(codes);
    codes = moreCodes;
    const moreTokens = new Uint8Array(2 * tokens.length);
    moreTokens.set(tokens);
    tokens = moreTokens;
  }

  /** The hottest loop outside the kernel: what it reads and writes stands in local names. */
  function push(
    code: number,
    key: number,
    addresses: Int32Array,
    starts: readonly number[],
    order: Uint16Array,
  ): void {
    const fields = starts.length;
    const target = words;
    let end = jobEnd;
    let at = 0;
    while (at < order.length) {
      if (jobs === MOST_JOBS) {
        signQueued();
        end = jobEnd;
      }
      if (queued === codes.length) growTokens();
      target[end++] = key;
      target[end++] = fields;
      for (let level = 0; level < fields; level++) {
        target[end++] = addresses[(starts[level] ?? 0) + (order[at++] ?? 0)] ?? 0;
      }
      codes[queued++] = code;
      jobs++;
    }
    jobEnd = end;
  }

  return {
    kind: kernel.kind,
    prepareKey: (key) => {
      if (keys === MOST_KEYS) throw new RangeError('a queue prepares at most 512 keys');
      const address = KEYS_AT + keys++ * PREPARED_KEY_BYTES;
      prepareKeyAt(kernel, address, key);
      return address;
    },
    addField,
    keepField,
    push,
    length: () => queued,
    release: () => {
      if (freshEnd < FRESH_AT + FRESH_BYTES / 2) return;
      signQueued();
      freshEnd = FRESH_AT;
    },
    forget: () => {
      signQueued();
      keptEnd = KEPT_AT;
    },
    isKeptFull: () => keptEnd > FRESH_AT - KEPT_RESERVE,
    take: () => {
      signQueued();
      const taken = { codes: codes.subarray(0, queued), tokens: tokens.subarray(0, queued * TOKEN_LENGTH) };
      queued = 0;
      freshEnd = FRESH_AT;
      return taken;
    },
  };
}
