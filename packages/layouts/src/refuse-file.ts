import { type AppError, rejected } from '@credlink/contracts';

/** How much of a file's start is looked at. */
export const SNIFFED_BYTES = 4096;

/** Share of zero bytes at odd or even places that makes a file UTF-16 rather than text with a stray NUL. */
const UTF16_ZERO_SHARE = 0.3;

/** Why the file as a whole cannot be read as text, judged by its first bytes; null where it can. */
export function refuseFile(start: Uint8Array): AppError | null {
  if (startsWith(start, [0xff, 0xfe]) || startsWith(start, [0xfe, 0xff]) || looksLikeUtf16(start)) {
    return rejected('file_encoding', 'The file is UTF-16. Save it again as UTF-8.');
  }
  if (startsWith(start, [0x50, 0x4b, 0x03, 0x04])) {
    return rejected(
      'file_encoding',
      'The file is a workbook or a zip archive. Export the sheet as CSV (UTF-8).',
    );
  }
  if (startsWith(start, [0x1f, 0x8b])) {
    return rejected(
      'file_encoding',
      'The file is compressed twice, or compressed under a name that hides it.',
    );
  }
  if (startsWith(start, [0x50, 0x41, 0x52, 0x31])) {
    return rejected('file_encoding', 'The file is Parquet. This layout is read from text.');
  }
  return null;
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

/** UTF-16 of Western text has a zero in every second byte. */
function looksLikeUtf16(start: Uint8Array): boolean {
  const sniffed = start.subarray(0, SNIFFED_BYTES);
  if (sniffed.length < 8) return false;
  const zeros = [0, 0];
  sniffed.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const half = sniffed.length / 2;
  const [even = 0, odd = 0] = zeros;
  return Math.max(even, odd) / half >= UTF16_ZERO_SHARE && Math.min(even, odd) / half < UTF16_ZERO_SHARE / 3;
}
