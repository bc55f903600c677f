/** Numbers from `low` to `high`. */
export type Range = { readonly low: number; readonly high: number };

/**
 * Above every count: stands for no bound at all in a linear program, so that each has an end. Far beyond any threshold,
 * so it makes no range narrow.
 */
export const CEILING = 1_000_000;

/**
 * What is known of a target from a range it can certainly take and a range it certainly stays within; `open` while
 * the two still allow either answer.
 */
export type Verdict = (seen: Range, outer: Range) => 'safe' | 'violated' | 'open';

/**
 * How an attacker reads ranges. `half_open` computes with real numbers: a shown 20 in tens is anything from 15 to
 * below 25. `whole` counts in whole persons, 15 to 24, which is never wider and often one narrower.
 */
export type Attacker = 'half_open' | 'whole';

/** How far a solver's answer may lie from the number it stands for. */
const SOLVER_TOLERANCE = 1e-4;

/** The least and the greatest number the attacker takes for a value that lies at `value`. */
export function readEnds(value: number, attacker: Attacker): Range {
  if (attacker === 'whole') {
    return { low: Math.ceil(value - SOLVER_TOLERANCE), high: Math.floor(value + SOLVER_TOLERANCE) };
  }
  const snapped = Math.round(value / SOLVER_TOLERANCE) * SOLVER_TOLERANCE;
  const near =
    Math.abs(snapped - Math.round(snapped * 2) / 2) < SOLVER_TOLERANCE
      ? Math.round(snapped * 2) / 2
      : snapped;
  return { low: near, high: near };
}
