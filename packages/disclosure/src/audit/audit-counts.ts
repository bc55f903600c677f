import { carryFacts } from '../carry-facts.ts';
import type { CountSystem } from '../count-system.ts';
import { isFewInCarried } from '../few-in-carried.ts';
import type { Lattice } from '../lattice.ts';
import type { Policy } from '../policy.ts';
import { rangeToLeave } from '../rules/narrow-range.ts';
import { isSmallRemainder } from '../rules/remainder.ts';
import type { ShownShare } from '../share-ranges.ts';
import { realRange, startingRanges } from '../starting-ranges.ts';
import type { AttackerModel, LinearFact, Target } from './attacker-model.ts';

/** An attacker's model of shown counts and shares, and what must stay uncertain in it. */
export type CountAudit = {
  readonly model: AttackerModel;
  readonly targets: readonly Target[];
  /** Which share a fact of the model comes from, or which group's figure being carried; other facts have none. */
  readonly shareOfFact: ReadonlyMap<number, string>;
  readonly carriedOfFact: ReadonlyMap<number, number>;
};

/**
 * Puts together what a reader of this release and all earlier ones knows: every shown count as its range, sums, empty
 * addresses that are public, bands of shares with their minimums, and that a carried figure's persons changed by less
 * than the minimum. Targets are all hidden counts, and the sums of hidden parts of any total that are small groups.
 *
 * @param hidden quantities that are targets by themselves
 */
export function prepareCountAudit(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  hidden: readonly number[],
  shares: readonly ShownShare[],
  policy: Policy,
): CountAudit {
  const ranges = startingRanges(lattice, system, isShown, policy, realRange);
  const truth = [...system.truth];
  const sums = [...system.sums];
  const parts: Target[] = [];
  const isHidden = new Set(hidden);
  const isFew = (quantity: number) => isFewInCarried(system.fewInCarried, quantity, isShown);
  for (const { children } of system.sums) {
    const inside = children.filter((child) => isHidden.has(child));
    const persons = inside.reduce((sum, child) => sum + (system.truth[child] ?? 0), 0);
    if (inside.length < 2 || inside.length === children.length || !isSmallRemainder(persons, policy))
      continue;
    const areFew = inside.every(isFew);
    parts.push({ quantity: truth.length, ...rangeToLeave(areFew, policy) });
    sums.push({ parent: truth.length, children: inside });
    truth.push(persons);
  }
  const facts: LinearFact[] = [...system.facts];
  const shareOfFact = new Map<number, string>();
  for (const { id, numerator, denominator, low, high, least } of shares) {
    const known = [
      { factors: [1, -low], low: 0, high: Number.POSITIVE_INFINITY },
      { factors: [1, -high], low: Number.NEGATIVE_INFINITY, high: 0 },
      { factors: [-1, 1], low: policy.shares.minimumComplement, high: Number.POSITIVE_INFINITY },
      { factors: [1, 0], low: policy.shares.minimumNumerator, high: Number.POSITIVE_INFINITY },
      { factors: [0, 1], low: least, high: Number.POSITIVE_INFINITY },
    ];
    for (const fact of known) {
      shareOfFact.set(facts.length, id);
      facts.push({ parts: [numerator, denominator], ...fact });
    }
  }
  const carriedOfFact = new Map<number, number>();
  for (const fact of carryFacts(system, isShown, policy)) {
    carriedOfFact.set(facts.length, fact.parts[0] ?? -1);
    facts.push(fact);
  }
  const size = truth.length;
  const low = new Float64Array(size);
  const high = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  ranges.forEach((range, quantity) => {
    low[quantity] = range.low;
    high[quantity] = range.high;
  });
  const single = hidden.map((quantity): Target => ({ quantity, ...rangeToLeave(isFew(quantity), policy) }));
  return {
    model: { truth: Float64Array.from(truth), low, high, sums, facts },
    targets: [...single, ...parts],
    shareOfFact,
    carriedOfFact,
  };
}
