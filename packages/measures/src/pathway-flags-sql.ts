import { addDays, addMonths } from './sql-dialect.ts';

/** A course, test or award counts when its day lies in the unit's window. */
const inWindow = (day: string): string => `${day} BETWEEN w.from_day AND w.to_day`;

/** Credits that make one step of A.8: 12 semester or 15 quarter credits, each by its own unit (domain.md 1.3). */
const CREDIT_STEP = { semester: 12, quarter: 15 } as const;

/**
 * AQCP group A and B yes/no features of pathway units: `unit_pathway_flags`. The window of an entry unit is entry to
 * entry plus 12 months, of an exit unit entry to exit. Reads `unit`, `participation`, `courses`, `level_gains`,
 * `awards`, `roster`, `clearinghouse`, `pathway_activity`, `first_award` and the pathway catalogue.
 */
export function pathwayFlagTables(): readonly string[] {
  const yes = (alias: string): string => `coalesce(${alias}, false) AS ${alias}`;
  return [
    `CREATE OR REPLACE TEMP TABLE pathway_window AS
SELECT u.unit_no, u.unit_set, u.person_id, u.key AS pathway_id, u.entry_day AS from_day,
  CASE u.unit_set WHEN 'entry' THEN ${addMonths('u.entry_day', 12)} ELSE u.exit_day END AS to_day,
  p.completer, p.exit_day, p.attain_lag_days, s.day AS complete_to
FROM unit u
JOIN participation p ON p.person_id = u.person_id AND p.pathway_id = u.key AND p.entry_day = u.entry_day
CROSS JOIN study_complete s
WHERE u.unit_set IN ('entry', 'exit')`,
    `CREATE OR REPLACE TEMP TABLE window_tests AS
SELECT w.unit_no, true AS pre_tested, bool_or(coalesce(post.nrs_level > pre.nrs_level, false)) AS level_gained
FROM pathway_window w
JOIN level_gains pre ON pre.person_id = w.person_id AND pre.test_kind = 'pre' AND pre.test_date <= w.to_day
LEFT JOIN level_gains post ON post.person_id = w.person_id AND post.test_kind = 'post'
  AND post.test_date > pre.test_date AND ${inWindow('post.test_date')}
GROUP BY w.unit_no`,
    `CREATE OR REPLACE TEMP TABLE person_background AS
SELECT person_id, bool_or(NOT hs_diploma_at_entry) AS without_diploma,
  bool_or(placed_dev_math) AS placed_math, bool_or(placed_dev_english) AS placed_english
FROM roster GROUP BY person_id`,
    `CREATE OR REPLACE TEMP TABLE window_awards AS
SELECT w.unit_no, bool_or(a.award_type = 'HSE') AS equivalency_earned,
  bool_or(a.award_type = 'WorkReadiness') AS readiness_earned
FROM pathway_window w JOIN awards a ON a.person_id = w.person_id AND ${inWindow('a.award_date')}
GROUP BY w.unit_no`,
    `CREATE OR REPLACE TEMP TABLE window_courses AS
SELECT w.unit_no,
  bool_or(c.ref IS NOT NULL AND r.college_level) AS took_pathway_course,
  bool_or(c.ref IS NOT NULL AND r.college_level AND r.passed) AS passed_pathway_course,
  bool_or(g.course_code IS NOT NULL AND r.passed) AS passed_gateway,
  bool_or(d.subject = 'math' AND r.passed) AS passed_dev_math,
  bool_or(d.subject = 'english' AND r.passed) AS passed_dev_english,
  bool_or(c.ref IS NOT NULL AND r.college_level AND r.credits > 0) AS took_credit_course,
  coalesce(sum(CASE WHEN c.ref IS NOT NULL AND r.college_level AND r.passed
    THEN r.credits / CASE r.credit_unit WHEN 'quarter' THEN ${CREDIT_STEP.quarter} ELSE ${CREDIT_STEP.semester} END END), 0) AS credit_steps
FROM pathway_window w
JOIN courses r ON r.person_id = w.person_id AND ${inWindow('r.term_end')}
LEFT JOIN cat_component c ON c.pathway_id = w.pathway_id AND c.kind = 'course' AND c.ref = r.course_code
LEFT JOIN cat_gateway g ON g.pathway_id = w.pathway_id AND g.course_code = r.course_code
LEFT JOIN cat_developmental d ON d.pathway_id = w.pathway_id AND d.course_code = r.course_code
GROUP BY w.unit_no`,
    `CREATE OR REPLACE TEMP TABLE window_terms AS
SELECT w.unit_no, t.entry_term_end, bool_or(a.first_day BETWEEN t.next_from AND t.next_to) AS returned
FROM pathway_window w
JOIN (
  SELECT w.unit_no, max(a.last_day) AS entry_term_end,
    CASE WHEN month(w.from_day) >= 8 THEN make_date(year(w.from_day) + 1, 1, 1) ELSE make_date(year(w.from_day), 8, 1) END AS next_from,
    CASE WHEN month(w.from_day) >= 8 THEN make_date(year(w.from_day) + 1, 4, 30) ELSE make_date(year(w.from_day), 12, 31) END AS next_to
  FROM pathway_window w
  JOIN pathway_activity a ON a.person_id = w.person_id AND a.pathway_id = w.pathway_id AND a.first_day = w.from_day
  GROUP BY w.unit_no, w.from_day
) t ON t.unit_no = w.unit_no
JOIN pathway_activity a ON a.person_id = w.person_id AND a.pathway_id = w.pathway_id
GROUP BY w.unit_no, t.entry_term_end`,
    `CREATE OR REPLACE TEMP TABLE window_list_awards AS
SELECT w.unit_no,
  bool_or(c.tag = 'B.1') AS earned_licence, bool_or(c.tag = 'B.2') AS earned_certificate,
  bool_or(c.tag = 'B.3') AS earned_degree, min(f.day) AS first_list_award
FROM pathway_window w
JOIN cat_component c ON c.pathway_id = w.pathway_id AND c.kind = 'credential'
JOIN first_award f ON f.person_id = w.person_id AND f.code = c.ref
  AND f.day BETWEEN w.from_day AND ${addDays('w.exit_day', 'w.attain_lag_days')}
GROUP BY w.unit_no`,
    `CREATE OR REPLACE TEMP TABLE window_transfer AS
SELECT w.unit_no, true AS transferred
FROM pathway_window w
JOIN clearinghouse n ON n.person_id = w.person_id AND n.row_kind = 'spell'
  AND n.begin_date > w.exit_day AND n.begin_date <= ${addDays('w.exit_day', '365')}
GROUP BY w.unit_no`,
    `CREATE OR REPLACE TEMP TABLE unit_pathway_flags AS
SELECT w.unit_no, w.completer, w.to_day <= w.complete_to AS window_observed,
  coalesce(${addDays('w.exit_day', 'w.attain_lag_days')} <= w.complete_to, false) AS attainment_observed,
  ${['pre_tested', 'level_gained', 'without_diploma', 'equivalency_earned', 'readiness_earned', 'took_pathway_course'].map(yes).join(', ')},
  ${['passed_pathway_course', 'passed_gateway', 'took_credit_course', 'returned', 'transferred'].map(yes).join(', ')},
  coalesce(b.placed_math, false) OR coalesce(b.placed_english, false) AS placed_developmental,
  coalesce(b.placed_math AND c.passed_dev_math, false) OR coalesce(b.placed_english AND c.passed_dev_english, false)
    AS passed_developmental,
  coalesce(c.credit_steps, 0) >= 1 - 1e-9 AS earned_credits_1, coalesce(c.credit_steps, 0) >= 2 - 1e-9 AS earned_credits_2,
  NOT (w.completer AND coalesce(l.first_list_award <= m.entry_term_end, false)) AS not_done_in_entry_term,
  ${['earned_licence', 'earned_certificate', 'earned_degree'].map(yes).join(', ')}
FROM pathway_window w
LEFT JOIN window_tests t ON t.unit_no = w.unit_no
LEFT JOIN person_background b ON b.person_id = w.person_id
LEFT JOIN window_awards a ON a.unit_no = w.unit_no
LEFT JOIN window_courses c ON c.unit_no = w.unit_no
LEFT JOIN window_terms m ON m.unit_no = w.unit_no
LEFT JOIN window_list_awards l ON l.unit_no = w.unit_no
LEFT JOIN window_transfer x ON x.unit_no = w.unit_no`,
  ];
}
