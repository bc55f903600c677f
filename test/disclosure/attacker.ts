import type { ProtectInput } from '@credlink/disclosure';

/**
 * A deliberately simple second look at a pattern of shown and hidden cells, for small tables only: written from the
 * keys and trees of the input, in whole-number fractions of BigInt, without a line of the package.
 */

/** Rows over the unknown atoms of the full product of leaves; a cell is the sum of the combinations it covers. */
export type Space = { readonly vectors: ReadonlyMap<string, readonly bigint[]>; readonly width: number };

type Row = bigint[];

/** Every cell over every combination of leaves of every dimension, possible or not. */
export function buildSpace(input: ProtectInput): Space {
  const names = [...new Set(input.cells.flatMap(({ key }) => Object.keys(key)))].sort();
  const leavesOf = names.map((name) => {
    const trees = input.dimensions[name]?.trees ?? [];
    const parents = new Set(trees.flatMap((tree) => Object.values(tree)));
    return [...new Set(trees.flatMap((tree) => Object.keys(tree)))].filter((code) => !parents.has(code));
  });
  let combinations: string[][] = [[]];
  for (const leaves of leavesOf)
    combinations = combinations.flatMap((head) => leaves.map((leaf) => [...head, leaf]));
  const covers = (name: string, code: string | undefined, leaf: string): boolean => {
    const dimension = input.dimensions[name];
    if (dimension === undefined || code === undefined || code === dimension.total || code === leaf)
      return true;
    return dimension.trees.some((tree) => {
      for (let at = tree[leaf]; at !== undefined; at = tree[at]) if (at === code) return true;
      return false;
    });
  };
  const vectors = new Map(
    input.cells.map(({ id, key }) => [
      id,
      combinations.map((leaves) =>
        names.every((name, place) => covers(name, key[name], leaves[place] ?? '')) ? 1n : 0n,
      ),
    ]),
  );
  return { vectors, width: combinations.length };
}

/** Sum of cells less other cells. */
export function combine(space: Space, plus: readonly string[], minus: readonly string[]): readonly bigint[] {
  const sum: Row = new Array<bigint>(space.width).fill(0n);
  const add = (id: string, sign: bigint) => {
    (space.vectors.get(id) ?? []).forEach((value, place) => {
      sum[place] = (sum[place] ?? 0n) + sign * value;
    });
  };
  for (const id of plus) add(id, 1n);
  for (const id of minus) add(id, -1n);
  return sum;
}

/** Whether a vector is a rational combination of others, by fraction-free elimination. */
export function createRankTest(
  known: readonly (readonly bigint[])[],
): (vector: readonly bigint[]) => boolean {
  const basis: { readonly row: Row; readonly lead: number }[] = [];
  const reduce = (vector: readonly bigint[]): Row => {
    let row = [...vector];
    for (const { row: pivot, lead } of basis) {
      const factor = row[lead] ?? 0n;
      if (factor === 0n) continue;
      const scale = pivot[lead] ?? 1n;
      row = shorten(row.map((value, place) => value * scale - (pivot[place] ?? 0n) * factor));
    }
    return row;
  };
  for (const vector of known) {
    const row = reduce(vector);
    const lead = row.findIndex((value) => value !== 0n);
    if (lead >= 0) basis.push({ row, lead });
  }
  return (vector) => reduce(vector).every((value) => value === 0n);
}

function shorten(row: Row): Row {
  let divisor = 0n;
  for (const value of row) {
    let [a, b] = [divisor, value < 0n ? -value : value];
    while (b !== 0n) [a, b] = [b, a % b];
    divisor = a;
  }
  return divisor > 1n ? row.map((value) => value / divisor) : row;
}
