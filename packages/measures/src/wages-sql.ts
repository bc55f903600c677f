import { blurredWages } from './blurred-wages.ts';
import type { WageSpan } from './condition-sql.ts';
import { UNITS_PER_CENT } from './condition-sql.ts';
import { idOfLargest, largestThenFirst } from './sql-dialect.ts';

/**
 * Wage lines to quarters of persons. Reads `wages(person_id, subject_id, <facts>)`, `employers(<facts>)` and
 * `cat_price`; writes `employer_id`, `employer_group`, `unit_quarter`, `employer_quarter` and `person_quarter`.
 *
 * - Exact repeats of a line (same subject, all columns) count once; other lines of one key add up, negative
 *   adjustments included.
 * - The primary employer of a quarter is the account with the largest positive wages (tie: smaller account); its
 *   industry is that of its unit with the largest wages, by the validity of the employer file.
 * - Of employer rows whose validities overlap, the later one counts.
 * - Accounts linked by `successor_of` share one group.
 *
 * @param blurCents above 0: `person_quarter` has the wages that percentiles are made of too, see `blurredWages`
 */
export function wageTables(span: WageSpan, blurCents: number): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE employer_id AS
SELECT employer, CAST(row_number() OVER (ORDER BY employer) AS INTEGER) AS employer_no
FROM (
  SELECT DISTINCT employer FROM wages
  UNION SELECT employer FROM employers
  UNION SELECT successor_of FROM employers WHERE successor_of IS NOT NULL
)`,
    `CREATE OR REPLACE TEMP TABLE workplace_id AS
SELECT w.employer, w.employer_unit, e.employer_no,
  CAST(row_number() OVER (ORDER BY w.employer, w.employer_unit) AS INTEGER) AS workplace_no
FROM (SELECT DISTINCT employer, employer_unit FROM wages) w JOIN employer_id e ON e.employer = w.employer`,
    `CREATE OR REPLACE TEMP TABLE workplace_industry AS
SELECT workplace_no, naics6, first_quarter,
  least(last_quarter, coalesce(lead(first_quarter) OVER (PARTITION BY workplace_no ORDER BY first_quarter, naics6 DESC) - 1, last_quarter))
    AS last_quarter
FROM (
  SELECT w.workplace_no, e.naics6, coalesce(e.first_quarter, 0) AS first_quarter, coalesce(e.last_quarter, 32767) AS last_quarter
  FROM employers e JOIN workplace_id w ON w.employer = e.employer AND w.employer_unit = e.employer_unit
  WHERE e.naics6 IS NOT NULL
)`,
    `CREATE OR REPLACE TEMP TABLE employer_takeover AS
SELECT DISTINCT a.employer_no AS taker_no, b.employer_no AS taken_no
FROM employers e
JOIN employer_id a ON a.employer = e.employer
JOIN employer_id b ON b.employer = e.successor_of`,
    `CREATE OR REPLACE TEMP TABLE employer_group AS
WITH RECURSIVE edge(one, other) AS (
  SELECT taker_no, taken_no FROM employer_takeover UNION SELECT taken_no, taker_no FROM employer_takeover
), reach(one, other) AS (
  SELECT one, other FROM edge
  UNION
  SELECT reach.one, edge.other FROM reach JOIN edge ON edge.one = reach.other
)
SELECT one AS employer_no, min(other) AS group_no FROM reach GROUP BY one`,
    `CREATE OR REPLACE TEMP TABLE unit_quarter AS
SELECT person_id, quarter, employer_no, workplace_no, CAST(sum(wage_cents) AS BIGINT) AS cents
FROM (
  SELECT DISTINCT l.person_id, l.subject_id, w.employer_no, w.workplace_no, l.state_fips, l.quarter, l.wage_cents,
    l.soc6, l.hours
  FROM wages l
  JOIN workplace_id w ON w.employer = l.employer AND w.employer_unit = l.employer_unit
  WHERE l.quarter BETWEEN ${span.firstQuarter} AND ${span.lastCompleteQuarter}
)
GROUP BY person_id, quarter, employer_no, workplace_no`,
    `CREATE OR REPLACE TEMP TABLE employer_quarter AS
SELECT u.person_id, u.quarter, u.employer_no, coalesce(g.group_no, u.employer_no) AS group_no, u.cents, u.workplace_no
FROM (
  SELECT person_id, quarter, employer_no, CAST(sum(cents) AS BIGINT) AS cents,
    ${idOfLargest(largestThenFirst('cents', 'workplace_no'))} AS workplace_no
  FROM unit_quarter GROUP BY person_id, quarter, employer_no
) u
LEFT JOIN employer_group g ON g.employer_no = u.employer_no`,
    `CREATE OR REPLACE TEMP TABLE person_quarter AS
SELECT q.person_id, q.quarter, q.cents * ${UNITS_PER_CENT} AS nominal,
  CAST(round(q.cents * ${UNITS_PER_CENT} * p.factor) AS BIGINT) AS real,
  q.cents > 0 AS employed, m.group_no, i.naics6
FROM (
  SELECT person_id, quarter, CAST(sum(cents) AS BIGINT) AS cents,
    CASE WHEN max(cents) > 0 THEN ${idOfLargest(largestThenFirst('cents', 'employer_no'))} END AS employer_no
  FROM employer_quarter GROUP BY person_id, quarter
) q
LEFT JOIN cat_price p ON p.quarter = q.quarter
LEFT JOIN employer_quarter m
  ON m.person_id = q.person_id AND m.quarter = q.quarter AND m.employer_no = q.employer_no
LEFT JOIN workplace_industry i
  ON i.workplace_no = m.workplace_no AND q.quarter BETWEEN i.first_quarter AND i.last_quarter
WHERE q.cents > 0 OR q.employer_no IS NOT NULL`,
    ...(blurCents > 0 ? [blurredWages(blurCents)] : []),
  ];
}
