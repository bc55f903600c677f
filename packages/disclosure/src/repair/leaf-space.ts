import { buildGroupVectors, type SummedGroups } from '../group-vectors.ts';
import { FIRST_PRIME } from '../modulus.ts';
import type { SparseVector } from '../sparse-vector.ts';

/**
 * The lattice over its leaves, the groups that are no sum of others: every group is a sum of leaves, and `links` says
 * where two tables tell the same group in different leaves. Counts that satisfy the links are a possible state of all
 * tables, whatever else is true.
 */
export type LeafSpace = {
  /** Leaf -> its group. */
  readonly finest: readonly number[];
  /** Group -> its leaves, ascending. */
  readonly leavesOf: readonly Int32Array[];
  /** Group -> how often it holds each of its leaves: once, but for empty leaves that stand under two children. */
  readonly factorsOf: readonly Int8Array[];
  /** Leaf -> all groups it is a part of, itself included. */
  readonly groupsOf: readonly (readonly number[])[];
  /** Sums that are 0 in every possible state. */
  readonly links: readonly Link[];
  /** Leaf -> places of the links it takes part in. */
  readonly linksOf: readonly (readonly number[])[];
};

export type Link = { readonly leaves: Int32Array; readonly signs: Int8Array };

/** That groups happen to have the same members is nothing a reader knows, so it is no link here. */
export function buildLeafSpace(lattice: Omit<SummedGroups, 'sameSets'>): LeafSpace {
  const { finest, vectors, links } = buildGroupVectors({ ...lattice, sameSets: [] });
  const leavesOf = vectors.map(({ rows }) => rows);
  const groupsOf: number[][] = finest.map(() => []);
  leavesOf.forEach((leaves, group) => {
    for (const leaf of leaves) groupsOf[leaf]?.push(group);
  });
  const linksOf: number[][] = finest.map(() => []);
  links.forEach(({ rows }, place) => {
    for (const leaf of rows) linksOf[leaf]?.push(place);
  });
  return {
    finest,
    leavesOf,
    factorsOf: vectors.map(toFactors),
    groupsOf,
    links: links.map((link) => ({ leaves: link.rows, signs: toFactors(link) })),
    linksOf,
  };
}

function toFactors({ values }: SparseVector): Int8Array {
  return Int8Array.from(values, (value) => (value > FIRST_PRIME / 2 ? value - FIRST_PRIME : value));
}

/** How often a group holds one of its leaves. */
export function factorAt(space: LeafSpace, group: number, leaf: number): number {
  return space.factorsOf[group]?.[placeOf(space.leavesOf[group] ?? Int32Array.of(), leaf)] ?? 0;
}

/** Place of a leaf in an ascending list that holds it. */
export function placeOf(leaves: Int32Array, leaf: number): number {
  let [from, to] = [0, leaves.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((leaves[middle] ?? 0) < leaf) from = middle + 1;
    else to = middle;
  }
  return from;
}
