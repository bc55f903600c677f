import type { SectionPlan } from './cell-plan.ts';
import { valuesTable } from './sql-dialect.ts';

/**
 * Which organisations supplied the persons of a unit set. Reads `unit` and the views of awards and studies; writes
 * `unit_supplier` (unit_set, person_id, key, organisation): everybody in whose files the award, or any study in the
 * pathway, of that person is.
 */
export function supplierTables(): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE award_supplier AS
SELECT h.person_id, c.current_code AS code, h.organisation
FROM holders h JOIN cat_credential c ON c.code = h.credential_code
UNION
SELECT a.person_id, c.current_code AS code, a.organisation
FROM awards a JOIN cat_credential c ON c.code = a.award_code`,
    `CREATE OR REPLACE TEMP TABLE study_supplier AS
SELECT e.person_id, c.pathway_id, e.organisation
FROM enrollment e JOIN cat_component c ON c.kind = 'program' AND c.ref = e.program_id
UNION
SELECT r.person_id, c.pathway_id, r.organisation
FROM courses r JOIN cat_component c ON c.kind = 'course' AND c.ref = r.course_code`,
    `CREATE OR REPLACE TEMP TABLE unit_supplier AS
SELECT u.unit_set, u.person_id, u.key, s.organisation
FROM unit u JOIN award_supplier s ON s.person_id = u.person_id AND s.code = u.align_code
UNION
SELECT u.unit_set, u.person_id, u.key, s.organisation
FROM unit u JOIN study_supplier s ON s.person_id = u.person_id AND s.pathway_id = u.key
WHERE u.unit_set IN ('entry', 'exit')`,
  ];
}

/**
 * Persons of each class of units by who supplied them: `class_supply` (class_no, organisation, persons), with a row
 * without an organisation for all persons of whom that is known. Reads `unit_supplier`, `unit_class`, `unit_member`.
 */
export function classSupplyTables(sections: readonly SectionPlan[]): readonly string[] {
  const supplied = `FROM unit_class c
JOIN section_set t ON t.section_no = c.section_no
JOIN unit_member m ON m.class_no = c.class_no
JOIN unit_supplier s ON s.unit_set = t.unit_set AND s.key = c.key AND s.person_id = m.person_id`;
  return [
    valuesTable(
      'section_set',
      [
        { name: 'section_no', type: 'INTEGER' },
        { name: 'unit_set', type: 'VARCHAR' },
      ],
      sections.map(({ sectionNo, section }) => [sectionNo, section.unitSet]),
    ),
    `CREATE OR REPLACE TEMP TABLE class_supply AS
SELECT c.class_no, s.organisation, CAST(count(DISTINCT m.person_id) AS INTEGER) AS persons
${supplied}
GROUP BY c.class_no, s.organisation
UNION ALL
SELECT c.class_no, CAST(NULL AS VARCHAR), CAST(count(DISTINCT m.person_id) AS INTEGER)
${supplied}
GROUP BY c.class_no`,
  ];
}

/** Of every cell that anybody supplied: persons whom the organisation that supplied most of them did not supply. */
export function personsOfOthers(): string {
  return `SELECT section_no, address_no, count_no,
  CAST(max(persons) - max(persons) FILTER (WHERE organisation IS NOT NULL) AS INTEGER) AS persons
FROM (
  SELECT c.section_no, c.address_no, c.count_no, s.organisation, sum(s.persons) AS persons
  FROM cell_class c JOIN class_supply s ON s.class_no = c.class_no
  GROUP BY c.section_no, c.address_no, c.count_no, s.organisation
)
GROUP BY section_no, address_no, count_no
ORDER BY section_no, address_no, count_no`;
}
