import type { RejectionReason } from '@credlink/contracts';
import { MAX_LINE_BYTES, type ScannedLine } from './scan-lines.ts';

/** A quoted field may run over this many lines; an opening quote that is never closed costs no more than that. */
export const MAX_LINES_PER_ROW = 64;

/** `line` is where the row starts, counted from 1. `fields` is empty where there is a problem. */
export type CsvRow = {
  readonly line: number;
  readonly fields: readonly string[];
  readonly problem: RejectionReason | null;
};

type Split = readonly string[] | 'open' | 'malformed';

/**
 * The fields of a row (RFC 4180): `"` opens a field only at its start, `""` is a quote inside. `open` where a
 * quoted field is not closed by the end of the text, `malformed` where text follows a closing quote.
 */
export function splitRow(text: string, delimiter: string): Split {
  if (!text.includes('"')) return text.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at);
      if (end < 0) {
        fields.push(text.slice(at));
        return fields;
      }
      fields.push(text.slice(at, end));
      at = end + 1;
      continue;
    }
    const closing = closingQuote(text, at);
    if (closing < 0) return 'open';
    fields.push(text.slice(at + 1, closing).replaceAll('""', '"'));
    at = closing + 1;
    if (at === text.length) return fields;
    if (text[at] !== delimiter) return 'malformed';
    at += 1;
  }
}

function closingQuote(text: string, opening: number): number {
  let at = text.indexOf('"', opening + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

/**
 * Makes rows of lines. Blank rows are left out. Where quotes do not add up, only the line that opened the row is
 * rejected and reading goes on with the next line, so that one stray quote never swallows its neighbours.
 */
export class CsvRowReader {
  readonly #delimiter: string;
  #width: number | null;
  #open: readonly ScannedLine[] = [];

  /** `width` null takes the number of fields from the first row: the header. */
  constructor(delimiter: string, width: number | null = null) {
    this.#delimiter = delimiter;
    this.#width = width;
  }

  push(lines: readonly ScannedLine[]): CsvRow[] {
    return this.#read(this.#open.length === 0 ? lines : [...this.#open, ...lines], false);
  }

  /** The rows left when the file ends. */
  end(): CsvRow[] {
    return this.#read(this.#open, true);
  }

  #read(lines: readonly ScannedLine[], isEnd: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    let index = 0;
    for (;;) {
      const line = lines[index];
      if (line === undefined) break;
      if (line.problem !== null) {
        rows.push({ line: line.number, fields: [], problem: line.problem });
        index += 1;
        continue;
      }
      const row = this.#readRow(lines, index, isEnd);
      if (row === 'more') break;
      index += row.lines;
      const isBlank = row.fields?.every((field) => field.trim() === '') ?? false;
      if (isBlank) continue;
      rows.push({
        line: line.number,
        fields: row.fields ?? [],
        problem: row.fields === null ? 'row_malformed' : null,
      });
    }
    this.#open = lines.slice(index);
    return rows;
  }

  #readRow(
    lines: readonly ScannedLine[],
    first: number,
    isEnd: boolean,
  ): { fields: readonly string[] | null; lines: number } | 'more' {
    let text = lines[first]?.text ?? '';
    for (let count = 1; ; count++) {
      const split = splitRow(text, this.#delimiter);
      if (split === 'malformed') return { fields: null, lines: 1 };
      if (split !== 'open') {
        const fields = this.#fit(split);
        return { fields, lines: fields === null ? 1 : count };
      }
      if (count === MAX_LINES_PER_ROW) return { fields: null, lines: 1 };
      const next = lines[first + count];
      if (next === undefined) return isEnd ? { fields: null, lines: 1 } : 'more';
      if (next.problem !== null || text.length + next.text.length > MAX_LINE_BYTES) {
        return { fields: null, lines: 1 };
      }
      text = `${text}\n${next.text}`;
    }
  }

  /** The row at the header's width: empty fields too many (trailing commas of a spreadsheet) are cut off. */
  #fit(fields: readonly string[]): readonly string[] | null {
    this.#width ??= fields.length;
    if (fields.length === this.#width) return fields;
    if (fields.length === 1 && fields[0]?.trim() === '') return fields;
    if (fields.length < this.#width) return null;
    return fields.slice(this.#width).every((field) => field.trim() === '')
      ? fields.slice(0, this.#width)
      : null;
  }
}
