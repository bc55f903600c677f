import type { Policy } from '../policy.ts';

/**
 * Claim: no count over fewer than `counts.minimum` distinct persons is ever shown, counting only persons whom another
 * contributor's records confirm (so fabricated members do not lift a group over the minimum), and an empty group is hidden like a
 * small one, so that "hidden" does not say "at least one". Against any reader. Not against somebody who knows other
 * members (the insider rule) and not against subtraction (the remainder rule).
 *
 * Source: NCES 2011-603 (at least 10, suppress 0 to 9); bar B1.
 */
export function isSmall(vouched: number, policy: Policy): boolean {
  return vouched < policy.counts.minimum;
}
