import type { Range } from '../interval.ts';
import type { Policy } from '../policy.ts';

/**
 * Claim: nobody can tell that 1 to `counts.minimum - 1` persons more, or fewer, are in a group now than were when its
 * carried figure was computed: what is published leaves open that as many are, or that at least the minimum more, or
 * fewer, are. That fewer than the minimum came or went is what "carried" means, and is not told by anything else; which of
 * the two, and that it was not nobody, must not follow.
 *
 * Judged on real numbers, as ranges of counts are (ADR 0012).
 *
 * Source: bars B3 and B9, attack A8.
 *
 * @param change range of the persons of now less those of then
 */
export function isFewTold({ low, high }: Range, { counts: { minimum } }: Policy): boolean {
  return (low > 0 && high < minimum) || (high < 0 && low > -minimum);
}
