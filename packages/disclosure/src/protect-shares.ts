import type { InputShare } from './input.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { shareBand } from './rules/share-band.ts';
import { isShareAllowed } from './rules/share-minimums.ts';
import { leastConfirmed } from './rules/single-issuer.ts';
import type { ShownShare } from './share-ranges.ts';

/**
 * Claim: a share says nothing that a hidden count may not say. It is withheld when either of its groups may not be
 * part of one, besides the minimums of numerator and complement.
 *
 * @param mayBePart whether a reader may learn a group as closely as a band tells it
 * @returns the shares that may be shown, with their bands
 */
export function findAllowedShares(
  shares: readonly InputShare[],
  lattice: Lattice,
  mayBePart: (group: number) => boolean,
  policy: Policy,
): readonly ShownShare[] {
  return shares.flatMap(({ id, suppliedByOthers, ...ids }): ShownShare[] => {
    const numerator = lattice.groups[lattice.groupOfCell.get(ids.numerator) ?? -1];
    const denominator = lattice.groups[lattice.groupOfCell.get(ids.denominator) ?? -1];
    if (numerator === undefined || denominator === undefined) throw new RangeError('share without its cells');
    if (!isShareAllowed(numerator.n, { ...denominator, suppliedByOthers }, policy)) return [];
    if (!mayBePart(numerator.index) || !mayBePart(denominator.index)) return [];
    const { low, high } = shareBand(numerator.n, denominator.n, policy);
    const least = leastConfirmed(suppliedByOthers, policy);
    return [{ id, numerator: numerator.index, denominator: denominator.index, low, high, least }];
  });
}
