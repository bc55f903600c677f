/** Width of a band. The first and the last are twice as wide, for nothing near 0 or 1 is said of any group. */
const STEP = 0.05;

/** Smallest group that has a band, whatever the policy's minimum. */
const LEAST_PERSONS = 200;

export type Band = { readonly low: number; readonly high: number };

/**
 * Claim: the band of a match rate tells no count of a group to within fewer persons than the policy's minimum, neither of
 * those found nor of those not found, and never that all or none were found. Bands are 5 points wide, and a group has
 * one only from twenty times the minimum (and from 200 persons) on, so that a band holds at least the minimum of different
 * counts; the first band is 0 to 10 %, the last 90 to 100 %. Nothing of a smaller group is said, by whatever it matched.
 * Sources: bars B4 and B6, and attack A22 (match rates only of many, and rounded), of the disclosure design.
 *
 * Not claimed: that one person more or less cannot move a rate over an edge. Who knows all others of two hundred people
 * sees him then; of people in releases the same is true of every rounded figure.
 *
 * @param minimum smallest group the policy shows
 */
export function matchRateBand(persons: number, found: number, minimum: number): Band | null {
  if (persons < Math.max(LEAST_PERSONS, Math.ceil(minimum / STEP))) return null;
  const bands = Math.round(1 / STEP);
  const band = Math.min(bands - 1, Math.floor((found / persons) * bands + 1e-9));
  const first = band < 2 ? 0 : Math.min(band, bands - 2);
  const last = band < 2 ? 2 : band >= bands - 2 ? bands : band + 1;
  return { low: first / bands, high: last / bands };
}
