import type { Policy } from '../policy.ts';
import type { Rounded } from './round-count.ts';

/**
 * Claim: a shown amount is the nearest multiple of `percentiles.baseCents`, so the amount of the persons around the
 * rank is known to half a base at best.
 */
export function roundCents(cents: number, policy: Policy): Rounded {
  const { baseCents } = policy.percentiles;
  const value = baseCents * Math.floor(cents / baseCents + 0.5);
  return { value, low: value - baseCents / 2, high: value + baseCents / 2 };
}
