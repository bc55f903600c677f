import type { Range } from './interval.ts';
import type { Relation } from './relations.ts';

/**
 * What adding and subtracting along single sums tells about every group, from what is shown: each pass bounds a parent
 * by the sums of its children's bounds and each child by its parent less the other children. Ranges only shrink; the
 * linear-programming attacker of the audit can shrink them further.
 *
 * @param start what is known of each group before any sum is used; hidden groups start at 0 to Infinity
 * @param maximumPasses passes after which the ranges are taken as they are, each being valid
 */
export function propagateRanges(
  start: readonly Range[],
  relations: readonly Pick<Relation, 'parent' | 'children'>[],
  maximumPasses = 50,
): readonly Range[] {
  const low = Float64Array.from(start, (range) => range.low);
  const high = Float64Array.from(start, (range) => range.high);
  let isChanged = true;
  for (let pass = 0; isChanged && pass < maximumPasses; pass += 1) {
    isChanged = false;
    for (const relation of relations) {
      if (tightenRelation(relation, low, high)) isChanged = true;
    }
  }
  return start.map((_, index) => ({ low: low[index] ?? 0, high: high[index] ?? 0 }));
}

function tightenRelation(
  { parent, children }: Pick<Relation, 'parent' | 'children'>,
  low: Float64Array,
  high: Float64Array,
): boolean {
  let lows = 0;
  let highs = 0;
  let unbounded = 0;
  for (const child of children) {
    lows += low[child] ?? 0;
    const top = high[child] ?? 0;
    if (top === Number.POSITIVE_INFINITY) unbounded += 1;
    else highs += top;
  }
  let isChanged = raise(low, parent, lows);
  if (unbounded === 0 && lower(high, parent, highs)) isChanged = true;
  const parentLow = low[parent] ?? 0;
  const parentHigh = high[parent] ?? 0;
  // The sums stay those of before the loop: a bound tightened inside it only makes them looser than needed.
  for (const child of children) {
    const ownHigh = high[child] ?? 0;
    const ownLow = low[child] ?? 0;
    const othersUnbounded = unbounded - (ownHigh === Number.POSITIVE_INFINITY ? 1 : 0);
    const othersHigh = ownHigh === Number.POSITIVE_INFINITY ? highs : highs - ownHigh;
    if (othersUnbounded === 0 && raise(low, child, parentLow - othersHigh)) isChanged = true;
    if (lower(high, child, parentHigh - (lows - ownLow))) isChanged = true;
  }
  return isChanged;
}

function raise(low: Float64Array, index: number, bound: number): boolean {
  if (bound <= (low[index] ?? 0)) return false;
  low[index] = bound;
  return true;
}

function lower(high: Float64Array, index: number, bound: number): boolean {
  if (bound >= (high[index] ?? 0)) return false;
  high[index] = bound;
  return true;
}
