import type { PublishedCell, ReleaseLattice } from '@credlink/contracts';
import type { CheckId, Finding } from '../report.ts';
import type { OutcomeFigure } from './outcome-groups.ts';

/**
 * What single figures must be: a hidden one says nothing else (B10); a count is a multiple and not below the minimum,
 * and its ends are those of rounding; a share is one whole band with room for both sides (B6); a dollar figure is a
 * multiple between ends as far off as the lattice says, and its population is not known to be too small (B7). A count of
 * some of a group that one organisation supplied (B1), and a share of such a group, is of enough persons for that.
 *
 * @param high the greatest number each group can have by single figures
 */
export function checkFigures(
  cells: readonly PublishedCell[],
  figures: readonly OutcomeFigure[],
  lattice: ReleaseLattice,
  high: Float64Array,
): Finding[] {
  const findings: Finding[] = [];
  const found = (check: CheckId, kind: string, { table, key }: PublishedCell): void => {
    findings.push({ check, kind, of: [{ table, key }], without: [], range: null });
  };
  for (const cell of cells) {
    const { status, value, low, high: top, asOf } = cell;
    const isShown = status === 'ok' || status === 'carried';
    const saysNothing = value === null && low === null && top === null;
    if (!isShown && (!saysNothing || asOf !== null)) found('B10', 'hidden_cell_says_more', cell);
    if (isShown && (value === null || low === null || top === null))
      found('form', 'shown_without_number', cell);
    if (isShown && (status === 'carried') !== (asOf !== null)) found('form', 'carried_without_release', cell);
  }
  for (const { cell, group, least: fewest } of figures) {
    const { unit, value, low, high: top } = cell;
    if (value === null || low === null || top === null) continue;
    const most = high[group] ?? Infinity;
    if (unit === 'count') {
      const { base } = lattice.rounding;
      const least = Math.max(value - Math.floor(base / 2), lattice.minimum);
      if (value % base !== 0 || low !== least || top !== value - Math.floor(base / 2) + base - 1) {
        found('form', 'not_rounded', cell);
      }
      if (top < lattice.minimum) found('form', 'below_minimum', cell);
      // A carried figure is one of other persons, whom somebody else may have supplied.
      else if (cell.status === 'ok' && top < fewest) found('B1', 'too_few_of_one_supplier', cell);
    } else if (unit === 'share') {
      const kind = wrongBand(cell, lattice, most);
      if (kind !== null) found('B6', kind, cell);
      else if (cell.status === 'ok' && most < fewest) found('B6', 'too_few_of_one_supplier', cell);
    } else {
      if (value % lattice.percentiles.base !== 0) found('form', 'not_rounded', cell);
      const { largestError } = lattice.percentiles;
      const isWhole =
        largestError === undefined || (value - low === largestError && top - value === largestError);
      // A carried figure has the ends of the release it is of.
      if (cell.status === 'ok' && !isWhole) found('form', 'wrong_ends', cell);
      if (most < fewest) found('B7', 'too_few_for_a_percentile', cell);
    }
  }
  return findings;
}

/** How far two numbers that should be the same hundredth may be apart. */
const HUNDREDTH = 1e-9;

function wrongBand(
  { low, high }: Pick<PublishedCell, 'low' | 'high'>,
  { shares }: ReleaseLattice,
  most: number,
): string | null {
  if (low === null || high === null) return 'shown_without_band';
  const points = (high - low) * 100;
  const band = shares.bands.find((one) => Math.abs(one.points - points) < HUNDREDTH * 100);
  if (band === undefined || low < -HUNDREDTH || high > 1 + HUNDREDTH) return 'no_band';
  const steps = low / (high - low);
  if (Math.abs(steps - Math.round(steps)) > 1e-6) return 'no_band';
  // The greatest denominator leaves the greatest room.
  if (most * high < shares.minimumNumerator) return 'says_nobody';
  if (most * (1 - low) < shares.minimumComplement) return 'says_everybody';
  return null;
}
