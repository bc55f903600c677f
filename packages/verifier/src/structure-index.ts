import type { Dimension } from './dimension.ts';
import type { Lattice } from './lattice.ts';
import { malformed } from './malformed.ts';

/**
 * Which leaf combinations of the structural dimensions a cell can hold, as a number: equal numbers mean equal sets.
 * A cell that names only some of the structural dimensions holds every combination that fits.
 */
export type StructureIndex = {
  readonly dims: readonly string[];
  readonly dimensions: readonly Dimension[];
  /** Number of the set for a node of each structural dimension (0 where the cell does not name it); -1 when empty. */
  setOf(nodes: readonly number[]): number;
  /** For a set: the leaves of each structural dimension that occur in it. */
  leavesIn(set: number): readonly ReadonlySet<number>[];
};

export function structureIndex(lattice: Lattice): StructureIndex {
  const { structure } = lattice;
  if (structure === null) return { dims: [], dimensions: [], setOf: () => 0, leavesIn: () => [] };
  const dims = structure.dims.map((name) => {
    const dim = lattice.dims.get(name);
    if (dim === undefined) throw malformed('structural', 'it names a dimension that is not there');
    return dim;
  });
  const rows = structure.offered.map((codes) => leavesOfRow(dims, codes));
  const byNodes = new Map<string, number>();
  const byMembers = new Map<string, number>();
  const projections: ReadonlySet<number>[][] = [];
  const below = dims.map((dim) => dim.leaves.map((leaves) => new Set(leaves)));
  const setOf = (nodes: readonly number[]): number => {
    const key = nodes.join();
    const known = byNodes.get(key);
    if (known !== undefined) return known;
    const sets = nodes.map((node, d) => below[d]?.[node] ?? new Set<number>());
    const members = rows.flatMap((row, r) => (row.every((leaf, d) => sets[d]?.has(leaf)) ? [r] : []));
    const text = members.join();
    let set = members.length === 0 ? -1 : byMembers.get(text);
    if (set === undefined) {
      set = projections.length;
      byMembers.set(text, set);
      projections.push(dims.map((_, d) => new Set(members.map((r) => rows[r]?.[d] ?? 0))));
    }
    byNodes.set(key, set);
    return set;
  };
  return { dims: structure.dims, dimensions: dims, setOf, leavesIn: (set) => projections[set] ?? [] };
}

function leavesOfRow(dims: readonly Dimension[], codes: readonly string[]): number[] {
  return dims.map((dim, d) => {
    const node = dim.nodeOf.get(codes[d] ?? '');
    const leaf = node === undefined || dim.isLeaf[node] !== true ? undefined : dim.leaves[node]?.[0];
    if (leaf === undefined) throw malformed('structural', 'a combination is not made of leaf codes');
    return leaf;
  });
}
