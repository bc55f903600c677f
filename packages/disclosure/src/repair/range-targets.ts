import { type CountSystem, isToldEarlier } from '../count-system.ts';
import { isFewInCarried } from '../few-in-carried.ts';
import type { Lattice } from '../lattice.ts';
import type { Policy } from '../policy.ts';
import { rangeToLeave } from '../rules/narrow-range.ts';
import type { RangeTarget } from './seen-ranges.ts';

/**
 * Claim: every hidden count that somebody asked for, whatever the reason it is hidden, must be able to lie anywhere in a
 * range that spans at least `counts.minimum` persons and reaches `counts.minimum` (bar B4).
 *
 * With true counts this implies the remainder rule for groups of any shape (bar B3): a group of 1 to minimum - 1 persons
 * that is a union of finest cells holds hidden cells only, and if its size could be derived, in whatever way, no cell
 * inside it could reach the minimum. The same holds of what an earlier release hid: a range that several releases leave
 * together is as wide as one of a single release has to be. What an earlier release told is told, and what it showed rounded is shown again.
 *
 * @param quantity of the count system: a group of this release, or one as it was in an earlier release
 * @param isCarried one flag per group: shows the figure of an earlier release
 */
export function rangeTargetOf(
  lattice: Lattice,
  system: CountSystem,
  policy: Policy,
  quantity: number,
  isCarried: readonly boolean[],
): RangeTarget | null {
  if (isToldEarlier(system, quantity) || system.carried.get(quantity)?.quantity === quantity) return null;
  const isAsked =
    lattice.groups[quantity]?.isPublishable === true ||
    system.hiddenEarlier.has(quantity) ||
    system.behindCarried.has(quantity);
  if (!isAsked) return null;
  const isFew = isFewInCarried(system.fewInCarried, quantity, isCarried);
  return { group: quantity, ...rangeToLeave(isFew, policy) };
}
