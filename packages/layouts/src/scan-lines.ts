import { type FileEncoding, LineDecoder } from './line-text.ts';
import { refuseFile, SNIFFED_BYTES } from './refuse-file.ts';

/** A longer line is no record of any layout here; it is skipped without being held. */
export const MAX_LINE_BYTES = 65_536;

/** Lines are handed on in pieces of at most this many bytes, however large the chunks that arrive. */
const PIECE_BYTES = 262_144;

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

type LineProblem = 'row_too_long' | 'nul_byte';

/** One physical line without its line end. `number` counts from 1. `text` is empty where there is a problem. */
export type ScannedLine = {
  readonly number: number;
  readonly text: string;
  readonly problem: LineProblem | null;
};

export type LineScan = {
  readonly batches: AsyncIterable<readonly ScannedLine[]>;
  /** Known once `batches` is exhausted. */
  encoding(): FileEncoding;
  /** Lines that broke UTF-8 in a file that is UTF-8, read as windows-1252. */
  linesNotUtf8(): number;
};

/**
 * Splits bytes into lines (LF or CRLF; a byte order mark is dropped). Holds at most `maxLineBytes` plus one chunk,
 * whatever the file. Throws AppError `file_encoding` for UTF-16 and other files that are no text.
 */
export function scanLines(
  chunks: AsyncIterable<Uint8Array>,
  options: { readonly maxLineBytes?: number } = {},
): LineScan {
  const decoder = new LineDecoder();
  const splitter = new LineSplitter(decoder, options.maxLineBytes ?? MAX_LINE_BYTES);
  return {
    batches: splitFile(chunks, splitter),
    encoding: () => decoder.encoding,
    linesNotUtf8: () => decoder.linesNotUtf8,
  };
}

async function* splitFile(
  chunks: AsyncIterable<Uint8Array>,
  splitter: LineSplitter,
): AsyncGenerator<readonly ScannedLine[]> {
  let start: Uint8Array | null = new Uint8Array(0);
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (start !== null) {
      bytes = concatenate(start, chunk);
      start = bytes.length < SNIFFED_BYTES ? bytes : null;
      if (start !== null) continue;
      bytes = openFile(bytes);
    }
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      const lines = splitter.push(bytes.subarray(from, from + PIECE_BYTES));
      if (lines.length > 0) yield lines;
    }
  }
  const lines = start === null ? [] : splitter.push(openFile(start));
  const last = splitter.end();
  if (last !== null) lines.push(last);
  if (lines.length > 0) yield lines;
}

/** Refuses what is no text and drops the UTF-8 byte order mark. */
function openFile(bytes: Uint8Array): Uint8Array {
  const refusal = refuseFile(bytes);
  if (refusal !== null) throw refusal;
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return hasMark ? bytes.subarray(3) : bytes;
}

function concatenate(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

/** Cuts pieces at newlines; keeps the unfinished line in one fixed buffer. */
class LineSplitter {
  readonly #decoder: LineDecoder;
  readonly #kept: Uint8Array;
  #keptLength = 0;
  #isSkipping = false;
  #lines = 0;

  constructor(decoder: LineDecoder, maxLineBytes: number) {
    this.#decoder = decoder;
    this.#kept = new Uint8Array(maxLineBytes);
  }

  push(piece: Uint8Array): ScannedLine[] {
    const lines: ScannedLine[] = [];
    let from = 0;
    for (;;) {
      const end = piece.indexOf(NEWLINE, from);
      if (end < 0) break;
      lines.push(this.#finish(piece.subarray(from, end)));
      from = end + 1;
    }
    this.#keep(piece.subarray(from));
    return lines;
  }

  /** The last line where the file does not end with a newline. */
  end(): ScannedLine | null {
    return this.#keptLength > 0 || this.#isSkipping ? this.#finish(new Uint8Array(0)) : null;
  }

  #keep(rest: Uint8Array): void {
    if (this.#isSkipping || this.#keptLength + rest.length > this.#kept.length) {
      this.#isSkipping = true;
      this.#keptLength = 0;
      return;
    }
    this.#kept.set(rest, this.#keptLength);
    this.#keptLength += rest.length;
  }

  #finish(segment: Uint8Array): ScannedLine {
    let bytes = segment;
    if (this.#isSkipping || this.#keptLength > 0) {
      this.#keep(segment);
      bytes = this.#kept.subarray(0, this.#keptLength);
    }
    const isTooLong = this.#isSkipping || bytes.length > this.#kept.length;
    this.#isSkipping = false;
    this.#keptLength = 0;
    this.#lines += 1;
    const number = this.#lines;
    if (isTooLong) return { number, text: '', problem: 'row_too_long' };
    if (bytes.includes(0)) return { number, text: '', problem: 'nul_byte' };
    const length = bytes[bytes.length - 1] === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    return { number, text: this.#decoder.decode(bytes.subarray(0, length)), problem: null };
  }
}
