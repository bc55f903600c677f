import { addressesOf, type SectionPlan } from './cell-plan.ts';
import { amountSql, conditionSql, UNITS_PER_CENT, type WageSpan } from './condition-sql.ts';
import { type FeaturePlan, planFeatures } from './feature-plan.ts';
import { spotColumns } from './features-sql.ts';
import { conditionsOf } from './measure.ts';
import { percentiles, sortedList, text, valuesTable } from './sql-dialect.ts';
import type { UnitSet } from './units-sql.ts';
import { conditionsIn, sumsIn } from './walk-condition.ts';

/** Shares of the order at which each distribution is read: quartiles and their neighbours for averaged percentiles. */
export const PERCENTILE_GRID = [0.2, 0.25, 0.3, 0.45, 0.5, 0.55, 0.7, 0.75, 0.8] as const;

/** The feature table of a unit set beside the wage features. */
const FLAG_TABLE: Readonly<Record<UnitSet, string | null>> = {
  award: 'unit_award_flags',
  issuer: null,
  program: 'unit_program_flags',
  entry: 'unit_pathway_flags',
  exit: 'unit_pathway_flags',
};

/** The window features that the sections need. */
export function featuresOf(sections: readonly SectionPlan[]): FeaturePlan {
  const figures = sections.flatMap(({ section }) => section.measures.map(({ figure }) => figure));
  return planFeatures(
    figures.flatMap(conditionsOf),
    figures.flatMap((figure) => (figure.kind === 'percentile' ? [figure.amount] : [])),
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

/** The lattice: every address of every section, with its place among the section's addresses. */
export function latticeTable(sections: readonly SectionPlan[]): string {
  return valuesTable(
    'lattice',
    [
      { name: 'section_no', type: 'INTEGER' },
      { name: 'address_no', type: 'INTEGER' },
      { name: 'key', type: 'VARCHAR' },
      { name: 'cohort_year', type: 'INTEGER' },
    ],
    sections.flatMap(({ sectionNo, section }) =>
      addressesOf(section).map(({ key, cohort }, addressNo) => [sectionNo, addressNo, key.code, cohort.year]),
    ),
  );
}

/** A unit's answers to all counts of a section as one text of 0 and 1: `unit_answers`. */
export function answersOf(plan: SectionPlan, wageSpan: WageSpan): string {
  const answers = plan.counts.map(
    (condition) => `CASE WHEN ${conditionSql(condition, wageSpan)} THEN '1' ELSE '0' END`,
  );
  const keys = plan.section.keys.map(({ code }) => text(code));
  return `SELECT ${plan.sectionNo} AS section_no, person_id, key, cohort_year, in_all, anchor_group_no AS group_no,
  concat(${answers.join(', ')}) AS answers
FROM feature_${plan.section.unitSet}
WHERE key IN (${keys.length === 0 ? "''" : keys.join(', ')})`;
}

/**
 * Persons by what they count for. `unit_class` holds the distinct (section, key, year, answers); `cell_class` says
 * which classes make up a cell (section_no, address_no, count_no); `atom` holds the classes of persons with the
 * same classes in all sections; `cell_atom` lists, for each cell, its atoms. A cell without persons has no row.
 */
export function membershipTables(sections: readonly SectionPlan[], wageSpan: WageSpan): readonly string[] {
  return [
    latticeTable(sections),
    `CREATE OR REPLACE TEMP TABLE unit_answers AS
${sections.map((plan) => answersOf(plan, wageSpan)).join('\nUNION ALL\n')}`,
    `CREATE OR REPLACE TEMP TABLE unit_class AS
SELECT CAST(row_number() OVER (ORDER BY section_no, key, cohort_year, in_all, answers) AS INTEGER) AS class_no,
  section_no, key, cohort_year, in_all, answers, count(*) AS persons
FROM unit_answers
GROUP BY section_no, key, cohort_year, in_all, answers`,
    valuesTable(
      'section_count',
      [
        { name: 'section_no', type: 'INTEGER' },
        { name: 'count_no', type: 'INTEGER' },
      ],
      sections.flatMap(({ sectionNo, counts }) => counts.map((_, countNo) => [sectionNo, countNo])),
    ),
    `CREATE OR REPLACE TEMP TABLE cell_class AS
SELECT c.section_no, l.address_no, n.count_no, c.class_no, c.persons
FROM unit_class c
JOIN lattice l ON l.section_no = c.section_no AND l.key = c.key
  AND (l.cohort_year = c.cohort_year OR (l.cohort_year IS NULL AND c.in_all))
JOIN section_count n ON n.section_no = c.section_no AND substr(c.answers, n.count_no + 1, 1) = '1'`,
    `CREATE OR REPLACE TEMP TABLE person_atom AS
SELECT person_id, classes, is_linked, CAST(dense_rank() OVER (ORDER BY classes, is_linked) - 1 AS INTEGER) AS atom_no
FROM (
  SELECT u.person_id, ${sortedList('c.class_no')} AS classes, bool_or(l.person_id IS NOT NULL) AS is_linked
  FROM unit_answers u
  JOIN unit_class c ON c.section_no = u.section_no AND c.key = u.key AND c.cohort_year = u.cohort_year
    AND c.in_all = u.in_all AND c.answers = u.answers
  LEFT JOIN person_linked l ON l.person_id = u.person_id
  GROUP BY u.person_id
)`,
    `CREATE OR REPLACE TEMP TABLE atom AS
SELECT atom_no, CAST(count(*) AS INTEGER) AS persons, bool_or(is_linked) AS is_linked, min(classes) AS classes
FROM person_atom GROUP BY atom_no`,
    `CREATE OR REPLACE TEMP TABLE cell_atom AS
SELECT c.section_no, c.address_no, c.count_no, ${sortedList('a.atom_no')} AS atoms, CAST(sum(a.persons) AS INTEGER) AS persons,
  CAST(coalesce(sum(a.persons) FILTER (WHERE a.is_linked), 0) AS INTEGER) AS linked_persons
FROM cell_class c
JOIN (SELECT atom_no, persons, is_linked, unnest(classes) AS class_no FROM atom) a ON a.class_no = c.class_no
GROUP BY c.section_no, c.address_no, c.count_no`,
    `CREATE OR REPLACE TEMP VIEW member AS
SELECT c.section_no, c.address_no, c.count_no, p.person_id
FROM cell_class c
JOIN (SELECT person_id, unnest(classes) AS class_no FROM person_atom) p ON p.class_no = c.class_no`,
  ];
}

/** Cents at the grid of percentiles for each distribution of a section, one row per address with persons in it. */
export function distributionsOf(plan: SectionPlan, wageSpan: WageSpan): string | null {
  if (plan.distributions.length === 0) return null;
  const columns = plan.distributions.map(({ amount, count }, place) => {
    const condition = plan.counts[count];
    if (condition === undefined)
      throw new RangeError('a distribution is taken of a count that is not planned');
    const list = percentiles(amountSql(amount), PERCENTILE_GRID, conditionSql(condition, wageSpan));
    return `array_to_string(list_transform(${list}, lambda x: CAST(round(x / ${UNITS_PER_CENT}) AS BIGINT)), ' ') AS d${place}`;
  });
  return `SELECT l.address_no, ${columns.join(',\n  ')}
FROM feature_${plan.section.unitSet} f
JOIN lattice l ON l.section_no = ${plan.sectionNo} AND l.key = f.key
  AND (l.cohort_year = f.cohort_year OR (l.cohort_year IS NULL AND f.in_all))
GROUP BY l.address_no ORDER BY l.address_no`;
}

/**
 * Concentration of a cell on employers: how many employers its persons have in the anchor quarter, and how many
 * persons the largest employs.
 */
export function employerConcentration(): string {
  return `SELECT section_no, address_no, count_no, CAST(count(*) AS INTEGER) AS employers, CAST(max(persons) AS INTEGER) AS largest
FROM (
  SELECT c.section_no, c.address_no, c.count_no, e.group_no, sum(e.persons) AS persons
  FROM cell_class c
  JOIN (
    SELECT k.class_no, u.group_no, count(*) AS persons
    FROM unit_answers u
    JOIN unit_class k ON k.section_no = u.section_no AND k.key = u.key AND k.cohort_year = u.cohort_year
      AND k.in_all = u.in_all AND k.answers = u.answers
    WHERE u.group_no IS NOT NULL
    GROUP BY k.class_no, u.group_no
  ) e ON e.class_no = c.class_no
  GROUP BY c.section_no, c.address_no, c.count_no, e.group_no
)
GROUP BY section_no, address_no, count_no
ORDER BY section_no, address_no, count_no`;
}
