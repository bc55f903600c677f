import type { FinestModel } from './finest-model.ts';

/**
 * The columns that are let move around some columns while everything else stays as it really is. The rows around them
 * are taken in from the shortest up: together they make a box of neighbouring cells in which one can rise while
 * others fall.
 *
 * @returns a function of the columns in the middle and of how many more to take in at most; columns ascending
 */
export function createNeighbourhoods(model: FinestModel): (middle: Int32Array, size: number) => Int32Array {
  const byLength = (a: number, b: number) =>
    (model.rows[a]?.columns.length ?? 0) - (model.rows[b]?.columns.length ?? 0) || a - b;
  return (middle, size) => {
    const taken = new Set(middle);
    const room = taken.size + size;
    const seen = new Set<number>();
    // Rows that touch what was taken so far; rows of the middle come first, then those of their columns.
    let edge: Iterable<number> = middle;
    while (taken.size < room) {
      const rows = new Set<number>();
      for (const column of edge) {
        for (const row of model.rowsOf[column] ?? []) {
          if (!seen.has(row)) rows.add(row);
        }
      }
      if (rows.size === 0) break;
      const before = taken.size;
      const fresh: number[] = [];
      for (const row of [...rows].sort(byLength)) {
        seen.add(row);
        const columns = model.rows[row]?.columns ?? [];
        if (columns.length > room) continue;
        for (const column of columns) {
          if (taken.has(column) || taken.size >= room) continue;
          taken.add(column);
          fresh.push(column);
        }
      }
      if (taken.size === before) break;
      edge = fresh;
    }
    return Int32Array.from(taken).sort();
  };
}
