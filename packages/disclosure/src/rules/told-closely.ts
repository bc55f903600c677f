import type { Range } from '../interval.ts';
import type { Policy } from '../policy.ts';

/** Whole numbers that must stay possible for a small group that a share speaks of. */
const LEAST_CHOICES = 3;

/**
 * Claim: a shown share never tells a group below `counts.minimum`, be it the persons who have the property or those who
 * have it not, to the person or to one of two numbers. Shares may speak of such groups (their own minimum is lower), so
 * a narrow band beside a large group could name them: 4 to 6 % of 105, at least 5, would be 5 or 6.
 *
 * Source: bars B3 and B6.
 */
export function isToldClosely(range: Range, persons: number, policy: Policy): boolean {
  return persons < policy.counts.minimum && range.high - range.low + 1 < LEAST_CHOICES;
}
