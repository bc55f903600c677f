import { SLACK } from '../audit/tolerance.ts';
import { isNarrow } from '../rules/narrow-range.ts';

/** A hidden group whose range must span `width` persons and reach `top`. */
export type RangeTarget = { readonly group: number; readonly width: number; readonly top: number };

/** Least and greatest value at which each group was seen in a possible state of all tables. */
export type SeenRanges = { readonly low: Float64Array; readonly high: Float64Array };

export function isWideEnough({ group, ...asked }: RangeTarget, seen: SeenRanges): boolean {
  return !isNarrow({ low: seen.low[group] ?? 0, high: (seen.high[group] ?? 0) + SLACK }, asked);
}
