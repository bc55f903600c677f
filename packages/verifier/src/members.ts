import type { GroupSystem } from './group-system.ts';
import type { Lattice } from './lattice.ts';
import { malformed } from './malformed.ts';

/** A linked person as an auditor with the microdata knows it: leaf code by dimension, and further columns. */
export type Person = { readonly person: string; readonly columns: Readonly<Record<string, string>> };

/** Who belongs to which group. */
export type Members = {
  readonly persons: readonly Person[];
  /** The groups of each person. */
  readonly groupsOf: readonly Int32Array[];
};

/**
 * @throws AppError `release_malformed` where a person comes twice, has a code that is no leaf, or a combination of
 * codes that the structure rules out
 */
export function membersOf(lattice: Lattice, system: GroupSystem, persons: readonly Person[]): Members {
  const seen = new Set<string>();
  const memory = new Map<string, Int32Array>();
  const groupsOf = persons.map(({ person, columns }, row) => {
    if (seen.has(person)) throw malformed(`persons, row ${row + 1}`, 'the person comes twice');
    seen.add(person);
    const codes = [...lattice.dims.keys()].map((name) => columns[name] ?? '');
    const key = codes.join('\u0000');
    const known = memory.get(key);
    if (known !== undefined) return known;
    const groups = groupsHolding(system, columns, row);
    memory.set(key, groups);
    return groups;
  });
  return { persons, groupsOf };
}

function groupsHolding(
  system: GroupSystem,
  columns: Readonly<Record<string, string>>,
  row: number,
): Int32Array {
  const groups = new Set<number>();
  for (const { dims, strides, groups: at } of system.grids) {
    let places = [0];
    for (const [d, dim] of dims.entries()) {
      const node = dim.nodeOf.get(columns[dim.name] ?? '');
      const leaf = node === undefined || dim.isLeaf[node] !== true ? undefined : dim.leaves[node]?.[0];
      if (leaf === undefined) throw malformed(`persons, row ${row + 1}`, `no leaf code of ${dim.name}`);
      const nodes = dim.leaves.flatMap((leaves, one) => (leaves.includes(leaf) ? [one] : []));
      places = places.flatMap((place) => nodes.map((one) => place + one * (strides[d] ?? 1)));
    }
    for (const place of places) {
      const group = at[place] ?? -1;
      if (group < 0) throw malformed(`persons, row ${row + 1}`, 'a combination that is not offered');
      groups.add(group);
    }
  }
  return Int32Array.from(groups);
}

/** Distinct persons of each group, of those accepted. */
export function countMembers(
  { persons, groupsOf }: Members,
  groupCount: number,
  isCounted: (person: Person) => boolean = () => true,
): Float64Array {
  const counts = new Float64Array(groupCount);
  for (const [row, person] of persons.entries()) {
    if (!isCounted(person)) continue;
    for (const group of groupsOf[row] ?? []) counts[group] = (counts[group] ?? 0) + 1;
  }
  return counts;
}
