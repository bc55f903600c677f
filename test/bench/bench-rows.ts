import { P1 } from './bench-p1-tokens.ts';
import { P2 } from './bench-p2-link.ts';
import { P3 } from './bench-p3-wages.ts';
import { P4 } from './bench-p4-ingest.ts';
import { P5 } from './bench-p5-measures.ts';
import { P6 } from './bench-p6-protect.ts';
import { P8 } from './bench-p8-oprf.ts';
import type { BenchRow } from './bench-row.ts';

export const ROWS: readonly BenchRow[] = [P1, P2, P3, P4, P5, P6, P8];

/** Rows of these names (ids or themes), in their order; null where a name is neither. */
export function rowsNamed(names: readonly string[]): readonly BenchRow[] | null {
  const named = (row: BenchRow, name: string) => [row.id, row.theme].includes(name);
  if (names.some((name) => !ROWS.some((row) => named(row, name)))) return null;
  return names.length === 0 ? ROWS : ROWS.filter((row) => names.some((name) => named(row, name)));
}
