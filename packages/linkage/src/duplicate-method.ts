/** How many records of one file drew no link, one, or more than one from a file with one record a person. */
export type DrawnLinks = {
  readonly records: number;
  readonly once: number;
  readonly several: number;
};

export type PrecisionEstimate = {
  /** Share of the links that are right. */
  readonly precision: number;
  /** Most that one record more or less with a link, or with a second one, would change it; infinite where it ends it. */
  readonly step: number;
};

/** Halvings of the interval that holds the root: beyond the precision of a double. */
const HALVINGS = 60;

function precisionOf({ records, once, several }: DrawnLinks): number | null {
  const none = records - once - several;
  if (once <= 0 || several < 0 || none < 0) return null;
  if (none === 0) {
    const wrong = -Math.log(once / records);
    return 1 / (1 + wrong);
  }
  const least = none / records;
  const ratio = once / none;
  const excess = (wrong: number) => Math.exp(-wrong) - least * (1 + ratio - wrong);
  let [low, high] = [0, -Math.log(least)];
  if (excess(high) > 0) return null;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  const odds = Math.max(0, ratio - low);
  const right = odds / (1 + odds);
  return right / (right + low);
}

/**
 * Share of the links that are right, from counts alone. A record has at most one true partner in a file with one record
 * a person, so a second link of it is wrong, and how many records drew two tells how many drew one wrongly (the
 * duplicate method: Blakely and Salmond, Int J Epidemiol 31:1246-1252, 2002). Counts are taken as the sum of a
 * Bernoulli variable (the true link, made with chance p) and an independent Poisson variable (wrong links, l a record)
 * (Dasylva, Goussanou, Ajavon and Abousaleh, 2019):
 *
 *     P(0) = (1 - p) exp(-l)        P(1) = p exp(-l) + (1 - p) l exp(-l)
 *
 * of which p / (1 - p) = P(1) / P(0) - l, and l is the smaller root of exp(-l) = P(0) (1 + P(1) / P(0) - l).
 *
 * Wrong links that come in heaps (one placeholder, a family) break the independence; where no p and l explain the
 * counts there is no estimate.
 *
 * @returns null where nothing was linked or the counts are of another shape.
 */
export function duplicatePrecision(drawn: DrawnLinks): PrecisionEstimate | null {
  const precision = precisionOf(drawn);
  if (precision === null) return null;
  const { once, several } = drawn;
  const neighbours = [
    { once: once + 1, several },
    { once: once - 1, several },
    { once: once - 1, several: several + 1 },
    { once: once + 1, several: several - 1 },
  ].filter((counts) => counts.several >= 0 && counts.once + counts.several <= drawn.records);
  const steps = neighbours.map((counts) => {
    const changed = precisionOf({ ...drawn, ...counts });
    return changed === null ? Number.POSITIVE_INFINITY : Math.abs(changed - precision);
  });
  return { precision, step: Math.max(...steps) };
}
