import type { SectionPlan } from './cell-plan.ts';
import { blurred } from './condition.ts';
import { type FeaturePlan, planFeatures } from './feature-plan.ts';
import { spotColumns } from './features-sql.ts';
import { conditionsOf } from './measure.ts';
import type { UnitSet } from './units-sql.ts';
import { conditionsIn, sumsIn } from './walk-condition.ts';

/** The feature table of a unit set beside the wage features. */
const FLAG_TABLE: Readonly<Record<UnitSet, string | null>> = {
  award: 'unit_award_flags',
  issuer: null,
  program: 'unit_program_flags',
  entry: 'unit_pathway_flags',
  exit: 'unit_pathway_flags',
};

/** The window features that the sections need; percentiles are of blurred wages where there are any. */
export function featuresOf(sections: readonly SectionPlan[], isBlurred: boolean): FeaturePlan {
  const figures = sections.flatMap(({ section }) => section.measures.map(({ figure }) => figure));
  return planFeatures(
    figures.flatMap(conditionsOf),
    figures.flatMap((figure) =>
      figure.kind === 'percentile' ? [isBlurred ? blurred(figure.amount) : figure.amount] : [],
    ),
    sections.map(({ section }) => section.employerOffset),
  );
}

/** Persons with a record in the sources of two organisations or more: `person_linked`; and found in wages. */
export function personTables(kinds: readonly string[]): readonly string[] {
  const union = kinds
    .map((kind) => `SELECT DISTINCT person_id, organisation FROM ${kind}`)
    .join('\nUNION ALL\n');
  return [
    `CREATE OR REPLACE TEMP TABLE person_linked AS
SELECT person_id FROM (${union}) GROUP BY person_id HAVING count(DISTINCT organisation) > 1`,
    `CREATE OR REPLACE TEMP TABLE person_found AS
SELECT DISTINCT person_id FROM person_quarter WHERE employed`,
  ];
}

/** One row per unit of a set with every feature its sections read. */
export function unitFeatures(unitSet: UnitSet, plan: FeaturePlan, sections: readonly SectionPlan[]): string {
  const { wage, employer } = spotColumns(plan);
  const needsEntry = sections.some(({ section }) =>
    section.measures.some(
      ({ figure }) =>
        conditionsOf(figure)
          .flatMap(conditionsIn)
          .some((part) => (part.op === 'employed' || part.op === 'usable') && part.clock === 'entry') ||
        (figure.kind === 'percentile' && sumsIn(figure.amount).some(({ clock }) => clock === 'entry')),
    ),
  );
  const flagTable = FLAG_TABLE[unitSet];
  const ofSpot = (clock: string): string[] => [
    ...wage.map((column) => `w${clock}.${column} AS ${clock}_${column}`),
    ...employer.map((column) =>
      column.endsWith('_mask')
        ? `coalesce(e${clock}.${column}, 0) AS ${clock}_${column}`
        : `coalesce(e${clock}.${column}, false) AS ${clock}_${column}`,
    ),
  ];
  const clocks = needsEntry ? ['anchor', 'entry'] : ['anchor'];
  const joins = clocks.map(
    (
      clock,
    ) => `JOIN spot_wage w${clock} ON w${clock}.person_id = u.person_id AND w${clock}.quarter = u.${clock}_quarter
LEFT JOIN spot_employer e${clock} ON e${clock}.person_id = u.person_id AND e${clock}.quarter = u.${clock}_quarter`,
  );
  return `CREATE OR REPLACE TEMP TABLE feature_${unitSet} AS
SELECT ${[
    'u.unit_no, u.person_id, u.key, u.cohort_year, u.in_all, u.anchor_quarter, u.entry_quarter',
    'l.person_id IS NOT NULL AS linked, f.person_id IS NOT NULL AS found',
    'h.code IS NOT NULL AS has_alignment',
    'coalesce(a.aligned_mask, 0) AS aligned_mask, coalesce(t.targeted_mask, 0) AS targeted_mask',
    ...clocks.flatMap(ofSpot),
    ...(flagTable === null ? [] : ['g.* EXCLUDE (unit_no)']),
  ].join(',\n  ')}
FROM unit u
${joins.join('\n')}
LEFT JOIN person_linked l ON l.person_id = u.person_id
LEFT JOIN person_found f ON f.person_id = u.person_id
LEFT JOIN unit_aligned a ON a.unit_no = u.unit_no
LEFT JOIN unit_targeted t ON t.unit_no = u.unit_no
LEFT JOIN (SELECT DISTINCT code FROM cat_alignment) h ON h.code = u.align_code
${flagTable === null ? '' : `JOIN ${flagTable} g ON g.unit_no = u.unit_no`}
WHERE u.unit_set = '${unitSet}'`;
}
