import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { recordOf } from './bench-persons.ts';
import type { BenchRow, PeerFile } from './bench-row.ts';
import { COLUMNS } from './linkage-folder.ts';

/** Rows of one write: some hundred kilobytes. */
const ROWS_AT_ONCE = 2000;

/**
 * Writes the very people a row links to `DIR/ROW-SHARE` in plain text, in the layout of a labelled set: `a.csv` and
 * `b.csv` (rec_id and what their owner holds), `truth.csv` (rec_id, entity_id). Nothing for a row that links no two files.
 * The same size gives the same bytes.
 */
export async function writePeerFiles(row: BenchRow, share: number, folder: string): Promise<void> {
  if (row.peerFiles === undefined) return;
  const home = join(folder, `${row.id}-${share}`);
  await mkdir(home, { recursive: true });
  const [left, right] = row.peerFiles(row.sizesAt(share));
  process.stderr.write(`${row.id} ${home}\n`);
  await writeLines(join(home, 'a.csv'), `rec_id,${Object.keys(COLUMNS).join()}`, left, rowOf);
  await writeLines(join(home, 'b.csv'), `rec_id,${Object.keys(COLUMNS).join()}`, right, rowOf);
  const truth = join(home, 'truth.csv');
  await writeLines(truth, 'rec_id,entity_id', left, truthOf);
  await writeLines(truth, null, right, truthOf);
}

/** Invented values hold neither commas nor quotes nor line ends. */
function rowOf(person: number, file: PeerFile): string {
  const record = recordOf(person, file);
  return [`${file.file}-${person}`, ...Object.values(COLUMNS).map((field) => record[field] ?? '')].join();
}

function truthOf(person: number, { file }: PeerFile): string {
  return `${file}-${person},${person}`;
}

/** Writes a file, or adds to one where it has no heading. */
function writeLines(
  path: string,
  heading: string | null,
  file: PeerFile,
  lineOf: (person: number, file: PeerFile) => string,
): Promise<void> {
  function* blocks(): Generator<string> {
    if (heading !== null) yield `${heading}\n`;
    const end = file.firstPerson + file.persons;
    for (let from = file.firstPerson; from < end; from += ROWS_AT_ONCE) {
      const length = Math.min(ROWS_AT_ONCE, end - from);
      yield Array.from({ length }, (_, index) => `${lineOf(from + index, file)}\n`).join('');
    }
  }
  return pipeline(Readable.from(blocks()), createWriteStream(path, { flags: heading === null ? 'a' : 'w' }));
}
