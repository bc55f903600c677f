import { decodeBytes, decodeUtf8, decodeWindows1252, isAscii } from './decode-text.ts';

/** What the bytes above 0x7F of a file mean. `ascii` while none was seen. */
export type FileEncoding = 'ascii' | 'utf-8' | 'windows-1252';

/**
 * Decodes the lines of one file. The first line with a byte above 0x7F decides for the file: UTF-8 where it is
 * valid UTF-8, else windows-1252. A later line that breaks UTF-8 is read as windows-1252 and counted.
 */
export class LineDecoder {
  encoding: FileEncoding = 'ascii';
  linesNotUtf8 = 0;

  decode(bytes: Uint8Array): string {
    if (isAscii(bytes)) return decodeBytes(bytes);
    if (this.encoding === 'windows-1252') return decodeWindows1252(bytes);
    const text = decodeUtf8(bytes);
    if (text !== null) {
      this.encoding = 'utf-8';
      return text;
    }
    if (this.encoding === 'ascii') this.encoding = 'windows-1252';
    else this.linesNotUtf8 += 1;
    return decodeWindows1252(bytes);
  }
}
