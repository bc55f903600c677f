/** A rule as the choice sees it. */
export type Choosable = {
  readonly id: string;
  /** What it takes of the budget: bytes a record. */
  readonly bytes: number;
  /** What a pair must be worth: bytes, and the pairs of two people it proposes, in bytes as well. */
  readonly price: number;
  /** By set: one byte a true pair. */
  readonly finds: readonly Uint8Array[];
};

export type Choice = {
  readonly id: string;
  /** By set: pairs it finds that none of the earlier ones finds. */
  readonly gained: readonly number[];
  /** By set: share of the wanted pairs that are found so far. */
  readonly recall: readonly number[];
};

/** Share of all wanted pairs, sets weighed alike, below which a further rule is not worth having. */
const LEAST_GAIN = 2e-5;

/**
 * Greedy set cover: again and again the rule with the most newly found pairs for its price, until the budget is spent or
 * nothing is gained.
 *
 * @param wanted by set: one byte a true pair, 1 where it is worth finding
 * @param weights by set: what finding all its wanted pairs is worth, however many they are; the sum is 1
 * @param first ids that are taken before the choice begins, in this order
 */
export function chooseGreedily(
  rules: readonly Choosable[],
  wanted: readonly Uint8Array[],
  weights: readonly number[],
  budget: number,
  first: readonly string[] = [],
): readonly Choice[] {
  const open = wanted.map((pairs) => pairs.slice());
  const totals = wanted.map(countOf);
  const choices: Choice[] = [];
  const left = new Map(rules.map((rule) => [rule.id, rule]));
  let spent = 0;

  const gainedBy = ({ finds }: Choosable): readonly number[] =>
    open.map((pairs, set) => countBoth(pairs, finds[set] ?? new Uint8Array(0)));

  function take(rule: Choosable): void {
    const gained = gainedBy(rule);
    for (const [set, pairs] of open.entries()) {
      const found = rule.finds[set];
      for (let pair = 0; pair < pairs.length; pair += 1) if (found?.[pair] === 1) pairs[pair] = 0;
    }
    left.delete(rule.id);
    spent += rule.bytes;
    const recall = open.map((pairs, set) => 1 - countOf(pairs) / Math.max(1, totals[set] ?? 0));
    choices.push({ id: rule.id, gained, recall });
  }

  const weigh = (gained: readonly number[]) =>
    gained.reduce(
      (sum, pairs, set) => sum + ((weights[set] ?? 0) * pairs) / Math.max(1, totals[set] ?? 0),
      0,
    );

  for (const id of first) {
    const rule = left.get(id);
    if (rule !== undefined) take(rule);
  }
  for (;;) {
    let best: Choosable | null = null;
    let most = 0;
    for (const rule of left.values()) {
      if (spent + rule.bytes > budget) continue;
      const gain = weigh(gainedBy(rule));
      if (gain < LEAST_GAIN || gain / rule.price <= most) continue;
      best = rule;
      most = gain / rule.price;
    }
    if (best === null) return choices;
    take(best);
  }
}

export function countOf(pairs: Uint8Array): number {
  let sum = 0;
  for (const pair of pairs) sum += pair;
  return sum;
}

export function countBoth(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  for (let pair = 0; pair < one.length; pair += 1) sum += (one[pair] ?? 0) & (other[pair] ?? 0);
  return sum;
}
