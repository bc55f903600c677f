import type { Range } from '../interval.ts';
import type { Policy } from '../policy.ts';

/** What a range must span, in persons, and the number it must reach. */
export type RangeToLeave = { readonly width: number; readonly top: number };

/**
 * Claim: what the shown figures leave open for a hidden count spans at least `counts.minimum` persons and reaches
 * `counts.minimum` at the top, so it can be told neither closely nor as "surely small". Judged on real numbers, a shown
 * count being its value give or take half a base and at least the minimum; a reader who uses that counts are whole gains
 * at most one person for each shown count that bounds the range from above.
 *
 * One person less, as from 0 to `counts.minimum - 1`, is asked of a count that is new inside a carried total that is shown:
 * that it is below the minimum is what carrying the total says.
 *
 * Source: bar B4. Why real numbers: ADR 0012. New in a carried total: `findFewInCarried`.
 */
export function rangeToLeave(isNewInCarried: boolean, { counts: { minimum } }: Policy): RangeToLeave {
  const persons = isNewInCarried ? minimum - 1 : minimum;
  return { width: persons, top: persons };
}

export function isNarrow(range: Range, { width, top }: RangeToLeave): boolean {
  return range.high - range.low < width || range.high < top;
}
