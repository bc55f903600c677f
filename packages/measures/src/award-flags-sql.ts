import { addMonths, membershipList } from './sql-dialect.ts';

/** Months of the stacking windows (domain.md 2.2 row 9). */
const STACK_MONTHS = [24, 48] as const;
const RELATED_MONTHS = 24;
const ATTAIN_MONTHS = 12;

const OWNER_COVERAGE = `CREATE OR REPLACE TEMP TABLE owner_coverage AS
SELECT c.source AS owner, max(c.from_day) AS from_day, min(c.complete_to) AS complete_to
FROM cat_coverage c GROUP BY c.source`;

/** For every day that anchors a window: the owners covered for all of it, as list features. */
const DAY_COVERAGE = `CREATE OR REPLACE TEMP TABLE day_coverage AS
SELECT d.anchor_day, ${[ATTAIN_MONTHS, ...STACK_MONTHS]
  .map(
    (months) =>
      `coalesce(${membershipList('o.owner', `o.from_day <= d.anchor_day AND ${addMonths('d.anchor_day', months)} <= o.complete_to`)}, '') AS covered_${months}m`,
  )
  .join(',\n  ')}
FROM (SELECT DISTINCT anchor_day FROM unit WHERE unit_set IN ('award', 'program')) d CROSS JOIN owner_coverage o
GROUP BY d.anchor_day`;

/**
 * Further awards of the same person. `unit_award_flags`: the lists `stacked_24m`/`_48m` (credentials first earned
 * after the anchor and at most so many calendar months later), `covered_24m`/`_48m` (owners covered for that whole
 * window), and the related-credential flags. `unit_program_flags`: `attained_12m` (on or after the completion day)
 * and `covered_12m`.
 */
export function awardFlagTables(): readonly string[] {
  const stacked = STACK_MONTHS.map(
    (months) => `LEFT JOIN (
  SELECT u.unit_no, ${membershipList('f.code')} AS stacked_${months}m
  FROM unit u JOIN first_award f ON f.person_id = u.person_id AND f.day > u.anchor_day
    AND f.day <= ${addMonths('u.anchor_day', months)} AND f.code <> u.key
  WHERE u.unit_set = 'award' GROUP BY u.unit_no
) s${months} ON s${months}.unit_no = u.unit_no`,
  );
  return [
    OWNER_COVERAGE,
    DAY_COVERAGE,
    `CREATE OR REPLACE TEMP TABLE unit_related AS
SELECT u.unit_no,
  bool_and(coalesce(o.from_day <= u.anchor_day
    AND ${addMonths('u.anchor_day', RELATED_MONTHS)} <= o.complete_to, false)) AS related_covered,
  bool_or(coalesce(f.day > u.anchor_day
    AND f.day <= ${addMonths('u.anchor_day', RELATED_MONTHS)}, false)) AS related_earned
FROM unit u
JOIN cat_relation r ON r.code = u.key
JOIN cat_credential c ON c.code = r.related
LEFT JOIN owner_coverage o ON o.owner = c.owner
LEFT JOIN first_award f ON f.person_id = u.person_id AND f.code = r.related
WHERE u.unit_set = 'award'
GROUP BY u.unit_no`,
    `CREATE OR REPLACE TEMP TABLE unit_award_flags AS
SELECT u.unit_no, ${STACK_MONTHS.map((months) => `coalesce(stacked_${months}m, '') AS stacked_${months}m, coalesce(c.covered_${months}m, '') AS covered_${months}m`).join(', ')},
  coalesce(r.related_covered, false) AS related_covered, coalesce(r.related_earned, false) AS related_earned
FROM unit u
${stacked.join('\n')}
LEFT JOIN day_coverage c ON c.anchor_day = u.anchor_day
LEFT JOIN unit_related r ON r.unit_no = u.unit_no
WHERE u.unit_set = 'award'`,
    `CREATE OR REPLACE TEMP TABLE unit_program_flags AS
SELECT u.unit_no, coalesce(a.attained_${ATTAIN_MONTHS}m, '') AS attained_${ATTAIN_MONTHS}m, coalesce(c.covered_${ATTAIN_MONTHS}m, '') AS covered_${ATTAIN_MONTHS}m
FROM unit u
LEFT JOIN (
  SELECT u.unit_no, ${membershipList('f.code')} AS attained_${ATTAIN_MONTHS}m
  FROM unit u JOIN first_award f ON f.person_id = u.person_id AND f.day >= u.anchor_day
    AND f.day <= ${addMonths('u.anchor_day', ATTAIN_MONTHS)}
  WHERE u.unit_set = 'program' GROUP BY u.unit_no
) a ON a.unit_no = u.unit_no
LEFT JOIN day_coverage c ON c.anchor_day = u.anchor_day
WHERE u.unit_set = 'program'`,
  ];
}
