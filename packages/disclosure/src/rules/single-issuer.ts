import type { Policy } from '../policy.ts';

/**
 * Claim: a statement about the outcomes of a group that one organisation alone supplied needs `shares.singleIssuerMinimum`
 * persons whom somebody else's records confirm. Such an organisation knows every member and chooses them: with a minimum
 * of ten it would put one victim among nine persons whose employment it knows and read the tenth off the share. With
 * thirty it has to bring 29 real persons of known employment for one, all found by others, in one cohort. Invented persons
 * do not help, they are confirmed by nobody. A count of those of the group for whom something else holds (who is linked, who
 * earned the credential of somebody else) is such a statement too: 14 persons show as 10, and a victim who makes 15 shows
 * as 20. Counts of all its own holders tell it nothing it did not upload, so they keep the plain minimum; percentiles need
 * thirty of every group already.
 *
 * It makes the attack dear and does not stop it: no minimum does (attack A13). Where two organisations supplied the
 * group, neither knows it whole; together they would.
 *
 * Source: disclosure design 4.1, layers 1 and 3 ("single-issuer cells use T_issuer >= 30"); attacks A12 and A13.
 * @param issuers organisations that supplied the persons of the group
 * @returns fewest confirmed persons behind a share, or in a count of some of the group
 */
export function leastConfirmed(issuers: number, { counts, shares }: Policy): number {
  return issuers < 2 ? Math.max(counts.minimum, shares.singleIssuerMinimum) : counts.minimum;
}

/** Whether a count of some of a group that so many organisations supplied may not be shown. */
export function isTooFewForIssuer(confirmed: number, issuers: number, policy: Policy): boolean {
  return confirmed < leastConfirmed(issuers, policy);
}
