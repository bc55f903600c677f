import type { LinearProgram } from './linear-program.ts';
import { NearestFirst } from './nearest-first.ts';

export type Neighbourhoods = {
  /**
   * Columns around the given ones, theirs first: at least so many that are sums of no others where there are so many, and all
   * that are sums of those, so that each sum can follow its parts. Nearest first, where a way through a sum is as long as
   * the sum can be great: the parts of a small sum compete for its few persons.
   */
  around(from: readonly number[], leaves: number): readonly number[];
  /**
   * The program of some columns while all others stay where a point has them. What it allows, the whole program allows;
   * what it forbids may be possible all the same.
   */
  programOf(columns: readonly number[], point: Float64Array): LinearProgram;
};

/** @param program a row's negative columns are taken for the sum of the positive ones */
export function neighbourhoods({ lower, upper, rows }: LinearProgram): Neighbourhoods {
  const rowsOf: number[][] = Array.from(lower, () => []);
  const sumsOf: number[][] = Array.from(lower, () => []);
  const partsOf: number[][] = Array.from(lower, () => []);
  for (const [r, { columns, values }] of rows.entries()) {
    const sums = columns.filter((_, i) => (values[i] ?? 0) < 0);
    const parts = columns.filter((_, i) => (values[i] ?? 0) > 0);
    for (const column of columns) rowsOf[column]?.push(r);
    for (const sum of sums) partsOf[sum]?.push(...parts);
    for (const part of parts) sumsOf[part]?.push(...sums);
  }
  return {
    around(from, leaves) {
      const found = new Set(from);
      const met = new Set<number>();
      const waiting = new NearestFirst();
      for (const column of from) waiting.put(0, column);
      let leavesFound = 0;
      for (let next = waiting.take(); next !== undefined && leavesFound < leaves; next = waiting.take()) {
        const { distance, item: column } = next;
        if (met.has(column)) continue;
        met.add(column);
        const parts = partsOf[column] ?? [];
        if (parts.length === 0) {
          found.add(column);
          leavesFound += 1;
        }
        for (const part of parts) if (!met.has(part)) waiting.put(distance, part);
        for (const sum of sumsOf[column] ?? []) {
          if (!met.has(sum)) waiting.put(distance + (upper[sum] ?? 0), sum);
        }
      }
      for (const column of found) for (const sum of sumsOf[column] ?? []) found.add(sum);
      return [...found];
    },
    programOf(columns, point) {
      const placeOf = new Map(columns.map((column, place) => [column, place]));
      const touched = new Set(columns.flatMap((column) => rowsOf[column] ?? []));
      return {
        lower: Float64Array.from(columns, (column) => lower[column] ?? 0),
        upper: Float64Array.from(columns, (column) => upper[column] ?? 0),
        rows: [...touched].flatMap((r) => {
          const row = rows[r];
          if (row === undefined) return [];
          const own: number[] = [];
          const values: number[] = [];
          let fixed = 0;
          for (const [i, column] of row.columns.entries()) {
            const place = placeOf.get(column);
            const value = row.values[i] ?? 0;
            if (place === undefined) fixed += value * (point[column] ?? 0);
            else {
              own.push(place);
              values.push(value);
            }
          }
          return [{ columns: own, values, least: row.least - fixed, most: row.most - fixed }];
        }),
      };
    },
  };
}
