import type { Policy } from '../policy.ts';

/** A whole number and the least and greatest true number that is shown so. */
export type Rounded = { readonly value: number; readonly low: number; readonly high: number };

/**
 * Claim: a shown count tells no more than an interval: the numbers that round to it (nearest multiple of
 * `counts.base`, half up) and are at least the minimum. With base 1 the interval is the number itself and protection
 * rests on complementary suppression.
 *
 * Source: disclosure design 3.8.
 */
export function roundCount(n: number, policy: Policy): Rounded {
  const { base, minimum } = policy.counts;
  const below = Math.floor(base / 2);
  const value = base * Math.floor((n + below) / base);
  const low = value - below;
  return { value, low: Math.max(minimum, low), high: low + base - 1 };
}
