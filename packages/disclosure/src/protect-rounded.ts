import type { ProtectInput } from './input.ts';
import type { Lattice } from './lattice.ts';
import { findConcentrated } from './primaries.ts';
import { findAllowedShares } from './protect-shares.ts';
import type { ProtectedLattice } from './protected-lattice.ts';
import { rangesWithShares } from './share-ranges.ts';
import {
  findNarrowGroups,
  findToldRemainders,
  roundingRanges,
  suppressRounded,
  wholeRanges,
} from './suppress-rounded.ts';
import { withholdTellingShares } from './withhold-shares.ts';

/**
 * Protection when shown counts are intervals. A base cell may carry a share below the minimum of a count, down to the
 * share's own minimums, unless it is concentrated.
 */
export function protectRounded(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  { concentrations, shares, policy }: ProtectInput,
): ProtectedLattice {
  const concentrated = findConcentrated(lattice, concentrations, policy);
  const isShown = suppressRounded(lattice, isPrimary, policy);
  const mayBePart = (group: number) =>
    isShown[group] === true || (lattice.groups[group]?.isPublishable === false && !concentrated.has(group));
  const allowed = findAllowedShares(shares, lattice, mayBePart, policy);
  const counts = wholeRanges(lattice, isShown, policy);
  const staying = withholdTellingShares(lattice, counts, allowed, policy);
  const shown = allowed.filter(({ id }) => staying.has(id));

  const known = rangesWithShares(lattice, counts, shown, policy);
  const isTold = (group: number) => known[group]?.low === known[group]?.high;
  return {
    isShown,
    shares: shown,
    findings: {
      method: 'rounded',
      derivable: lattice.groups.filter(
        ({ index, isPublishable, n }) =>
          isShown[index] === false && isTold(index) && (isPublishable || n < policy.counts.minimum),
      ).length,
      smallRemainders: findToldRemainders(lattice, isShown, counts, policy).length,
      narrow: findNarrowGroups(lattice, isShown, roundingRanges(lattice, isShown, policy), policy).length,
    },
  };
}
