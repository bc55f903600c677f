import type { InputShare } from './input.ts';
import type { Lattice } from './lattice.ts';
import { type Outcome, SUPPRESSED } from './outcome.ts';
import type { Policy } from './policy.ts';
import { shareBand } from './rules/share-band.ts';
import { isShareAllowed } from './rules/share-minimums.ts';

/**
 * Claim: a share says nothing that a hidden count may not say. It is withheld when either of its groups is a count
 * that is hidden, besides the minimums of numerator and complement.
 *
 * @param mayBeKnown one flag per group: a reader may learn it as closely as the policy shows counts
 */
export function protectShare(
  share: InputShare,
  lattice: Lattice,
  mayBeKnown: (group: number) => boolean,
  policy: Policy,
): Outcome {
  const numerator = lattice.groups[lattice.groupOfCell.get(share.numerator) ?? -1];
  const denominator = lattice.groups[lattice.groupOfCell.get(share.denominator) ?? -1];
  if (numerator === undefined || denominator === undefined) throw new RangeError('share without its cells');
  if (!isShareAllowed(numerator.n, denominator, policy)) return SUPPRESSED;
  if (!mayBeKnown(numerator.index) || !mayBeKnown(denominator.index)) return SUPPRESSED;
  const { low, high } = shareBand(numerator.n, denominator.n, policy);
  return { status: 'ok', value: (low + high) / 2, low, high };
}
