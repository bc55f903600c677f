import type { Relation } from './relations.ts';
import type { SameSet } from './same-sets.ts';
import { createAccumulator, MINUS_ONE, type SparseVector } from './sparse-vector.ts';

type Sum = Pick<Relation, 'parent' | 'children'>;

/** Groups by index, the sums between them, and pairs that are one set. A lattice is one. */
export type SummedGroups = {
  readonly groups: readonly { readonly index: number }[];
  readonly relations: readonly Sum[];
  readonly sameSets: readonly SameSet[];
};

export type GroupVectors = {
  readonly rowCount: number;
  /** Row -> the group that is no sum of others. */
  readonly finest: readonly number[];
  /** One vector per group over the groups that are no sum of others. */
  readonly vectors: readonly SparseVector[];
  /** Combinations that are 0 whatever the counts: a group that is a sum in two ways, less itself. */
  readonly links: readonly SparseVector[];
};

/**
 * Writes every group as a sum of the finest groups of some table. Each sum of the lattice is either used for that or
 * returned as a link, so the vectors and links say all that the sums say: two groups are tied in them exactly when an
 * attacker who knows the shape of the tables can tie them. Real persons play no part but for groups that are one set
 * under two names; a possible but empty group is an unknown like any other.
 */
export function buildGroupVectors(lattice: SummedGroups): GroupVectors {
  const sumsOf = new Map<number, Sum[]>();
  for (const relation of lattice.relations) {
    const list = sumsOf.get(relation.parent);
    if (list === undefined) sumsOf.set(relation.parent, [relation]);
    else list.push(relation);
  }
  const finest = lattice.groups.filter(({ index }) => !sumsOf.has(index));
  const rowOf = new Map(finest.map(({ index }, row) => [index, row]));
  const accumulator = createAccumulator(finest.length);
  const vectors: SparseVector[] = [];
  const links: SparseVector[] = [];

  const addUp = (children: readonly number[]): SparseVector => {
    for (const child of children) accumulator.add(vectors[child] ?? unit(rowOf.get(child)), 1);
    return accumulator.take();
  };
  for (const group of sortUpwards(lattice, sumsOf)) {
    const sums = (sumsOf.get(group) ?? []).map(({ children }) => addUp(children));
    const shortest = sums.toSorted((a, b) => a.rows.length - b.rows.length)[0];
    const vector = shortest ?? unit(rowOf.get(group));
    vectors[group] = vector;
    for (const sum of sums) {
      accumulator.add(vector, 1);
      accumulator.add(sum, MINUS_ONE);
      const link = accumulator.take();
      if (link.rows.length > 0) links.push(link);
    }
  }
  for (const { first, second } of lattice.sameSets) {
    accumulator.add(vectors[first] ?? unit(rowOf.get(first)), 1);
    accumulator.add(vectors[second] ?? unit(rowOf.get(second)), MINUS_ONE);
    const link = accumulator.take();
    if (link.rows.length > 0) links.push(link);
  }
  return { rowCount: finest.length, finest: finest.map(({ index }) => index), vectors, links };
}

function unit(row: number | undefined): SparseVector {
  if (row === undefined) throw new TypeError('a sum comes before its parts');
  return { rows: Int32Array.of(row), values: Float64Array.of(1) };
}

/** Groups in an order that puts every child before its parents. A sum goes down one tree step, so there is one. */
function sortUpwards(lattice: SummedGroups, sumsOf: ReadonlyMap<number, readonly Sum[]>): readonly number[] {
  const order: number[] = [];
  const isDone = new Set<number>();
  const visit = (group: number) => {
    if (isDone.has(group)) return;
    isDone.add(group);
    for (const { children } of sumsOf.get(group) ?? []) for (const child of children) visit(child);
    order.push(group);
  };
  for (const { index } of lattice.groups) visit(index);
  return order;
}
