import type { Lattice } from '../lattice.ts';
import type { Policy } from '../policy.ts';
import type { RangeTarget } from './seen-ranges.ts';

/**
 * Claim: every hidden count that somebody asked for, whatever the reason it is hidden, must be able to lie anywhere in a
 * range that spans at least `counts.minimum` persons and reaches `counts.minimum` (bar B4).
 *
 * With true counts this implies the remainder rule for groups of any shape (bar B3): a group of 1 to minimum - 1 persons
 * that is a union of finest cells holds hidden cells only, and if its size could be derived, in whatever way, no cell
 * inside it could reach the minimum.
 */
export function rangeTargetOf(lattice: Lattice, { counts }: Policy, group: number): RangeTarget | null {
  if (lattice.groups[group]?.isPublishable !== true) return null;
  return { group, width: counts.minimum, top: counts.minimum };
}
