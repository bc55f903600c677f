import type { Range } from '../interval.ts';
import type { State } from './states.ts';

/** What is asked about: a weighted sum of columns. */
export type Weighted = {
  /** Ascending. */
  readonly columns: Int32Array;
  /** In the order of columns. */
  readonly factors: Float64Array;
  readonly truth: number;
};

/**
 * The least and greatest value at which each sum was seen in some possible state of the whole model. Ranges only grow and
 * are always within what an attacker must leave open.
 */
export type Witnesses = {
  /** In the order of the sums. */
  readonly ranges: readonly Range[];
  /** Takes in a state, and says whether a range grew. */
  readonly see: (state: State) => boolean;
};

/** What really happened is the first state seen; `seen` of a sum is what is known to be possible besides. */
export function createWitnesses(
  sums: readonly (Weighted & { readonly seen?: Range })[],
  columnCount: number,
): Witnesses {
  const ranges = sums.map(({ truth, seen }) => ({
    low: Math.min(truth, seen?.low ?? truth),
    high: Math.max(truth, seen?.high ?? truth),
  }));
  const at: { readonly sum: number; readonly factor: number }[][] = Array.from(
    { length: columnCount },
    () => [],
  );
  sums.forEach(({ columns, factors }, sum) => {
    columns.forEach((column, place) => {
      at[column]?.push({ sum, factor: factors[place] ?? 0 });
    });
  });
  return {
    ranges,
    see({ columns, gains }) {
      const moved = new Map<number, number>();
      columns.forEach((column, place) => {
        for (const { sum, factor } of at[column] ?? [])
          moved.set(sum, (moved.get(sum) ?? 0) + factor * (gains[place] ?? 0));
      });
      let isNews = false;
      for (const [sum, change] of moved) {
        const range = ranges[sum];
        const value = (sums[sum]?.truth ?? 0) + change;
        if (range === undefined || (value >= range.low && value <= range.high)) continue;
        isNews = true;
        range.low = Math.min(range.low, value);
        range.high = Math.max(range.high, value);
      }
      return isNews;
    },
  };
}
