import type { CheckedCell, CheckedCells } from './check-input.ts';
import { buildDimensionTrees, type DimensionTree } from './dimension-tree.ts';
import { type Group, groupName } from './group.ts';
import { findInclusions, splitByInclusions } from './inclusions.ts';
import type { ProtectInput } from './input.ts';
import { findRelations, type Relation } from './relations.ts';
import { findSameSets, type SameSet } from './same-sets.ts';

/** Everything an attacker may add and subtract: groups and the sums that hold between them. */
export type Lattice = {
  readonly groups: readonly Group[];
  readonly relations: readonly Relation[];
  readonly sameSets: readonly SameSet[];
  readonly trees: ReadonlyMap<string, DimensionTree>;
  /** Groups before this index have cells; those after are what a parent holds beyond its children. */
  readonly named: number;
  /** Index of the group at an address, totals named or not. */
  readonly groupAt: (population: string, key: Readonly<Record<string, string>>) => number | undefined;
  /** Cell id -> index of its group. */
  readonly groupOfCell: ReadonlyMap<string, number>;
  /** Parents whose children share persons or leave the parent, so that nothing adds up there. */
  readonly overlapping: number;
};

/**
 * Merges the cells of all tables into groups and finds the sums between them.
 * @throws {RangeError} when two cells of one population and address have different members.
 */
export function buildLattice(
  cells: CheckedCells,
  { dimensions, atoms, shares, policy }: ProtectInput,
): Lattice {
  const trees = buildDimensionTrees(
    dimensions,
    [...cells.values()].map(({ key }) => key),
  );
  const drafts = new Map<string, { address: Readonly<Record<string, string>>; cells: CheckedCell[] }>();
  for (const cell of cells.values()) {
    const address = withoutTotals(cell.key, trees);
    const name = groupName(cell.population, address);
    const draft = drafts.get(name);
    if (draft === undefined) drafts.set(name, { address, cells: [cell] });
    else draft.cells.push(cell);
  }
  const groupOfCell = new Map<string, number>();
  const named = [...drafts.keys()].sort().map((name, index): Group => {
    const draft = drafts.get(name);
    const first = draft?.cells[0];
    if (draft === undefined || first === undefined) throw new TypeError('group without a cell');
    const members = first.members.slice().sort();
    for (const cell of draft.cells) {
      if (!sameNumbers(members, cell.members.slice().sort())) {
        throw new RangeError('cells of one population and address have different members');
      }
      groupOfCell.set(cell.id, index);
    }
    return {
      index,
      name,
      population: first.population,
      address: draft.address,
      members,
      n: first.n,
      vouched: first.vouched,
      priority: Math.max(...draft.cells.map(({ priority }) => priority)),
      isPublishable: draft.cells.some(({ use }) => use === 'publish'),
      suppliedByOthers: fewestOfOthers(draft.cells),
    };
  });
  const indexOf = new Map(named.map(({ name, index }) => [name, index]));
  const { relations, rests, overlapping } = findRelations(named, trees, atoms);
  const groups = [...named, ...rests];
  const parts = splitByInclusions(findInclusions(cells, shares, groupOfCell), groups, relations, atoms);
  return {
    groups: [...groups, ...parts.rests],
    named: named.length,
    groupAt: (population, key) => indexOf.get(groupName(population, withoutTotals(key, trees))),
    relations: [...relations, ...parts.relations],
    sameSets: findSameSets(named, trees, policy.counts.minimum),
    trees,
    groupOfCell,
    overlapping,
  };
}

function fewestOfOthers(cells: readonly CheckedCell[]): number | null {
  const known = cells.flatMap(({ suppliedByOthers }) => suppliedByOthers ?? []);
  return known.length === 0 ? null : Math.min(...known);
}

function withoutTotals(
  key: Readonly<Record<string, string>>,
  trees: ReadonlyMap<string, DimensionTree>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(key).filter(([name, code]) => trees.get(name)?.total !== code));
}

function sameNumbers(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
