import type { SectionPlan } from './cell-plan.ts';
import { amountSql, conditionSql, UNITS_PER_CENT, type WageSpan } from './condition-sql.ts';
import { percentiles } from './sql-dialect.ts';

/** Shares of the order at which each distribution is read: quartiles and their neighbours for averaged percentiles. */
export const PERCENTILE_GRID = [0.2, 0.25, 0.3, 0.45, 0.5, 0.55, 0.7, 0.75, 0.8] as const;

/** Cents at the grid of percentiles for each distribution of a section, one row per address with persons in it. */
export function distributionsOf(plan: SectionPlan, wageSpan: WageSpan): string | null {
  if (plan.distributions.length === 0) return null;
  const columns = plan.distributions.map(({ amount, count }, place) => {
    const condition = plan.counts[count];
    if (condition === undefined)
      throw new RangeError('a distribution is taken of a count that is not planned');
    return `${percentiles(amountSql(amount), PERCENTILE_GRID, conditionSql(condition, wageSpan), UNITS_PER_CENT)} AS d${place}`;
  });
  return `SELECT l.address_no, ${columns.join(',\n  ')}
FROM feature_${plan.section.unitSet} f
JOIN lattice l ON l.section_no = ${plan.sectionNo} AND l.key = f.key
  AND (l.cohort_year = f.cohort_year OR (l.cohort_year IS NULL AND f.in_all))
GROUP BY l.address_no ORDER BY l.address_no`;
}
