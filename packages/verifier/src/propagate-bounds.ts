import type { Sum } from './group-system.ts';

/** A sum that no figures can satisfy: the published values contradict one another. */
export type Contradiction = { readonly parent: number };

/**
 * Sums that contradict one another can raise a bound for ever where nothing shown is above it. After so many steps the
 * bounds that are reached stand; they hold, and what contradicts is left to the linear programs.
 */
const MOST_NARROWINGS = 1000;

/**
 * Narrows `low` and `high` in place along single sums until nothing changes: what an attacker sees without a solver.
 * Every bound that results holds for all true figures. Whole numbers stay whole.
 */
export function propagateBounds(
  sums: readonly Sum[],
  low: Float64Array,
  high: Float64Array,
): Contradiction[] {
  const sumsOf: number[][] = Array.from({ length: low.length }, () => []);
  for (const [s, { parent, children }] of sums.entries()) {
    for (const group of [parent, ...children]) sumsOf[group]?.push(s);
  }
  const isQueued = new Uint8Array(sums.length).fill(1);
  const queue = sums.map((_, s) => s);
  const contradictions: Contradiction[] = [];
  const timesNarrowed = new Uint16Array(low.length);
  const narrow = (group: number, least: number, most: number): void => {
    const isNarrower = least > (low[group] ?? 0) || most < (high[group] ?? 0);
    if (!isNarrower || timesNarrowed[group] === MOST_NARROWINGS) return;
    timesNarrowed[group] = (timesNarrowed[group] ?? 0) + 1;
    if (Math.max(low[group] ?? 0, least) > Math.min(high[group] ?? 0, most)) {
      contradictions.push({ parent: group });
      return;
    }
    low[group] = Math.max(low[group] ?? 0, least);
    high[group] = Math.min(high[group] ?? 0, most);
    for (const s of sumsOf[group] ?? []) {
      if (isQueued[s] === 1) continue;
      isQueued[s] = 1;
      queue.push(s);
    }
  };
  for (let next = 0; next < queue.length; next += 1) {
    const s = queue[next] ?? 0;
    isQueued[s] = 0;
    const sum = sums[s];
    if (sum === undefined) continue;
    const { parent, children } = sum;
    let least = 0;
    let most = 0;
    let openTops = 0;
    for (const child of children) {
      least += low[child] ?? 0;
      const top = high[child] ?? 0;
      if (top === Infinity) openTops += 1;
      else most += top;
    }
    if (least > (high[parent] ?? 0) || (openTops === 0 && most < (low[parent] ?? 0))) {
      contradictions.push({ parent });
      continue;
    }
    narrow(parent, least, openTops === 0 ? most : Infinity);
    const parentLow = low[parent] ?? 0;
    const parentHigh = high[parent] ?? 0;
    for (const child of children) {
      const childLow = low[child] ?? 0;
      const childHigh = high[child] ?? 0;
      const isOnlyOpen = childHigh === Infinity ? openTops === 1 : openTops === 0;
      const others = childHigh === Infinity ? most : most - childHigh;
      narrow(child, isOnlyOpen ? parentLow - others : childLow, parentHigh - (least - childLow));
    }
    if (queue.length > 2_000_000 && next > 1_000_000) {
      queue.splice(0, next + 1);
      next = -1;
    }
  }
  return contradictions;
}
