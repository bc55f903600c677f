/** Most bytes turned into text by one call: engines limit the number of arguments. */
const CALL_BYTES = 8192;

/** Windows-1252 differs from Latin-1 in 0x80 to 0x9F (WHATWG Encoding, index windows-1252; holes stay as they are). */
const WINDOWS_1252_HIGH =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** One character per byte: exact for ASCII, and a faithful carrier of any bytes until their encoding is known. */
export function decodeBytes(bytes: Uint8Array): string {
  if (bytes.length <= CALL_BYTES) return Reflect.apply(String.fromCharCode, null, bytes);
  let text = '';
  for (let from = 0; from < bytes.length; from += CALL_BYTES) {
    text += Reflect.apply(String.fromCharCode, null, bytes.subarray(from, from + CALL_BYTES));
  }
  return text;
}

export function isAscii(bytes: Uint8Array): boolean {
  let seen = 0;
  for (let index = 0; index < bytes.length; index++) seen |= bytes[index] ?? 0;
  return seen < 0x80;
}

export function decodeWindows1252(bytes: Uint8Array): string {
  return decodeBytes(bytes).replace(/[\x80-\x9f]/g, (character) =>
    WINDOWS_1252_HIGH.charAt(character.charCodeAt(0) - 0x80),
  );
}

/** The text of strict UTF-8 (RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF), or null. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  let text = '';
  let index = 0;
  while (index < bytes.length) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      index += 1;
      continue;
    }
    const length = sequenceLength(lead);
    if (length === 0 || index + length > bytes.length) return null;
    let point = lead & (0x7f >> length);
    for (let offset = 1; offset < length; offset++) {
      const next = bytes[index + offset] ?? 0;
      if ((next & 0xc0) !== 0x80) return null;
      point = (point << 6) | (next & 0x3f);
    }
    if (!isScalarOfLength(point, length)) return null;
    text += String.fromCodePoint(point);
    index += length;
  }
  return text;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

function isScalarOfLength(point: number, length: number): boolean {
  if (length === 3) return point >= 0x800 && (point < 0xd800 || point > 0xdfff);
  if (length === 4) return point >= 0x10000 && point <= 0x10ffff;
  return point >= 0x80;
}
