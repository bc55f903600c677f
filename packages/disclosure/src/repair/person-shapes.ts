import type { DimensionTree } from '../dimension-tree.ts';
import { type Group, groupName } from '../group.ts';
import type { Lattice } from '../lattice.ts';
import type { Relation } from '../relations.ts';

/** The groups, ascending, that one person could be in. */
export type PersonShape = readonly number[];

export type PersonShapes = {
  /** Atom -> the groups its persons really are in. */
  readonly real: readonly PersonShape[];
  /**
   * The groups of somebody who is like an atom's persons in all but what the address of a group says, and is in that
   * group.
   * @returns null where the tables have no place for such a person
   */
  readonly moved: (atom: number, group: number) => PersonShape | null;
};

/**
 * Claim: every shape is one that the sums allow: one more person of that shape adds one to each total that the person
 * is in and to exactly one of its parts along each axis, and to nothing else. So any numbers of persons of any shapes
 * are a possible state of all tables to a reader who does not know who there is.
 *
 * @param atoms how many there are
 */
export function createPersonShapes(lattice: Lattice, atoms: number): PersonShapes {
  const real: number[][] = Array.from({ length: atoms }, () => []);
  for (const { index, members } of lattice.groups) for (const atom of members) real[atom]?.push(index);
  const byName = new Map(lattice.groups.slice(0, lattice.named).map(({ name, index }) => [name, index]));
  const kinds = collectKinds(lattice);
  const leavesOf = new Map([...lattice.trees].map(([name, tree]) => [name, collectLeaves(tree)]));
  const complete = createCompletion(lattice);

  /** Where several leaves lie under a code of the target, the one at `place`, round and round. */
  const shapeAt = (
    codes: ReadonlyMap<string, ReadonlySet<string>>,
    target: Group,
    populations: ReadonlySet<string>,
  ) => {
    const shape = new Set<number>();
    for (const { population, dimensions } of kinds) {
      if (!populations.has(population)) continue;
      for (const address of addressesOf(dimensions, codes, lattice.trees)) {
        const found = byName.get(groupName(population, address));
        if (found !== undefined) shape.add(found);
      }
    }
    return shape.has(target.index) ? complete(shape) : null;
  };
  return {
    real,
    moved(atom, group) {
      const target = lattice.groups[group];
      if (target === undefined || group >= lattice.named) return null;
      const own = (real[atom] ?? []).flatMap((each) =>
        each < lattice.named ? (lattice.groups[each] ?? []) : [],
      );
      const populations = new Set(own.map(({ population }) => population));
      if (!populations.has(target.population)) return null;
      const kept = codesOf(own);
      const changed = Object.entries(target.address).flatMap(([dimension, code]) =>
        kept.get(dimension)?.has(code) === true
          ? []
          : [{ dimension, leaves: leavesOf.get(dimension)?.get(code) ?? [code] }],
      );
      const tries = Math.max(1, ...changed.map(({ leaves }) => leaves.length));
      for (let place = 0; place < tries; place += 1) {
        const codes = new Map(kept);
        for (const { dimension, leaves } of changed) {
          const leaf = leaves[place % leaves.length] ?? '';
          codes.set(dimension, lattice.trees.get(dimension)?.above.get(leaf) ?? new Set());
        }
        const shape = shapeAt(codes, target, populations);
        if (shape !== null) return shape;
      }
      return null;
    },
  };
}

type Kind = { readonly population: string; readonly dimensions: readonly string[] };

/** Which dimensions occur together in addresses of a population. */
function collectKinds({ groups, named }: Lattice): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const { population, address } of groups.slice(0, named)) {
    const dimensions = Object.keys(address).sort();
    const name = JSON.stringify([population, dimensions]);
    if (!kinds.has(name)) kinds.set(name, { population, dimensions });
  }
  return [...kinds.values()];
}

/** Code -> the leaves at or below it, in code order. */
function collectLeaves({ above, parents }: DimensionTree): ReadonlyMap<string, readonly string[]> {
  const isParent = new Set(parents.flatMap((tree) => [...tree.values()]));
  const leaves = new Map<string, string[]>();
  for (const [code, upper] of [...above].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (isParent.has(code)) continue;
    for (const each of upper) leaves.set(each, [...(leaves.get(each) ?? []), code]);
  }
  return leaves;
}

function codesOf(groups: readonly Group[]): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map<string, Set<string>>();
  for (const { address } of groups) {
    for (const [dimension, code] of Object.entries(address)) {
      const known = codes.get(dimension);
      if (known === undefined) codes.set(dimension, new Set([code]));
      else known.add(code);
    }
  }
  return codes;
}

/** Every address over these dimensions, with the codes that somebody has there. */
function addressesOf(
  dimensions: readonly string[],
  codes: ReadonlyMap<string, ReadonlySet<string>>,
  trees: ReadonlyMap<string, DimensionTree>,
): readonly Readonly<Record<string, string>>[] {
  return dimensions.reduce<readonly Readonly<Record<string, string>>[]>(
    (addresses, dimension) =>
      addresses.flatMap((address) =>
        [...(codes.get(dimension) ?? [])]
          .filter((code) => code !== trees.get(dimension)?.total)
          .map((code) => ({ ...address, [dimension]: code })),
      ),
    [{}],
  );
}

/** Adds the unnamed rests that a shape implies; null when the sums do not allow it. */
function createCompletion({ groups, relations, named }: Lattice): (shape: Set<number>) => PersonShape | null {
  const asParent: Relation[][] = groups.map(() => []);
  const asChild: Relation[][] = groups.map(() => []);
  for (const relation of relations) {
    asParent[relation.parent]?.push(relation);
    for (const child of relation.children) asChild[child]?.push(relation);
  }
  return (shape) => {
    for (const group of shape) {
      for (const { children } of asParent[group] ?? []) {
        const inside = children.filter((child) => shape.has(child)).length;
        const rest = children.find((child) => child >= named);
        if (inside > 1 || (inside === 0 && rest === undefined)) return null;
        if (inside === 0 && rest !== undefined) shape.add(rest);
      }
      if ((asChild[group] ?? []).some(({ parent }) => !shape.has(parent))) return null;
    }
    return [...shape].sort((a, b) => a - b);
  };
}
