import type { Policy } from '../policy.ts';
import { leastConfirmed } from './single-issuer.ts';

/**
 * Claim: a shown share never says "all" or "none" of a group, and neither the persons who have the property nor those
 * who have it not are fewer than their own minimum; the whole group passes the minimum of a count, or the higher
 * one of a group that one organisation supplied. A share that fails is hidden like any other cell: a "95 % or more" band would say of nine in ten members of a small group what holds
 * of each, so extremes are not banded either.
 *
 * Source: bar B6; the complement rule is what stops nine fabricated members from showing the tenth.
 * @param denominator the whole group: its persons, those of them that count towards a minimum, and those whom
 * the organisation that supplied most of it did not supply
 */
export function isShareAllowed(
  numerator: number,
  denominator: { readonly n: number; readonly vouched: number; readonly suppliedByOthers: number },
  policy: Policy,
): boolean {
  const { minimumNumerator, minimumComplement } = policy.shares;
  return (
    denominator.vouched >= leastConfirmed(denominator.suppliedByOthers, policy) &&
    numerator >= minimumNumerator &&
    denominator.n - numerator >= minimumComplement
  );
}
