import { addressesOf, type SectionPlan } from './cell-plan.ts';
import { conditionSql, type WageSpan } from './condition-sql.ts';
import { splitSector } from './condition-text.ts';
import { groupName } from './feature-name.ts';
import { bit, eachOf, listText, sortedList, text, valuesTable } from './sql-dialect.ts';

/** The lattice: every address of every section, with its place among the section's addresses. */
function latticeTable(sections: readonly SectionPlan[]): string {
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

/** Answers per column: what fits a BIGINT without its sign. */
const ANSWERS_A_COLUMN = 62;

/** Columns that hold the answers of the section with most counts. */
function answerColumns(sections: readonly SectionPlan[]): readonly string[] {
  const most = Math.max(1, ...sections.map(({ counts }) => counts.length));
  return Array.from({ length: Math.ceil(most / ANSWERS_A_COLUMN) }, (_, column) => `answers_${column}`);
}

/** A unit's answers to all counts of a section, one bit each. */
function answersOf(plan: SectionPlan, columns: readonly string[], wageSpan: WageSpan): string {
  const answers = columns.map((name, column) => {
    const bits = plan.counts
      .slice(column * ANSWERS_A_COLUMN, (column + 1) * ANSWERS_A_COLUMN)
      .map(
        (condition, place) => `CAST(${conditionSql(condition, wageSpan)} AS BIGINT) * ${2n ** BigInt(place)}`,
      );
    return `${['CAST(0 AS BIGINT)', ...bits].join('\n    + ')} AS ${name}`;
  });
  const keys = plan.section.keys.map(({ code }) => text(code));
  return `SELECT ${plan.sectionNo} AS section_no, person_id, key, cohort_year, in_all,
  anchor_${groupName(plan.section.employerOffset)} AS group_no,
  ${answers.join(',\n  ')}
FROM feature_${plan.section.unitSet}
WHERE key IN (${keys.length === 0 ? "''" : keys.join(', ')})`;
}

/**
 * Persons by what they count for. `unit_class` holds the distinct (section, key, year, answers) and `unit_member` the
 * persons in them; `cell_class` says which classes make up a cell (section_no, address_no, count_no); `atom` holds
 * the classes of persons with the same classes in all sections; `cell_atom` lists, for each cell, its atoms. A cell
 * without persons has no row.
 */
export function membershipTables(sections: readonly SectionPlan[], wageSpan: WageSpan): readonly string[] {
  const columns = answerColumns(sections);
  const list = columns.join(', ');
  return [
    latticeTable(sections),
    `CREATE OR REPLACE TEMP TABLE unit_answers AS
${sections.map((plan) => answersOf(plan, columns, wageSpan)).join('\nUNION ALL\n')}`,
    `CREATE OR REPLACE TEMP TABLE unit_class AS
SELECT CAST(row_number() OVER (ORDER BY section_no, key, cohort_year, in_all, ${list}) AS INTEGER) AS class_no,
  section_no, key, cohort_year, in_all, ${list}
FROM (SELECT DISTINCT section_no, key, cohort_year, in_all, ${list} FROM unit_answers)`,
    `CREATE OR REPLACE TEMP TABLE unit_member AS
SELECT u.person_id, u.group_no, c.class_no
FROM unit_answers u
JOIN unit_class c ON c.section_no = u.section_no AND c.key = u.key AND c.cohort_year = u.cohort_year
  AND c.in_all = u.in_all AND ${columns.map((column) => `c.${column} = u.${column}`).join(' AND ')}`,
    valuesTable(
      'section_count',
      [
        { name: 'section_no', type: 'INTEGER' },
        { name: 'count_no', type: 'INTEGER' },
        { name: 'answer_column', type: 'INTEGER' },
        { name: 'answer_bit', type: 'INTEGER' },
        { name: 'is_concentrated', type: 'BOOLEAN' },
      ],
      sections.flatMap(({ sectionNo, counts, distributions }) =>
        counts.map((condition, countNo) => [
          sectionNo,
          countNo,
          Math.floor(countNo / ANSWERS_A_COLUMN),
          countNo % ANSWERS_A_COLUMN,
          splitSector(condition).sector !== null || distributions.some(({ count }) => count === countNo),
        ]),
      ),
    ),
    `CREATE OR REPLACE TEMP TABLE cell_class AS
SELECT c.section_no, l.address_no, n.count_no, c.class_no
FROM unit_class c
JOIN lattice l ON l.section_no = c.section_no AND l.key = c.key
  AND (l.cohort_year = c.cohort_year OR (l.cohort_year IS NULL AND c.in_all))
JOIN section_count n ON n.section_no = c.section_no 
  AND (CASE n.answer_column ${columns.map((column, place) => `WHEN ${place} THEN c.${column}`).join(' ')} END & ${bit('n.answer_bit')}) <> 0`,
    `CREATE OR REPLACE TEMP TABLE person_atom AS
SELECT person_id, classes, is_linked, CAST(dense_rank() OVER (ORDER BY classes, is_linked) - 1 AS INTEGER) AS atom_no
FROM (
  SELECT u.person_id, ${sortedList('u.class_no')} AS classes, bool_or(l.person_id IS NOT NULL) AS is_linked
  FROM unit_member u
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
JOIN (SELECT atom_no, persons, is_linked, ${eachOf('classes')} AS class_no FROM atom) a ON a.class_no = c.class_no
GROUP BY c.section_no, c.address_no, c.count_no`,
    `CREATE OR REPLACE TEMP VIEW member AS
SELECT c.section_no, c.address_no, c.count_no, p.person_id
FROM cell_class c
JOIN unit_member p ON p.class_no = c.class_no`,
  ];
}

/** Every cell with persons in it: its size and its atoms as one text. */
export function cellAtoms(): string {
  return `SELECT section_no, address_no, count_no, persons, linked_persons, ${listText('atoms')} AS atoms
FROM cell_atom ORDER BY section_no, address_no, count_no`;
}

/**
 * Concentration on employers of the cells that carry wages or a sector: how many employers their persons have in the
 * quarter the section names, and how many persons the largest employs.
 */
export function employerConcentration(): string {
  return `SELECT section_no, address_no, count_no, CAST(count(*) AS INTEGER) AS employers, CAST(max(persons) AS INTEGER) AS largest
FROM (
  SELECT c.section_no, c.address_no, c.count_no, e.group_no, sum(e.persons) AS persons
  FROM cell_class c
  JOIN section_count n ON n.section_no = c.section_no AND n.count_no = c.count_no AND n.is_concentrated
  JOIN (
    SELECT class_no, group_no, count(*) AS persons
    FROM unit_member WHERE group_no IS NOT NULL
    GROUP BY class_no, group_no
  ) e ON e.class_no = c.class_no
  GROUP BY c.section_no, c.address_no, c.count_no, e.group_no
)
GROUP BY section_no, address_no, count_no
ORDER BY section_no, address_no, count_no`;
}
