import type { Policy } from '../policy.ts';

/**
 * Claim: no group that follows from shown groups by addition and subtraction (a parent without its shown children, the
 * larger of two nested groups without the smaller) holds fewer than `counts.minimum` persons. A remainder of 0 counts
 * as small: it would show that every hidden part of it is empty.
 *
 * Source: bar B3, and the zero rule.
 */
export function isSmallRemainder(persons: number, policy: Policy): boolean {
  return persons < policy.counts.minimum;
}
