import { utf8 } from '../encoding/utf8.ts';

export type OprfMode = 'oprf' | 'voprf' | 'poprf';

const MODE_NUMBER: Readonly<Record<OprfMode, number>> = { oprf: 0, voprf: 1, poprf: 2 };

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** I2OSP(number, 2) of RFC 8017. */
export function twoBytes(number: number): Uint8Array {
  if (number < 0 || number > 0xffff) throw new RangeError('a length or index of RFC 9497 has two bytes');
  return Uint8Array.of(number >> 8, number & 0xff);
}

/** A part behind its length in two bytes, as every transcript of RFC 9497 has it. */
export function prefixed(part: Uint8Array): Uint8Array {
  return concat(twoBytes(part.length), part);
}

/** RFC 9497 section 3.1: CreateContextString. */
export function contextString(mode: OprfMode): Uint8Array {
  return concat(utf8('OPRFV1-'), Uint8Array.of(MODE_NUMBER[mode]), utf8('-ristretto255-SHA512'));
}
