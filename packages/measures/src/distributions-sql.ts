import type { SectionPlan } from './cell-plan.ts';
import { blurred } from './condition.ts';
import { amountSql, conditionSql, UNITS_PER_CENT, type WageSpan } from './condition-sql.ts';
import { amountsAround, sortedAmounts } from './sql-dialect.ts';

/** Shares of the order at which each distribution is read. */
export const PERCENTILE_GRID = [0.25, 0.5, 0.75] as const;

/** Ranks at which a distribution is read around each share, from the rank of the percentile itself. */
export const RANK_OFFSETS = [-2, -1, 0, 1, 2] as const;

/**
 * For each distribution of a section cents around the percentiles of the grid, one row per address with persons in it: for
 * each share of the grid the amounts at `RANK_OFFSETS`, of which the middle one is the percentile.
 * @param isBlurred whether the amounts are of blurred wages; who is counted goes by true ones
 */
export function distributionsOf(plan: SectionPlan, wageSpan: WageSpan, isBlurred: boolean): string | null {
  if (plan.distributions.length === 0) return null;
  const columns = plan.distributions.map(
    (_, place) => `${amountsAround(`d${place}`, PERCENTILE_GRID, RANK_OFFSETS, UNITS_PER_CENT)} AS d${place}`,
  );
  const sorted = plan.distributions.map(({ amount, count }, place) => {
    const condition = plan.counts[count];
    if (condition === undefined)
      throw new RangeError('a distribution is taken of a count that is not planned');
    return `${sortedAmounts(amountSql(isBlurred ? blurred(amount) : amount), conditionSql(condition, wageSpan))} AS d${place}`;
  });
  return `SELECT address_no, ${columns.join(',\n  ')}
FROM (
SELECT l.address_no, ${sorted.join(',\n  ')}
FROM feature_${plan.section.unitSet} f
JOIN lattice l ON l.section_no = ${plan.sectionNo} AND l.key = f.key
  AND (l.cohort_year = f.cohort_year OR (l.cohort_year IS NULL AND f.in_all))
GROUP BY l.address_no
) ORDER BY address_no`;
}
