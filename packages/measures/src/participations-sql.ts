import { addDays, daysBetween } from './sql-dialect.ts';

/**
 * Pathway participations (domain.md 1.1). Reads `enrollment`, `courses`, `first_award` and the pathway catalogue;
 * writes `participation` (pathway_id, person_id, period, entry_day, exit_day or null, completer).
 *
 * Entry is the earliest start among entry-point courses and programs; activity that ended before it is ignored. A
 * next start `exit_gap_days` or more after the latest end so far closes the period, back-dated to that end. The
 * last period has an exit once the gap lies within the data. A completer has an award of the pathway's list from
 * entry to exit plus `attain_lag_days`.
 */
export function participationTables(): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE pathway_activity AS
SELECT e.person_id, c.pathway_id, e.term_start AS first_day, e.term_end AS last_day, c.is_entry_point
FROM enrollment e JOIN cat_component c ON c.kind = 'program' AND c.ref = e.program_id
UNION
SELECT r.person_id, c.pathway_id, r.term_start AS first_day, r.term_end AS last_day, c.is_entry_point
FROM courses r JOIN cat_component c ON c.kind = 'course' AND c.ref = r.course_code`,
    `CREATE OR REPLACE TEMP TABLE study_complete AS
SELECT min(complete_to) AS day FROM cat_coverage
WHERE kind = 'enrollment' AND source IN (SELECT provider FROM cat_program_award)`,
    `CREATE OR REPLACE TEMP TABLE participation AS
WITH entry AS (
  SELECT person_id, pathway_id, min(first_day) AS day
  FROM pathway_activity WHERE is_entry_point GROUP BY person_id, pathway_id
), run AS (
  SELECT a.person_id, a.pathway_id, a.first_day, a.last_day, e.day AS entry_day,
    max(a.last_day) OVER (PARTITION BY a.person_id, a.pathway_id ORDER BY a.first_day, a.last_day
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_end
  FROM pathway_activity a JOIN entry e ON e.person_id = a.person_id AND e.pathway_id = a.pathway_id
  WHERE a.last_day >= e.day
), numbered AS (
  SELECT r.person_id, r.pathway_id, r.first_day, r.last_day, r.entry_day, p.exit_gap_days, p.attain_lag_days,
    1 + count(*) FILTER (WHERE ${daysBetween('r.latest_end', 'r.first_day')} >= p.exit_gap_days)
      OVER (PARTITION BY r.person_id, r.pathway_id ORDER BY r.first_day, r.last_day ROWS UNBOUNDED PRECEDING) AS period
  FROM run r JOIN cat_pathway p ON p.pathway_id = r.pathway_id
), period AS (
  SELECT person_id, pathway_id, period, exit_gap_days, attain_lag_days,
    CASE WHEN period = 1 THEN min(entry_day) ELSE min(first_day) END AS entry_day,
    max(last_day) AS last_day,
    max(period) OVER (PARTITION BY person_id, pathway_id) AS last_period
  FROM numbered
  GROUP BY person_id, pathway_id, period, exit_gap_days, attain_lag_days
), dated AS (
  SELECT person_id, pathway_id, period, entry_day, attain_lag_days,
    CASE WHEN period < last_period OR ${addDays('last_day', 'exit_gap_days')} <= study_complete.day
      THEN last_day END AS exit_day
  FROM period, study_complete
)
SELECT d.person_id, d.pathway_id, d.period, d.entry_day, d.exit_day, d.attain_lag_days,
  d.exit_day IS NOT NULL AND count(f.code) > 0 AS completer
FROM dated d
LEFT JOIN cat_component c ON c.pathway_id = d.pathway_id AND c.kind = 'credential'
LEFT JOIN first_award f ON f.person_id = d.person_id AND f.code = c.ref
  AND f.day BETWEEN d.entry_day AND ${addDays('d.exit_day', 'd.attain_lag_days')}
GROUP BY d.person_id, d.pathway_id, d.period, d.entry_day, d.exit_day, d.attain_lag_days`,
  ];
}
