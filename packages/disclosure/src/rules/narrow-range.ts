import type { Range } from '../interval.ts';
import type { Policy } from '../policy.ts';

/**
 * Claim: what the shown figures leave open for a hidden count spans at least `counts.minimum` persons and reaches
 * `counts.minimum` at the top, so it can be told neither closely nor as "surely small". Judged on rounding as give or
 * take half a base; a reader who uses that counts are whole gains at most about a person for each shown count involved,
 * and more where a count is shown at the very minimum.
 *
 * Source: bar B4.
 */
export function isNarrow(range: Range, policy: Policy): boolean {
  const { minimum } = policy.counts;
  return range.high - range.low < minimum || range.high < minimum;
}
