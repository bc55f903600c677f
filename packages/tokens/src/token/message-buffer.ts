import { writeUtf8 } from '../encoding/utf8.ts';
import { PADDING_ROOM } from './hmac-sha256.ts';

/** Longest field of a message, in UTF-16 units. Canonical values are far shorter (LONGEST_RAW_VALUE). */
const LONGEST_FIELD = 8192;

/**
 * A growing buffer for messages of fields. Each field is written behind its length in bytes (two, big-endian), so
 * that no two lists of fields give the same bytes: `AB, C` differs from `A, BC` and from `ABC`.
 */
export type MessageBuffer = {
  /** Starts the message anew and writes all fields. Returns its length. */
  readonly write: (fields: readonly string[]) => number;
  /** The bytes; valid until the next write. Room for HMAC padding is behind the message. */
  readonly bytes: () => Uint8Array;
};

export function createMessageBuffer(): MessageBuffer {
  let buffer = new Uint8Array(512);
  function write(fields: readonly string[]): number {
    let room = PADDING_ROOM;
    for (const field of fields) room += 2 + 3 * field.length;
    if (room > buffer.length) buffer = new Uint8Array(room * 2);
    let at = 0;
    for (const field of fields) {
      if (field.length > LONGEST_FIELD)
        throw new RangeError('a field of a token is longer than 8192 letters');
      const end = writeUtf8(field, buffer, at + 2);
      const length = end - at - 2;
      buffer[at] = length >> 8;
      buffer[at + 1] = length;
      at = end;
    }
    return at;
  }
  return { write, bytes: () => buffer };
}
