import type { Dimension } from './dimension.ts';
import type { Lattice, LatticeTable } from './lattice.ts';
import { malformed } from './malformed.ts';
import { type StructureIndex, structureIndex } from './structure-index.ts';

/** A sum that holds whatever the figures are: the parent is the disjoint union of its children. */
export type Sum = { readonly parent: number; readonly children: readonly number[] };

/** The cells of one table by the numbers of their codes: place = sum of node times stride; -1 is a public zero. */
export type TableGrid = {
  readonly table: LatticeTable;
  readonly dims: readonly Dimension[];
  readonly strides: readonly number[];
  readonly groups: Int32Array;
};

/**
 * The cells of all tables as groups of persons. Cells that hold the same leaf combinations are one group, in
 * whichever table and under whichever names; the sums are all ways in which one group is made up of others.
 */
export type GroupSystem = {
  readonly grids: readonly TableGrid[];
  readonly groupCount: number;
  readonly sums: readonly Sum[];
  /** Per table: the group of each cell made of leaf codes alone. */
  readonly finest: readonly ReadonlySet<number>[];
  /** Sums found in each table, as indices into `sums`. */
  readonly sumsOfTable: readonly (readonly number[])[];
  readonly structure: StructureIndex;
};

export function groupSystem(lattice: Lattice): GroupSystem {
  const structure = structureIndex(lattice);
  const numbers = new Map<string, number>();
  const grids = lattice.tables.map((table) => gridOf(lattice, table, structure, numbers));
  const sums: Sum[] = [];
  const known = new Map<string, number>();
  const sumsOfTable = grids.map((grid) => {
    const found = new Set<number>();
    for (const sum of sumsOf(grid)) {
      const text = `${sum.parent}=${[...sum.children].sort((a, b) => a - b).join()}`;
      let index = known.get(text);
      if (index === undefined) {
        index = sums.length;
        known.set(text, index);
        sums.push(sum);
      }
      found.add(index);
    }
    return [...found];
  });
  return {
    grids,
    groupCount: numbers.size,
    sums,
    finest: grids.map(finestOf),
    sumsOfTable,
    structure,
  };
}

function gridOf(
  lattice: Lattice,
  table: LatticeTable,
  structure: StructureIndex,
  numbers: Map<string, number>,
): TableGrid {
  const dims = table.dims.map((name) => {
    const dim = lattice.dims.get(name);
    if (dim === undefined) throw malformed(`table ${table.name}`, 'it names a dimension that is not there');
    return dim;
  });
  if (new Set(table.dims).size !== dims.length)
    throw malformed(`table ${table.name}`, 'a dimension occurs twice');
  const strides = dims.map((_, d) => dims.slice(d + 1).reduce((size, dim) => size * dim.codes.length, 1));
  const places = structure.dims.map((name) => table.dims.indexOf(name));
  const free = dims.map((dim, d) => (places.includes(d) ? null : leafSetTexts(dim)));
  const grid: TableGrid = {
    table,
    dims,
    strides,
    groups: new Int32Array(dims.reduce((size, dim) => size * dim.codes.length, 1)),
  };
  for (let place = 0; place < grid.groups.length; place += 1) {
    const nodes = nodesAt(grid, place);
    const set = structure.setOf(places.map((d) => (d < 0 ? 0 : (nodes[d] ?? 0))));
    if (set < 0) {
      grid.groups[place] = -1;
      continue;
    }
    const parts = nodes.flatMap((node, d) => {
      const text = free[d]?.[node] ?? '';
      return text === '' ? [] : [`${dims[d]?.name}:${text}`];
    });
    const text = `${set}|${parts.sort().join('|')}`;
    let group = numbers.get(text);
    if (group === undefined) {
      group = numbers.size;
      numbers.set(text, group);
    }
    grid.groups[place] = group;
  }
  return grid;
}

/** One text for each distinct set of leaves; the empty text for all leaves. */
function leafSetTexts(dim: Dimension): string[] {
  return dim.leaves.map((leaves) => (leaves.length === dim.leafCount ? '' : leaves.join('.')));
}

/** The codes of a cell, one node for each dimension of the table. */
export function nodesAt({ dims, strides }: TableGrid, place: number): number[] {
  return dims.map((dim, d) => Math.floor(place / (strides[d] ?? 1)) % dim.codes.length);
}

function* sumsOf(grid: TableGrid): Generator<Sum> {
  const { dims, strides, groups } = grid;
  for (const [d, dim] of dims.entries()) {
    const stride = strides[d] ?? 1;
    for (const { parent, children } of dim.families) {
      for (let place = 0; place < groups.length; place += 1) {
        if (Math.floor(place / stride) % dim.codes.length !== parent) continue;
        const whole = groups[place] ?? -1;
        if (whole < 0) continue;
        const parts = children
          .map((child) => groups[place + (child - parent) * stride] ?? -1)
          .filter((part) => part >= 0);
        if (parts.length > 1) yield { parent: whole, children: parts };
      }
    }
  }
}

function finestOf(grid: TableGrid): ReadonlySet<number> {
  const finest = new Set<number>();
  for (const [place, group] of grid.groups.entries()) {
    if (group >= 0 && nodesAt(grid, place).every((node, d) => grid.dims[d]?.isLeaf[node])) finest.add(group);
  }
  return finest;
}
