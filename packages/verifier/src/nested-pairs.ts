import type { Dimension } from './dimension.ts';
import { type GroupSystem, nodesAt, type TableGrid } from './group-system.ts';

export type NestedPair = { readonly inner: number; readonly outer: number };

/**
 * Every pair of groups of which one lies within the other, in one table or across tables, both accepted by
 * `isWanted`. A pair is met once; structure counts: a credential that one issuer alone offers lies within that issuer.
 */
export function* nestedPairs(
  system: GroupSystem,
  isWanted: (group: number) => boolean,
): Generator<NestedPair> {
  const firstCell = new Map<number, { grid: TableGrid; place: number }>();
  for (const grid of system.grids) {
    for (const [place, group] of grid.groups.entries()) {
      if (group >= 0 && isWanted(group) && !firstCell.has(group)) firstCell.set(group, { grid, place });
    }
  }
  const containing = containers(system);
  for (const [inner, { grid, place }] of firstCell) {
    const above = containing(grid, place);
    const met = new Set([inner]);
    for (const other of system.grids) {
      for (const outer of combinations(other, above)) {
        if (outer < 0 || met.has(outer)) continue;
        met.add(outer);
        if (isWanted(outer)) yield { inner, outer };
      }
    }
  }
}

type Above = ReadonlyMap<string, readonly number[]>;

/** For a cell: per dimension, the nodes that hold all its leaves there. Dimensions left out have the total alone. */
function containers({ structure }: GroupSystem): (grid: TableGrid, place: number) => Above {
  const memory = new Map<string, readonly number[]>();
  return (grid, place) => {
    const nodes = nodesAt(grid, place);
    const above = new Map<string, readonly number[]>();
    const ask = (dim: Dimension, leaves: readonly number[]): readonly number[] => {
      const key = `${dim.name}|${leaves.join()}`;
      const known = memory.get(key);
      if (known !== undefined) return known;
      const found = dim.leaves.flatMap((set, node) => {
        const members = new Set(set);
        return leaves.every((leaf) => members.has(leaf)) ? [node] : [];
      });
      memory.set(key, found);
      return found;
    };
    for (const [d, dim] of grid.dims.entries()) {
      if (!structure.dims.includes(dim.name))
        above.set(dim.name, ask(dim, [...(dim.leaves[nodes[d] ?? 0] ?? [])]));
    }
    const set = structure.setOf(
      structure.dims.map((name) => {
        const d = grid.table.dims.indexOf(name);
        return d < 0 ? 0 : (nodes[d] ?? 0);
      }),
    );
    for (const [s, name] of structure.dims.entries()) {
      const dim = structure.dimensions[s];
      if (dim !== undefined) above.set(name, ask(dim, [...(structure.leavesIn(set)[s] ?? [])]));
    }
    return above;
  };
}

function* combinations(grid: TableGrid, above: Above): Generator<number> {
  let places = [0];
  for (const [d, dim] of grid.dims.entries()) {
    const stride = grid.strides[d] ?? 1;
    const nodes = above.get(dim.name) ?? [0];
    places = places.flatMap((place) => nodes.map((node) => place + node * stride));
  }
  for (const place of places) yield grid.groups[place] ?? -1;
}
