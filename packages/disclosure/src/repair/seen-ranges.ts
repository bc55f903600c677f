/** Guards comparisons against the solver's tolerance. */
export const SLACK = 1e-6;

/** A hidden group whose range must span `width` persons and reach `top`. */
export type RangeTarget = { readonly group: number; readonly width: number; readonly top: number };

/** Least and greatest value at which each group was seen in a possible state of all tables. */
export type SeenRanges = { readonly low: Float64Array; readonly high: Float64Array };

export function isWideEnough({ group, width, top }: RangeTarget, { low, high }: SeenRanges): boolean {
  const most = high[group] ?? 0;
  return most >= top - SLACK && most - (low[group] ?? 0) >= width - SLACK;
}
