import { type EarlierRelease, EXACT_POLICY, type ProtectInput } from '@credlink/disclosure';
import { TOTAL, tableWithEarlier } from './earlier-table.ts';
import { cell, everybodyVouched } from './protected-table.ts';

/** What an earlier release of true counts said of a group, and how many came or went since. */
export type Then = {
  readonly n: number;
  readonly shown: boolean;
  readonly apart: number;
  /** The release whose figure it carried. */
  readonly keeps?: string;
};

/**
 * True counts of the leaves given and of sums of some of them, each sum along a tree of its own, with what an earlier
 * release said of some of them. Nothing else is a cell: there is no total.
 */
export function besideEarlier(
  leaves: Readonly<Record<string, number>>,
  sums: Readonly<Record<string, readonly string[]>>,
  then: Readonly<Record<string, Then>>,
): ProtectInput {
  const names = Object.keys(leaves);
  const trees = Object.entries(sums).map(([code, parts]) => ({
    ...Object.fromEntries(names.map((leaf) => [leaf, parts.includes(leaf) ? code : `beside ${code}`])),
    [code]: TOTAL,
    ...(parts.length < names.length ? { [`beside ${code}`]: TOTAL } : {}),
  }));
  const placesOf = (parts: readonly string[]) => parts.map((part) => names.indexOf(part));
  const sizeOf = (parts: readonly string[]) => parts.reduce((sum, part) => sum + (leaves[part] ?? 0), 0);
  return {
    ...tableWithEarlier(leaves, null, {}, EXACT_POLICY),
    atoms: everybodyVouched(Object.values(leaves)),
    dimensions: { d: { total: TOTAL, mustNest: true, trees } },
    cells: [...names.map((leaf): [string, readonly string[]] => [leaf, [leaf]]), ...Object.entries(sums)].map(
      ([code, parts]) => cell(code, placesOf(parts), sizeOf(parts)),
    ),
    earlier: [earlierRelease('first', then)],
  };
}

export function earlierRelease(id: string, then: Readonly<Record<string, Then>>): EarlierRelease {
  const cells = Object.entries(then).map(([d, { shown, ...group }]) => ({
    population: 'persons',
    key: { d },
    ...group,
    shown: shown ? { value: group.n, low: group.n, high: group.n } : null,
    set: id,
  }));
  return { id, cells, shares: [], percentiles: [] };
}

/**
 * The first release told a + x = 20 and x + y = 14, so x is 14 at most and a 6 at least. Twelve came to y since. The
 * second release alone leaves a anywhere from 0 to a + z.
 */
export function leftBetween(z: number): ProtectInput {
  const hidden = (n: number, apart = 0): Then => ({ n, shown: false, apart });
  return besideEarlier(
    { a: 10, x: 10, y: 16, z },
    { ax: ['a', 'x'], xy: ['x', 'y'], az: ['a', 'z'] },
    {
      a: hidden(10),
      x: hidden(10),
      y: hidden(4, 12),
      ax: { n: 20, shown: true, apart: 0 },
      xy: { n: 14, shown: true, apart: 12 },
    },
  );
}
