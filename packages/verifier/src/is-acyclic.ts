import type { Lattice } from './lattice.ts';

/**
 * Whether figures that agree wherever tables overlap always come from persons: true where the tables (and the
 * structure, as one more) can be taken away one by one, each overlapping the rest within a single other table. In a ring of
 * tables (a by b, b by c, c by a) they need not, so ranges found from the sums alone would be too wide.
 *
 * Source: running intersection property; reduction of Graham, Yu and Ozsoyoglu.
 */
export function isAcyclic({ tables, structure }: Lattice): boolean {
  let edges = [
    ...tables.map(({ dims }) => new Set(dims)),
    ...(structure === null ? [] : [new Set(structure.dims)]),
  ];
  for (;;) {
    const leaf = edges.findIndex((edge, e) => {
      const others = edges.filter((_, o) => o !== e);
      const shared = [...edge].filter((dim) => others.some((other) => other.has(dim)));
      return others.length === 0 || others.some((other) => shared.every((dim) => other.has(dim)));
    });
    if (leaf < 0) return edges.length === 0;
    edges = edges.filter((_, e) => e !== leaf);
  }
}
