import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { rejected } from '@credlink/contracts';

/** A line longer than this is no cell. */
const MAX_LINE_BYTES = 64 * 1024;

/** The lines of a text file, read as a stream. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.length > MAX_LINE_BYTES) throw rejected('line_too_long', 'a line is longer than any cell');
    yield line;
  }
}
