import { stat } from 'node:fs/promises';
import { AppError, rejected } from '@credlink/contracts';
import type { CountElsewhere, InputCell } from '@credlink/disclosure';
import { z } from 'zod';
import { boundedLines } from './bounded-lines.ts';

const Row = z.strictObject({
  table: z.string(),
  /** Dimension -> code, every dimension of the table. */
  key: z.record(z.string(), z.string()),
  value: z.int().min(0),
  /** Who publishes it; for whoever reads the file. */
  source: z.string().optional(),
});

/** Counts that other publishers show, and how many of them are not what is counted here. */
export type KnownCounts = { readonly counts: readonly CountElsewhere[]; readonly differing: number };

/**
 * Reads the counts that other publishers show of the cells of a cube: one JSON object a line, `table`, `key` and `value`, as
 * `cells.jsonl` has them.
 * @throws {AppError} `file_not_found`, `cube_malformed` for a line that is none, names no cell or one twice, and what
 * `boundedLines` refuses
 */
export async function readKnown(path: string, cells: readonly InputCell[]): Promise<KnownCounts> {
  try {
    await stat(path);
  } catch (cause) {
    throw new AppError('rejected', 'file_not_found', 'the file of --known cannot be opened; check the path', {
      cause,
    });
  }
  const cellAt = new Map(cells.map((cell) => [addressOf(cell), cell]));
  const seen = new Set<string>();
  const counts: CountElsewhere[] = [];
  let differing = 0;
  for await (const { line, text } of boundedLines(path)) {
    const wrong = (rule: string) => rejected('cube_malformed', `the file of --known, line ${line}: ${rule}`);
    const row = readRow(text);
    if (row === null) throw wrong('not an object of table, key and a whole value');
    const address = addressOf(row);
    const cell = cellAt.get(address);
    if (cell === undefined) throw wrong('no table of spec.json has a cell at that address');
    if (seen.has(address)) throw wrong('the cell stands in an earlier line too');
    seen.add(address);
    if (row.value !== cell.n) differing += 1;
    counts.push({ population: cell.population, key: cell.key });
  }
  return { counts, differing };
}

function readRow(text: string): z.infer<typeof Row> | null {
  try {
    const parsed = Row.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function addressOf({ table, key }: Pick<InputCell, 'table' | 'key'>): string {
  return JSON.stringify([table, Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
