import { z } from 'zod';
import type { PublishedCount } from './lattice.ts';
import { malformed } from './malformed.ts';
import type { Finding } from './report.ts';

const Row = z.looseObject({
  table: z.string(),
  key: z.record(z.string(), z.string()),
  status: z.string(),
  value: z.unknown().optional(),
});

/**
 * Claim: a hidden cell says that it is hidden and nothing else: one status for all of them, no value, no other field,
 * so that cells too small to show and cells hidden to protect them look alike.
 *
 * Source: bar B10.
 */
const FIELDS = { shown: 'key,status,table,value', hidden: 'key,status,table' } as const;

export type ParsedCells = {
  readonly cells: readonly PublishedCount[];
  readonly findings: readonly Finding[];
};

/**
 * Reads the lines of `cells.jsonl`; what is there but must not be is a finding, what cannot be read an error.
 * @throws AppError `release_malformed` with the number of the line
 */
export function parseCells(lines: Iterable<string>): ParsedCells {
  const cells: PublishedCount[] = [];
  const findings: Finding[] = [];
  let line = 0;
  for (const text of lines) {
    line += 1;
    const row = rowOf(text, line);
    const { table, key, status, value } = row;
    const found = (check: 'form' | 'B10', kind: string): void => {
      findings.push({ check, kind, of: [{ table, key }], without: [], range: null });
    };
    const fields = Object.keys(row).sort().join();
    if (status === 'suppressed') {
      if (fields !== FIELDS.hidden) found('B10', 'hidden_cell_says_more');
      cells.push({ table, key, value: null });
    } else if (status === 'ok' || status === 'carried') {
      if (fields !== FIELDS.shown) found('B10', 'other_fields');
      if (typeof value !== 'number')
        throw malformed(`cells.jsonl, line ${line}`, 'a shown cell has no number');
      cells.push({ table, key, value, isCarried: status === 'carried' });
    } else {
      found('B10', 'other_status');
      cells.push({ table, key, value: null });
    }
  }
  return { cells, findings };
}

function rowOf(text: string, line: number): z.infer<typeof Row> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed(`cells.jsonl, line ${line}`, 'it is not JSON; the file may be truncated');
  }
  const parsed = Row.safeParse(document);
  if (!parsed.success) throw malformed(`cells.jsonl, line ${line}`, 'it is not a cell');
  return parsed.data;
}
