import type { KnownLevel } from '@credlink/tokens';
import { bitOf } from './rule-space.ts';

/** Steps of the deterministic cascade, first that holds wins. Step 4 also asks for unique partners. */
export const CASCADE_STEPS = [
  'SSN and birth date, a name agreeing',
  'SSN, surname and given name',
  'full name, birth date and one of SSN last four, phone, e-mail',
  'full name and birth date',
] as const;

function has(level: KnownLevel): string {
  return `(closed & ${bitOf(level)}::UBIGINT) <> 0`;
}

/**
 * The cascade step of a combination of agreed levels (column `closed`), 0 where none holds: the rules that linkage
 * offices use without a model (linkage.md 5.4, point 8). It stands beside the model as a baseline, and is all there
 * is to go by where a file is too small to fit one.
 */
export function cascadeStep(): string {
  const surname = `(${has('surname.part')} OR ${has('surname.unordered')})`;
  const given = `(${has('given.root')} OR ${has('surname.unordered')})`;
  const someName = `(${has('surname.soundex')} OR ${has('given.initial')} OR ${has('given.root')} OR ${has('surname.unordered')})`;
  const birthDate = has('birthDate.sorted');
  const contact = `(${has('ssn.lastFour')} OR ${has('phone.exact')} OR ${has('email.address')})`;
  return `CASE WHEN ${has('ssn.nine')} AND ${birthDate} AND ${someName} THEN 1
    WHEN ${has('ssn.nine')} AND ${surname} AND (${given} OR ${has('given.initial')}) THEN 2
    WHEN ${surname} AND ${given} AND ${birthDate} AND ${contact} THEN 3
    WHEN ${surname} AND ${given} AND ${birthDate} THEN 4 ELSE 0 END`;
}

/**
 * Table `lk_cascade` (a, b, step): the pairs the cascade links. Full name and birth date alone link only where
 * neither node has another such partner in a file with one record a person.
 */
export function cascadeTables(): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE lk_cascade AS
WITH stepped AS (
  SELECT l.a, l.b, k.step, p.unit AS unit_a, q.unit AS unit_b
  FROM lk_scored l JOIN lk_combo k USING (combo) JOIN lk_node p ON p.nid = l.a JOIN lk_node q ON q.nid = l.b
  WHERE k.step > 0),
counted AS (
  SELECT a, b, step, unit_a, unit_b,
    count(*) FILTER (WHERE step = 4) OVER (PARTITION BY a, unit_b) AS partners_a,
    count(*) FILTER (WHERE step = 4) OVER (PARTITION BY b, unit_a) AS partners_b
  FROM stepped)
SELECT a, b, step FROM counted
WHERE step < 4 OR ((unit_b < 0 OR partners_a = 1) AND (unit_a < 0 OR partners_b = 1))`,
  ];
}
