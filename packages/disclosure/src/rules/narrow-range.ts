import type { Range } from '../interval.ts';
import type { Policy } from '../policy.ts';

/**
 * Claim: what the shown figures leave open for a hidden count spans at least `counts.minimum` persons and reaches
 * `counts.minimum` at the top, so it can be told neither closely nor as "surely small". Judged on real numbers, a shown
 * count being its value give or take half a base and at least the minimum; a reader who uses that counts are whole gains
 * at most one person for each shown count that bounds the range from above.
 *
 * Source: bar B4. Why real numbers: ADR 0012.
 */
export function isNarrow(range: Range, policy: Policy): boolean {
  const { minimum } = policy.counts;
  return range.high - range.low < minimum || range.high < minimum;
}
