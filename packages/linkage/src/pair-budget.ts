/** Token values of one rule that `n` nodes share: how many values. In the order of `n`. */
export type BlockSize = { readonly n: number; readonly keys: number };

/** Nodes of a source in blocks of `n` nodes of one rule. */
export type SourceBlocks = { readonly source: number; readonly n: number; readonly nodes: number };

/**
 * Pairs one rule may propose: enough that only values without information are capped. A million are free, so that small
 * files are searched widely; beyond that what a rule brings up is a person's own record or nothing.
 */
export function ruleBudget(nodes: number): number {
  return nodes + 1_000_000;
}

/**
 * Claim: a run ends whatever its contributors send. Groups of ten under every rule stay below the budget of every rule,
 * so all rules together have one too: time and memory of a run grow with its nodes, not with what one upload claims.
 */
export function totalBudget(nodes: number): number {
  return 20 * nodes + 20_000_000;
}

/** Pairs by values that `n` nodes share. In the order of `n`. */
export type BlockPairs = { readonly n: number; readonly pairs: number };

/**
 * Pairs that a rule may propose between two files, or within one, and no other rule does. Two records of a person share several values, as a rule: of the
 * pairs with one value in common few are a person, and the fewer the more nodes share the value. Among 1M x 1M invented
 * persons 6.2M pairs came from one rule alone and 8,489 of them were right; the quarter million of each rule with the
 * rarest values, 1.6M pairs, hold 8,085 of those.
 *
 * @param nodes of these files
 */
export function loneBudget(nodes: number): number {
  return 150_000 + Math.floor(nodes / 20);
}

/** The most nodes that may share a value by which a rule alone proposes a pair; two may always. */
export function chooseLoneCap(pairs: readonly BlockPairs[], budget: number): number {
  return Math.max(2, largestBlock(pairs, budget));
}

/** Blocks by size over all sources. */
export function sizesOf(blocks: readonly SourceBlocks[]): readonly BlockSize[] {
  const nodesBySize = new Map<number, number>();
  for (const { n, nodes } of blocks) nodesBySize.set(n, (nodesBySize.get(n) ?? 0) + nodes);
  return [...nodesBySize]
    .sort(([left], [right]) => left - right)
    .map(([n, nodes]) => ({ n, keys: nodes / n }));
}

/** Pairs that blocks up to a size propose; those within a file with one record a person count too. */
export function pairsUpTo(sizes: readonly BlockSize[], cap: number): number {
  return sizes.reduce((pairs, size) => (size.n > cap ? pairs : pairs + pairsIn(size)), 0);
}

function pairsIn({ n, keys }: BlockSize): number {
  return (keys * n * (n - 1)) / 2;
}

function withPairs(sizes: readonly BlockSize[]): readonly BlockPairs[] {
  return sizes.map((size) => ({ n: size.n, pairs: pairsIn(size) }));
}

/** The largest block up to which all blocks give at most `budget` pairs, 1 where none does. */
function largestBlock(blocks: readonly BlockPairs[], budget: number): number {
  let sum = 0;
  let cap = 1;
  for (const { n, pairs } of blocks) {
    sum += pairs;
    if (sum > budget) break;
    cap = n;
  }
  return cap;
}

/**
 * The largest block of one rule that still fits its budget; two nodes may always meet. Values shared by more nodes
 * propose no pair; they are reported, and still count as evidence inside a pair.
 */
export function chooseCap(sizes: readonly BlockSize[], budget: number): number {
  return Math.max(2, largestBlock(withPairs(sizes), budget));
}

/**
 * The largest block of each rule: within the budget of a rule, and all rules together within `total`. Where they are
 * not, the most selective rules are served first, and the others share evenly what is left: down to no pair at all.
 */
export function chooseCaps(
  rules: readonly (readonly BlockSize[])[],
  budget: number,
  total: number,
): readonly number[] {
  const wanted = rules.map((sizes, index) => {
    const cap = chooseCap(sizes, budget);
    return { index, sizes, cap, pairs: pairsUpTo(sizes, cap) };
  });
  const ascending = wanted.toSorted((one, other) => one.pairs - other.pairs || one.index - other.index);
  let left = total;
  let share = Number.POSITIVE_INFINITY;
  for (const [place, { pairs }] of ascending.entries()) {
    share = Math.floor(left / (ascending.length - place));
    if (pairs > share) break;
    left -= pairs;
    share = Number.POSITIVE_INFINITY;
  }
  return wanted.map(({ sizes, cap, pairs }) =>
    pairs <= share ? cap : largestBlock(withPairs(sizes), share),
  );
}

/** What the tokens of one source propose. */
export type SourceDemand = {
  readonly source: number;
  /** Values that its nodes could share: nodes times rules of its pack. */
  readonly chances: number;
  /** Partners its nodes meet under all rules, within the budgets of the rules. */
  readonly partners: number;
};

/** Partners per value beyond which a source is looked at, and how far it must lie above the others. */
const NOTABLE_PARTNERS = 2;
const FAR_ABOVE = 10;

/** Sources whose tokens meet far more partners than those of the other sources do: damaged, or made to. */
export function heavySources(demands: readonly SourceDemand[]): readonly SourceDemand[] {
  const rate = ({ chances, partners }: SourceDemand) => partners / Math.max(1, chances);
  return demands.filter((demand) => {
    const others = demands.filter(({ source }) => source !== demand.source).map(rate);
    const median = others.toSorted((left, right) => left - right)[Math.floor((others.length - 1) / 2)];
    if (median === undefined) return false;
    return rate(demand) > NOTABLE_PARTNERS && rate(demand) > FAR_ABOVE * median;
  });
}
