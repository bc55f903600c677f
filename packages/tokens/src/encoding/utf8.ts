/**
 * Writes `text` as UTF-8 at `offset` and returns the offset behind it. A lone surrogate becomes U+FFFD, as
 * TextEncoder has it. The target must have room for three bytes a UTF-16 unit.
 */
export function writeUtf8(text: string, target: Uint8Array, offset: number): number {
  let at = offset;
  for (let index = 0; index < text.length; index++) {
    let code = text.charCodeAt(index);
    if (code < 0x80) {
      target[at++] = code;
      continue;
    }
    if (code >= 0xd800 && code < 0xe000) {
      const low = code < 0xdc00 ? text.charCodeAt(index + 1) : Number.NaN;
      const isPair = low >= 0xdc00 && low < 0xe000;
      if (isPair) index++;
      code = isPair ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
    }
    if (code < 0x800) {
      target[at++] = 0xc0 | (code >> 6);
    } else {
      if (code < 0x10000) {
        target[at++] = 0xe0 | (code >> 12);
      } else {
        target[at++] = 0xf0 | (code >> 18);
        target[at++] = 0x80 | ((code >> 12) & 63);
      }
      target[at++] = 0x80 | ((code >> 6) & 63);
    }
    target[at++] = 0x80 | (code & 63);
  }
  return at;
}

export function utf8(text: string): Uint8Array {
  const room = new Uint8Array(text.length * 3);
  return room.slice(0, writeUtf8(text, room, 0));
}
