import { binomialTail } from './binomial-tail.ts';

/** Smallest roster that is judged: of fewer persons nothing is published anyway. */
const LEAST_PERSONS = 5;

/** An honest roster gets here once in a million. */
const SURPRISE = 1e-6;

/** However many persons there are: a roster that links half as often as its owner's others is not called invented. */
const LEAST_SHORTFALL = 0.5;

/**
 * Whether a roster's persons are found elsewhere so much more rarely than those of the same owner's other rosters
 * that somebody made them up.
 *
 * Claim: a batch of invented people around one real one is set aside, so that neither a rate over "all ten of them" nor
 * the bare existence of the credential's figures tells of the one. Invented people have identifiers that no other source
 * knows; that they are all missing together has a chance below one in a million. Source: disclosure.md 4.1, points 1 and
 * 6.
 *
 * Not claimed: that invented people who carry real identifiers are seen; the minimum of linked persons of two issuers is
 * against them.
 *
 * @param persons distinct persons of the roster, and those of them with a record in another organisation's source
 * @param usualShare of persons with such a record in the owner's other rosters, 0 to 1
 */
export function isUnlinkedRoster(
  { persons, linked }: { readonly persons: number; readonly linked: number },
  usualShare: number,
): boolean {
  if (persons < LEAST_PERSONS || linked / persons >= usualShare * LEAST_SHORTFALL) return false;
  return binomialTail(persons, linked, usualShare) < SURPRISE;
}
