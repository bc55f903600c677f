import type { LinearProgram } from '../linear-program.ts';

/** How far a point may miss a bound or a sum, in persons. Points of the interior point method miss by 1e-9. */
export const POINT_TOLERANCE = 1e-6;

/**
 * Claim: a point that proves a range open satisfies every bound and every sum that is published, to within a millionth
 * of a person, whatever the solver says of it. Only such points are shown to targets, so a solver that errs can make a
 * cell undecided, never safe.
 */
export function isPossiblePoint({ lower, upper, rows }: LinearProgram, point: Float64Array): boolean {
  if (point.length !== lower.length) return false;
  for (let c = 0; c < lower.length; c += 1) {
    const value = point[c] ?? Number.NaN;
    if (!isBetween(value, lower[c] ?? 0, upper[c] ?? 0)) return false;
  }
  return rows.every(({ columns, values, least, most }) => {
    let sum = 0;
    for (let i = 0; i < columns.length; i += 1) sum += (values[i] ?? 0) * (point[columns[i] ?? 0] ?? 0);
    return isBetween(sum, least, most);
  });
}

/** False for what is no number. */
function isBetween(value: number, least: number, most: number): boolean {
  return value >= least - POINT_TOLERANCE && value <= most + POINT_TOLERANCE;
}
