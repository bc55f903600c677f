import type { Policy } from '../policy.ts';

/**
 * Claim: a group is one organisation's own where fewer persons than the minimum of a count come from others alone: who
 * supplied all but nine of a group knows it as well as its own, and nine persons of another roster in it are no cover. It is
 * the records that say so, not who issues the credential by the catalogue; persons of whom nobody knows who supplied them
 * are no cover either.
 *
 * @param suppliedByOthers persons of the group whom the organisation that supplied most of it did not supply
 */
export function isSingleIssuer(suppliedByOthers: number, { counts }: Policy): boolean {
  return suppliedByOthers < counts.minimum;
}

/**
 * Claim: a statement about the outcomes of a group that one organisation supplied needs `shares.singleIssuerMinimum`
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
 * @param suppliedByOthers see `isSingleIssuer`
 * @returns fewest confirmed persons behind a share, or in a count of some of the group
 */
export function leastConfirmed(suppliedByOthers: number, policy: Policy): number {
  const { counts, shares } = policy;
  return isSingleIssuer(suppliedByOthers, policy)
    ? Math.max(counts.minimum, shares.singleIssuerMinimum)
    : counts.minimum;
}

/** Whether a count of some of a group may not be shown for who supplied those who are counted. */
export function isTooFewForIssuer(confirmed: number, suppliedByOthers: number, policy: Policy): boolean {
  return confirmed < leastConfirmed(suppliedByOthers, policy);
}
