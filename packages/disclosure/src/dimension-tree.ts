import { DEFAULT_TOTAL, type Dimension } from './input.ts';

/** A dimension ready for look-ups. A tree is named by its place, `dimension#index`. */
export type DimensionTree = {
  readonly name: string;
  readonly total: string;
  readonly mustNest: boolean;
  /** Per tree, code -> parent. */
  readonly parents: readonly ReadonlyMap<string, string>[];
  /** Code -> every code above it in any tree, itself included. */
  readonly above: ReadonlyMap<string, ReadonlySet<string>>;
};

/**
 * Checks every dimension and fills in those that are only used (flat under `all`).
 * @throws {RangeError} for a cycle, a tree that does not end at the total, or a code that no tree holds.
 */
export function buildDimensionTrees(
  described: Readonly<Record<string, Dimension>>,
  keys: readonly Readonly<Record<string, string>>[],
): ReadonlyMap<string, DimensionTree> {
  const used = new Map<string, Set<string>>();
  for (const key of keys) {
    for (const [name, code] of Object.entries(key)) {
      const codes = used.get(name);
      if (codes === undefined) used.set(name, new Set([code]));
      else codes.add(code);
    }
  }
  const trees = new Map<string, DimensionTree>();
  for (const name of [...used.keys()].sort()) {
    const codes = used.get(name) ?? new Set();
    const dimension = Object.hasOwn(described, name) ? described[name] : undefined;
    const tree = dimension === undefined ? flatTree(name, codes) : readTree(name, dimension);
    for (const code of codes) {
      if (!tree.above.has(code)) throw new RangeError(`dimension ${name} has a code outside its trees`);
    }
    trees.set(name, tree);
  }
  return trees;
}

function flatTree(name: string, codes: ReadonlySet<string>): DimensionTree {
  const children = [...codes].filter((code) => code !== DEFAULT_TOTAL);
  const parents = Object.fromEntries(children.map((code) => [code, DEFAULT_TOTAL]));
  return readTree(name, { total: DEFAULT_TOTAL, mustNest: false, trees: [parents] });
}

function readTree(name: string, { total, mustNest, trees }: Dimension): DimensionTree {
  const parents = trees.map((tree) => new Map(Object.entries(tree)));
  const above = new Map<string, Set<string>>([[total, new Set([total])]]);
  for (const tree of parents) {
    if (tree.has(total)) throw new RangeError(`dimension ${name} has a parent above its total`);
    for (const code of tree.keys()) {
      const seen = above.get(code) ?? new Set();
      above.set(code, seen);
      for (const step of pathToTotal(name, code, total, tree)) seen.add(step);
    }
  }
  return { name, total, mustNest, parents, above };
}

function pathToTotal(
  name: string,
  code: string,
  total: string,
  tree: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const path = new Set([code]);
  let at = code;
  while (at !== total) {
    const parent = tree.get(at);
    if (parent === undefined)
      throw new RangeError(`dimension ${name} has a code that does not reach its total`);
    if (path.has(parent)) throw new RangeError(`dimension ${name} has a cycle`);
    path.add(parent);
    at = parent;
  }
  return path;
}
