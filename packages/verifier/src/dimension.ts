import { malformed } from './malformed.ts';

/** A code of a dimension and the parts it is the sum of in one of the groupings. */
export type Family = { readonly parent: number; readonly children: readonly number[] };

/**
 * One dimension. Nodes are numbered; node 0 is the total. Two nodes with the same leaves are the same group of
 * persons, whatever they are called.
 */
export type Dimension = {
  readonly name: string;
  readonly codes: readonly string[];
  readonly nodeOf: ReadonlyMap<string, number>;
  /** Leaf numbers below each node, ascending. */
  readonly leaves: readonly Int32Array[];
  readonly leafCount: number;
  readonly isLeaf: readonly boolean[];
  /** Parents that have children, once for each grouping they head. */
  readonly families: readonly Family[];
};

export type Grouping = ReadonlyMap<string, string>;

/**
 * Reads a dimension: `groupings` map a code to its parent and reach up to `total`; several are alternative groupings
 * of the same leaves.
 * @throws AppError `release_malformed` for a cycle, a parent that is no code, or groupings whose leaves differ.
 */
export function buildDimension(name: string, total: string, groupings: readonly Grouping[]): Dimension {
  const codes = [total, ...new Set(groupings.flatMap((grouping) => [...grouping.keys()]))];
  const nodeOf = new Map(codes.map((code, node) => [code, node]));
  const trees = groupings.map((grouping) => childrenOf(name, total, grouping, nodeOf));
  const leafNodes = trees.map((tree, t) =>
    [...nodesBelow(name, tree, 0)].filter((node) => (tree.get(node) ?? []).length === 0 && isIn(t, node)),
  );
  function isIn(tree: number, node: number): boolean {
    return groupings[tree]?.has(codes[node] ?? '') ?? false;
  }
  const first = leafNodes[0] ?? [];
  const numbers = new Map(first.map((node, leaf) => [node, leaf]));
  for (const other of leafNodes) {
    if (other.length !== first.length || other.some((node) => !numbers.has(node))) {
      throw malformed(`dimension ${name}`, 'its groupings do not have the same leaves');
    }
  }
  const leaves = codes.map((_, node) => {
    const sets = trees.flatMap((tree, t) =>
      node === 0 || isIn(t, node) ? [leavesBelow(name, tree, node, numbers)] : [],
    );
    const [set] = sets;
    if (set === undefined || sets.some((other) => other.join() !== set.join())) {
      throw malformed(`dimension ${name}`, 'a code means different leaves in different groupings');
    }
    return set;
  });
  return {
    name,
    codes,
    nodeOf,
    leaves,
    leafCount: first.length,
    isLeaf: codes.map((_, node) => numbers.has(node)),
    families: trees.flatMap((tree) =>
      [...tree].flatMap(([parent, children]) => (children.length === 0 ? [] : [{ parent, children }])),
    ),
  };
}

function childrenOf(
  name: string,
  total: string,
  grouping: Grouping,
  nodeOf: ReadonlyMap<string, number>,
): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const [code, parentCode] of grouping) {
    const node = nodeOf.get(code);
    const parent = nodeOf.get(parentCode);
    if (node === undefined || parent === undefined || (parentCode !== total && !grouping.has(parentCode))) {
      throw malformed(`dimension ${name}`, 'a parent is not a code of the same grouping');
    }
    if (code === total) throw malformed(`dimension ${name}`, 'the total has a parent');
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const reached = nodesBelow(name, children, 0);
  if (reached.size !== grouping.size + 1) {
    throw malformed(`dimension ${name}`, 'a code does not reach the total');
  }
  return children;
}

/** A node and everything below it. A node met twice would be a cycle or have two parents. */
function nodesBelow(name: string, tree: ReadonlyMap<number, readonly number[]>, top: number): Set<number> {
  const seen = new Set([top]);
  const open = [top];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of tree.get(node) ?? []) {
      if (seen.has(child)) throw malformed(`dimension ${name}`, 'the grouping has a cycle');
      seen.add(child);
      open.push(child);
    }
  }
  return seen;
}

function leavesBelow(
  name: string,
  tree: ReadonlyMap<number, readonly number[]>,
  node: number,
  numbers: ReadonlyMap<number, number>,
): Int32Array {
  const below = [...nodesBelow(name, tree, node)].flatMap((one) => numbers.get(one) ?? []);
  return Int32Array.from(below).sort();
}
