import type { SampleWindow } from './sample-options.ts';

/** Growth of prices a quarter, as a share. */
const GROWTH = 0.0065;

/** Index of the base year's mean; the scale of a consumer price index. */
export const BASE_INDEX = 300;

/** Prices of a quarter as a share of the mean of the window's last year. */
export function priceLevel(window: SampleWindow, quarter: number): number {
  return (1 + GROWTH) ** (quarter - (window.lastQuarter - 1.5));
}
