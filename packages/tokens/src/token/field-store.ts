import { writeUtf8 } from '../encoding/utf8.ts';
import { PADDING_ROOM } from './hmac-sha256.ts';

/** Longest field of a message, in UTF-16 units. Canonical values are far shorter (LONGEST_RAW_VALUE). */
const LONGEST_FIELD = 8192;

/**
 * Fields encoded once and put together into many messages. A field stands behind its length in bytes (two,
 * big-endian), so no two lists of fields give the same bytes: `AB, C` differs from `A, BC` and from `ABC`.
 */
export type FieldStore = {
  readonly clear: () => void;
  /** Encodes a field and returns its number since the last clear. @throws {RangeError} beyond 8192 letters. */
  readonly add: (field: string) => number;
  /** Writes the message of the fields with these numbers and returns its length. */
  readonly compose: (fields: ArrayLike<number>) => number;
  /** The last composed message, with room for HMAC padding behind it. */
  readonly message: () => Uint8Array;
};

export function createFieldStore(): FieldStore {
  let encoded = new Uint8Array(4096);
  let message = new Uint8Array(256);
  /** Field n stands at [ends[n - 1], ends[n]). */
  let ends: number[] = [];

  function add(field: string): number {
    if (field.length > LONGEST_FIELD) throw new RangeError('a field of a token is longer than 8192 letters');
    const start = ends.at(-1) ?? 0;
    if (start + 2 + 3 * field.length > encoded.length) {
      const larger = new Uint8Array(2 * (start + 2 + 3 * field.length));
      larger.set(encoded);
      encoded = larger;
    }
    const end = writeUtf8(field, encoded, start + 2);
    const length = end - start - 2;
    encoded[start] = length >> 8;
    encoded[start + 1] = length;
    ends.push(end);
    return ends.length - 1;
  }

  function compose(fields: ArrayLike<number>): number {
    let length = 0;
    for (let place = 0; place < fields.length; place++) {
      const field = fields[place] ?? 0;
      const start = field === 0 ? 0 : (ends[field - 1] ?? 0);
      const end = ends[field] ?? 0;
      if (length + end - start + PADDING_ROOM > message.length) {
        const larger = new Uint8Array(2 * (length + end - start + PADDING_ROOM));
        larger.set(message);
        message = larger;
      }
      for (let at = start; at < end; at++) message[length++] = encoded[at] ?? 0;
    }
    return length;
  }

  return {
    clear: () => {
      ends = [];
    },
    add,
    compose,
    message: () => message,
  };
}
