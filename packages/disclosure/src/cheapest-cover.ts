/**
 * Picks one of each list at least, again and again the one that most lists for its price have.
 *
 * @param rank of two that are as cheap, the one that comes later is taken
 */
export function cheapestCover(
  lists: readonly (readonly number[])[],
  priceOf: (one: number) => number,
  rank: (one: number) => number,
): ReadonlySet<number> {
  const chosen = new Set<number>();
  let left = lists.filter(({ length }) => length > 0);
  while (left.length > 0) {
    const covers = new Map<number, number>();
    for (const list of left) for (const one of new Set(list)) covers.set(one, (covers.get(one) ?? 0) + 1);
    const [best] = [...covers]
      .map(([one, count]) => ({ one, value: count / priceOf(one) }))
      .toSorted((a, b) => b.value - a.value || rank(b.one) - rank(a.one));
    if (best === undefined) break;
    chosen.add(best.one);
    left = left.filter((list) => !list.includes(best.one));
  }
  return chosen;
}
