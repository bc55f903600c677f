import type { Policy } from '../policy.ts';

/**
 * Claim: a shown share never says "all" or "none" of a group, and neither the persons who have the property nor those
 * who have it not are fewer than their own minimum; the whole group passes the minimum of a count. A share that fails
 * is hidden like any other cell: a "95 % or more" band would say of nine in ten members of a small group what holds
 * of each, so extremes are not banded either.
 *
 * Source: bar B6; the complement rule is what stops nine fabricated members from showing the tenth.
 * @param denominator the whole group: its persons, and those of them that count towards a minimum
 */
export function isShareAllowed(
  numerator: number,
  denominator: { readonly n: number; readonly vouched: number },
  policy: Policy,
): boolean {
  const { minimumNumerator, minimumComplement } = policy.shares;
  return (
    denominator.vouched >= policy.counts.minimum &&
    numerator >= minimumNumerator &&
    denominator.n - numerator >= minimumComplement
  );
}
