-- catalogue

CREATE OR REPLACE TEMP TABLE cat_credential AS SELECT CAST(code AS VARCHAR) AS code, CAST(current_code AS VARCHAR) AS current_code, CAST(owner AS VARCHAR) AS owner FROM (SELECT * FROM (VALUES ('X', 'X', 'body'), ('X-OLD', 'X', 'body'), ('Y', 'Y', 'other-body'), ('CERT', 'CERT', 'college')) AS v(code, current_code, owner));

CREATE OR REPLACE TEMP TABLE cat_alignment AS SELECT CAST(code AS VARCHAR) AS code, CAST(prefix AS VARCHAR) AS prefix FROM (SELECT * FROM (VALUES ('X', '332')) AS v(code, prefix));

CREATE OR REPLACE TEMP TABLE cat_relation AS SELECT CAST(code AS VARCHAR) AS code, CAST(related AS VARCHAR) AS related FROM (SELECT * FROM (VALUES ('X', 'Y')) AS v(code, related));

CREATE OR REPLACE TEMP TABLE cat_program_award AS SELECT CAST(program_id AS VARCHAR) AS program_id, CAST(provider AS VARCHAR) AS provider, CAST(award_code AS VARCHAR) AS award_code FROM (SELECT * FROM (VALUES ('P', 'college', 'CERT')) AS v(program_id, provider, award_code));

CREATE OR REPLACE TEMP TABLE cat_pathway AS SELECT CAST(pathway_id AS VARCHAR) AS pathway_id, CAST(exit_gap_days AS INTEGER) AS exit_gap_days, CAST(attain_lag_days AS INTEGER) AS attain_lag_days FROM (SELECT * FROM (VALUES ('PW', 365, 365)) AS v(pathway_id, exit_gap_days, attain_lag_days));

CREATE OR REPLACE TEMP TABLE cat_component AS SELECT CAST(pathway_id AS VARCHAR) AS pathway_id, CAST(kind AS VARCHAR) AS kind, CAST(ref AS VARCHAR) AS ref, CAST(tag AS VARCHAR) AS tag, CAST(is_entry_point AS BOOLEAN) AS is_entry_point FROM (SELECT * FROM (VALUES ('PW', 'course', 'C1', 'A', true), ('PW', 'course', 'C2', 'A', false), ('PW', 'program', 'P', NULL, false), ('PW', 'credential', 'X', 'B.1', false), ('PW', 'credential', 'CERT', 'B.2', false)) AS v(pathway_id, kind, ref, tag, is_entry_point));

CREATE OR REPLACE TEMP TABLE cat_target AS SELECT CAST(pathway_id AS VARCHAR) AS pathway_id, CAST(prefix AS VARCHAR) AS prefix FROM (SELECT * FROM (VALUES ('PW', '33')) AS v(pathway_id, prefix));

CREATE OR REPLACE TEMP TABLE cat_gateway AS SELECT CAST(pathway_id AS VARCHAR) AS pathway_id, CAST(course_code AS VARCHAR) AS course_code FROM (SELECT NULL AS pathway_id, NULL AS course_code WHERE false);

CREATE OR REPLACE TEMP TABLE cat_developmental AS SELECT CAST(pathway_id AS VARCHAR) AS pathway_id, CAST(subject AS VARCHAR) AS subject, CAST(course_code AS VARCHAR) AS course_code FROM (SELECT NULL AS pathway_id, NULL AS subject, NULL AS course_code WHERE false);

CREATE OR REPLACE TEMP TABLE cat_coverage AS SELECT CAST(source AS VARCHAR) AS source, CAST(kind AS VARCHAR) AS kind, CAST(from_day AS DATE) AS from_day, CAST(complete_to AS DATE) AS complete_to FROM (SELECT * FROM (VALUES ('college', 'enrollment', '2016-01-01', '2025-12-31'), ('body', 'holders', '2016-01-01', '2025-12-31'), ('other-body', 'holders', '2018-01-01', '2025-12-31')) AS v(source, kind, from_day, complete_to));

CREATE OR REPLACE TEMP TABLE cat_price AS SELECT CAST(quarter AS INTEGER) AS quarter, CAST(factor AS DOUBLE) AS factor FROM (SELECT * FROM (VALUES (8064, 1), (8065, 1), (8066, 1), (8067, 1), (8068, 1), (8069, 1), (8070, 1), (8071, 1), (8072, 1), (8073, 1), (8074, 1), (8075, 1), (8076, 1), (8077, 1), (8078, 1), (8079, 1.2), (8080, 1.25), (8081, 1), (8082, 1), (8083, 1), (8084, 1), (8085, 1), (8086, 1), (8087, 1), (8088, 1), (8089, 1), (8090, 1), (8091, 1), (8092, 1), (8093, 1), (8094, 1), (8095, 1), (8096, 1), (8097, 1), (8098, 1), (8099, 1), (8100, 1), (8101, 1), (8102, 1), (8103, 1)) AS v(quarter, factor));

-- wages

CREATE OR REPLACE TEMP TABLE employer_id AS
SELECT employer, CAST(row_number() OVER (ORDER BY employer) AS INTEGER) AS employer_no
FROM (
  SELECT DISTINCT employer FROM wages
  UNION SELECT employer FROM employers
  UNION SELECT successor_of FROM employers WHERE successor_of IS NOT NULL
);

CREATE OR REPLACE TEMP TABLE workplace_id AS
SELECT w.employer, w.employer_unit, e.employer_no,
  CAST(row_number() OVER (ORDER BY w.employer, w.employer_unit) AS INTEGER) AS workplace_no
FROM (SELECT DISTINCT employer, employer_unit FROM wages) w JOIN employer_id e ON e.employer = w.employer;

CREATE OR REPLACE TEMP TABLE workplace_industry AS
SELECT workplace_no, naics6, first_quarter,
  least(last_quarter, coalesce(lead(first_quarter) OVER (PARTITION BY workplace_no ORDER BY first_quarter, naics6 DESC) - 1, last_quarter))
    AS last_quarter
FROM (
  SELECT w.workplace_no, e.naics6, coalesce(e.first_quarter, 0) AS first_quarter, coalesce(e.last_quarter, 32767) AS last_quarter
  FROM employers e JOIN workplace_id w ON w.employer = e.employer AND w.employer_unit = e.employer_unit
  WHERE e.naics6 IS NOT NULL
);

CREATE OR REPLACE TEMP TABLE employer_takeover AS
SELECT DISTINCT a.employer_no AS taker_no, b.employer_no AS taken_no
FROM employers e
JOIN employer_id a ON a.employer = e.employer
JOIN employer_id b ON b.employer = e.successor_of;

CREATE OR REPLACE TEMP TABLE employer_group AS
WITH RECURSIVE edge(one, other) AS (
  SELECT taker_no, taken_no FROM employer_takeover UNION SELECT taken_no, taker_no FROM employer_takeover
), reach(one, other) AS (
  SELECT one, other FROM edge
  UNION
  SELECT reach.one, edge.other FROM reach JOIN edge ON edge.one = reach.other
)
SELECT one AS employer_no, min(other) AS group_no FROM reach GROUP BY one;

CREATE OR REPLACE TEMP TABLE unit_quarter AS
SELECT person_id, quarter, employer_no, workplace_no, CAST(sum(wage_cents) AS BIGINT) AS cents
FROM (
  SELECT DISTINCT l.person_id, l.subject_id, w.employer_no, w.workplace_no, l.state_fips, l.quarter, l.wage_cents,
    l.soc6, l.hours
  FROM wages l
  JOIN workplace_id w ON w.employer = l.employer AND w.employer_unit = l.employer_unit
  WHERE l.quarter BETWEEN 8064 AND 8102
)
GROUP BY person_id, quarter, employer_no, workplace_no;

CREATE OR REPLACE TEMP TABLE employer_quarter AS
SELECT u.person_id, u.quarter, u.employer_no, coalesce(g.group_no, u.employer_no) AS group_no, u.cents, u.workplace_no
FROM (
  SELECT person_id, quarter, employer_no, CAST(sum(cents) AS BIGINT) AS cents,
    CAST(4294967295 - (max(CAST(cents AS HUGEINT) * 4294967296 + (4294967295 - workplace_no)) & 4294967295) AS INTEGER) AS workplace_no
  FROM unit_quarter GROUP BY person_id, quarter, employer_no
) u
LEFT JOIN employer_group g ON g.employer_no = u.employer_no;

CREATE OR REPLACE TEMP TABLE person_quarter AS
SELECT q.person_id, q.quarter, q.cents * 10000 AS nominal,
  CAST(round(q.cents * 10000 * p.factor) AS BIGINT) AS real,
  q.cents > 0 AS employed, m.group_no, i.naics6
FROM (
  SELECT person_id, quarter, CAST(sum(cents) AS BIGINT) AS cents,
    CASE WHEN max(cents) > 0 THEN CAST(4294967295 - (max(CAST(cents AS HUGEINT) * 4294967296 + (4294967295 - employer_no)) & 4294967295) AS INTEGER) END AS employer_no
  FROM employer_quarter GROUP BY person_id, quarter
) q
LEFT JOIN cat_price p ON p.quarter = q.quarter
LEFT JOIN employer_quarter m
  ON m.person_id = q.person_id AND m.quarter = q.quarter AND m.employer_no = q.employer_no
LEFT JOIN workplace_industry i
  ON i.workplace_no = m.workplace_no AND q.quarter BETWEEN i.first_quarter AND i.last_quarter
WHERE q.cents > 0 OR q.employer_no IS NOT NULL;

-- persons

CREATE OR REPLACE TEMP TABLE person_linked AS
SELECT person_id FROM (SELECT DISTINCT person_id, organisation FROM holders
UNION ALL
SELECT DISTINCT person_id, organisation FROM roster
UNION ALL
SELECT DISTINCT person_id, organisation FROM enrollment
UNION ALL
SELECT DISTINCT person_id, organisation FROM courses
UNION ALL
SELECT DISTINCT person_id, organisation FROM awards
UNION ALL
SELECT DISTINCT person_id, organisation FROM level_gains
UNION ALL
SELECT DISTINCT person_id, organisation FROM clearinghouse
UNION ALL
SELECT DISTINCT person_id, organisation FROM register
UNION ALL
SELECT DISTINCT person_id, organisation FROM wages) GROUP BY person_id HAVING count(DISTINCT organisation) > 1;

CREATE OR REPLACE TEMP TABLE person_found AS
SELECT DISTINCT person_id FROM person_quarter WHERE employed;

CREATE OR REPLACE TEMP TABLE award_event AS
SELECT h.person_id, c.current_code AS code, c.owner, h.award_date AS day, h.action
FROM holders h JOIN cat_credential c ON c.code = h.credential_code
UNION ALL
SELECT a.person_id, c.current_code AS code, c.owner, a.award_date AS day, 'initial' AS action
FROM awards a JOIN cat_credential c ON c.code = a.award_code;

CREATE OR REPLACE TEMP TABLE first_award AS
SELECT person_id, code, min(owner) AS owner, min(day) FILTER (WHERE action = 'initial') AS day
FROM award_event
GROUP BY person_id, code
HAVING count(*) FILTER (WHERE action = 'initial') > 0 AND count(*) FILTER (WHERE action = 'revoked') = 0;

CREATE OR REPLACE TEMP TABLE first_of_issuer AS
SELECT person_id, owner, day, code
FROM (
  SELECT person_id, owner, day, code,
    row_number() OVER (PARTITION BY person_id, owner ORDER BY day, code) AS place
  FROM first_award
  WHERE owner IN ('body', 'other-body')
)
WHERE place = 1;

CREATE OR REPLACE TEMP TABLE first_of_program AS
SELECT person_id, program_id, day, code
FROM (
  SELECT f.person_id, p.program_id, f.day, f.code,
    row_number() OVER (PARTITION BY f.person_id, p.program_id ORDER BY f.day, f.code) AS place
  FROM first_award f JOIN cat_program_award p ON p.award_code = f.code AND p.provider = f.owner
)
WHERE place = 1;

CREATE OR REPLACE TEMP TABLE pathway_activity AS
SELECT e.person_id, c.pathway_id, e.term_start AS first_day, e.term_end AS last_day, c.is_entry_point
FROM enrollment e JOIN cat_component c ON c.kind = 'program' AND c.ref = e.program_id
UNION
SELECT r.person_id, c.pathway_id, r.term_start AS first_day, r.term_end AS last_day, c.is_entry_point
FROM courses r JOIN cat_component c ON c.kind = 'course' AND c.ref = r.course_code;

CREATE OR REPLACE TEMP TABLE study_complete AS
SELECT min(complete_to) AS day FROM cat_coverage
WHERE kind = 'enrollment' AND source IN (SELECT provider FROM cat_program_award);

CREATE OR REPLACE TEMP TABLE participation AS
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
    1 + count(*) FILTER (WHERE (r.first_day - r.latest_end) >= p.exit_gap_days)
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
    CASE WHEN period < last_period OR (last_day + CAST(exit_gap_days AS INTEGER)) <= study_complete.day
      THEN last_day END AS exit_day
  FROM period, study_complete
)
SELECT d.person_id, d.pathway_id, d.period, d.entry_day, d.exit_day, d.attain_lag_days,
  d.exit_day IS NOT NULL AND count(f.code) > 0 AS completer
FROM dated d
LEFT JOIN cat_component c ON c.pathway_id = d.pathway_id AND c.kind = 'credential'
LEFT JOIN first_award f ON f.person_id = d.person_id AND f.code = c.ref
  AND f.day BETWEEN d.entry_day AND (d.exit_day + CAST(d.attain_lag_days AS INTEGER))
GROUP BY d.person_id, d.pathway_id, d.period, d.entry_day, d.exit_day, d.attain_lag_days;

CREATE OR REPLACE TEMP TABLE closed_roster AS
SELECT CAST(NULL AS VARCHAR) AS unit_set, CAST(NULL AS VARCHAR) AS key, CAST(NULL AS INTEGER) AS cohort_year,
  CAST(NULL AS UBIGINT) AS person_id
WHERE false;

CREATE OR REPLACE TEMP TABLE last_closing AS SELECT CAST(unit_set AS VARCHAR) AS unit_set, CAST(key AS VARCHAR) AS key, CAST(year AS INTEGER) AS year FROM (SELECT * FROM (VALUES ('award', 'X', 2025), ('award', 'Y', 2025), ('issuer', 'body', 2025), ('issuer', 'other-body', 2025), ('program', 'P', 2025), ('award', 'CERT', 2025)) AS v(unit_set, key, year));

CREATE OR REPLACE TEMP TABLE unit_by_date AS
SELECT CAST(row_number() OVER (ORDER BY unit_set, key, person_id, anchor_day) AS INTEGER) AS unit_no,
  unit_set, person_id, key, CAST(year(anchor_day) AS INTEGER) AS cohort_year, in_all, anchor_day, entry_day, exit_day,
  align_code, CAST(year(anchor_day) * 4 + quarter(anchor_day) - 1 AS INTEGER) AS anchor_quarter, CAST(year(entry_day) * 4 + quarter(entry_day) - 1 AS INTEGER) AS entry_quarter
FROM (
  SELECT 'award' AS unit_set, person_id, code AS key, day AS anchor_day, day AS entry_day, CAST(NULL AS DATE) AS exit_day,
    code AS align_code, true AS in_all
  FROM first_award
  UNION ALL
  SELECT 'issuer', person_id, owner, day, day, NULL, code, true FROM first_of_issuer
  UNION ALL
  SELECT 'program', person_id, program_id, day, day, NULL, code, true FROM first_of_program
  UNION ALL
  SELECT 'entry', person_id, pathway_id, entry_day, entry_day, exit_day, NULL, is_first
  FROM (
    SELECT *, period = min(period) OVER (PARTITION BY person_id, pathway_id) AS is_first,
      period = min(period) OVER (PARTITION BY person_id, pathway_id, year(entry_day)) AS is_first_of_year
    FROM participation
  ) WHERE is_first_of_year
  UNION ALL
  SELECT 'exit', person_id, pathway_id, exit_day, entry_day, exit_day, NULL, is_last
  FROM (
    SELECT *, period = max(period) OVER (PARTITION BY person_id, pathway_id) AS is_last,
      period = max(period) OVER (PARTITION BY person_id, pathway_id, year(exit_day)) AS is_last_of_year
    FROM participation WHERE exit_day IS NOT NULL
  ) WHERE is_last_of_year
);

CREATE OR REPLACE TEMP TABLE unit AS
SELECT unit_no, unit_set, person_id, key, cohort_year, in_all AND coalesce(cohort_year <= last_year, true) AS in_all,
  anchor_day, entry_day, exit_day, align_code, anchor_quarter, entry_quarter
FROM (
  SELECT u.unit_no, u.unit_set, u.person_id, u.key, u.in_all, u.anchor_day, u.entry_day, u.exit_day, u.align_code,
    u.anchor_quarter, u.entry_quarter, l.year AS last_year,
    CASE WHEN r.cohort_year IS NOT NULL THEN r.cohort_year
      WHEN c.cohort_year IS NOT NULL THEN e.next_year
      ELSE u.cohort_year END AS cohort_year
  FROM unit_by_date u
  LEFT JOIN last_closing l ON l.unit_set = u.unit_set AND l.key = u.key
  LEFT JOIN (SELECT unit_set, key, person_id, min(cohort_year) AS cohort_year FROM closed_roster
    WHERE person_id IS NOT NULL GROUP BY unit_set, key, person_id) r
    ON r.unit_set = u.unit_set AND r.key = u.key AND r.person_id = u.person_id
  LEFT JOIN (SELECT DISTINCT unit_set, key, cohort_year FROM closed_roster) c
    ON c.unit_set = u.unit_set AND c.key = u.key AND c.cohort_year = u.cohort_year
  LEFT JOIN (SELECT unit_set, key, max(cohort_year) + 1 AS next_year FROM closed_roster GROUP BY unit_set, key) e
    ON e.unit_set = u.unit_set AND e.key = u.key
);

CREATE OR REPLACE TEMP TABLE award_supplier AS
SELECT h.person_id, c.current_code AS code, h.organisation
FROM holders h JOIN cat_credential c ON c.code = h.credential_code
UNION
SELECT a.person_id, c.current_code AS code, a.organisation
FROM awards a JOIN cat_credential c ON c.code = a.award_code;

CREATE OR REPLACE TEMP TABLE study_supplier AS
SELECT e.person_id, c.pathway_id, e.organisation
FROM enrollment e JOIN cat_component c ON c.kind = 'program' AND c.ref = e.program_id
UNION
SELECT r.person_id, c.pathway_id, r.organisation
FROM courses r JOIN cat_component c ON c.kind = 'course' AND c.ref = r.course_code;

CREATE OR REPLACE TEMP TABLE unit_supplier AS
SELECT u.unit_set, u.person_id, u.key, s.organisation
FROM unit u JOIN award_supplier s ON s.person_id = u.person_id AND s.code = u.align_code
UNION
SELECT u.unit_set, u.person_id, u.key, s.organisation
FROM unit u JOIN study_supplier s ON s.person_id = u.person_id AND s.pathway_id = u.key
WHERE u.unit_set IN ('entry', 'exit');

-- windows

CREATE OR REPLACE TEMP TABLE spot AS
SELECT person_id, anchor_quarter AS quarter FROM unit UNION SELECT person_id, entry_quarter FROM unit;

CREATE OR REPLACE TEMP TABLE spot_wage AS
SELECT person_id,
  quarter,
  coalesce(bit_or(CASE WHEN employed THEN (1::BIGINT << (place - (-20))) END), 0) AS employed_mask,
  max(CASE WHEN place = 0 THEN group_no END) AS group_q_0_0,
  max(CASE WHEN place = 2 THEN group_no END) AS group_q_2_2,
  max(CASE WHEN place = 4 THEN group_no END) AS group_q_4_4,
  CAST(sum(CASE WHEN place BETWEEN 2 AND 2 THEN nominal ELSE 0 END) AS BIGINT) AS sum_nominal_q_2_2,
  CAST(sum(CASE WHEN place BETWEEN 1 AND 4 THEN nominal ELSE 0 END) AS BIGINT) AS sum_nominal_q_1_4,
  CAST(sum(CASE WHEN place BETWEEN 1 AND 4 THEN real ELSE 0 END) AS BIGINT) AS sum_real_q_1_4,
  CAST(sum(CASE WHEN year_place BETWEEN 4 AND 7 THEN nominal ELSE 0 END) AS BIGINT) AS sum_nominal_y_4_7,
  CAST(sum(CASE WHEN year_place BETWEEN 4 AND 7 THEN real ELSE 0 END) AS BIGINT) AS sum_real_y_4_7,
  CAST(sum(CASE WHEN place BETWEEN 5 AND 8 THEN nominal ELSE 0 END) AS BIGINT) AS sum_nominal_q_5_8,
  CAST(sum(CASE WHEN place BETWEEN 5 AND 8 THEN real ELSE 0 END) AS BIGINT) AS sum_real_q_5_8,
  CAST(sum(CASE WHEN year_place BETWEEN 8 AND 11 THEN nominal ELSE 0 END) AS BIGINT) AS sum_nominal_y_8_11,
  CAST(sum(CASE WHEN year_place BETWEEN 8 AND 11 THEN real ELSE 0 END) AS BIGINT) AS sum_real_y_8_11,
  CAST(sum(CASE WHEN place BETWEEN 9 AND 12 THEN nominal ELSE 0 END) AS BIGINT) AS sum_nominal_q_9_12,
  CAST(sum(CASE WHEN place BETWEEN 9 AND 12 THEN real ELSE 0 END) AS BIGINT) AS sum_real_q_9_12,
  CAST(sum(CASE WHEN year_place BETWEEN 12 AND 15 THEN nominal ELSE 0 END) AS BIGINT) AS sum_nominal_y_12_15,
  CAST(sum(CASE WHEN year_place BETWEEN 12 AND 15 THEN real ELSE 0 END) AS BIGINT) AS sum_real_y_12_15,
  CAST(sum(CASE WHEN place BETWEEN -8 AND -5 THEN nominal ELSE 0 END) AS BIGINT) AS sum_nominal_q_m8_m5,
  CAST(sum(CASE WHEN place BETWEEN -8 AND -5 THEN real ELSE 0 END) AS BIGINT) AS sum_real_q_m8_m5,
  CAST(sum(CASE WHEN place BETWEEN 2 AND 3 THEN nominal ELSE 0 END) AS BIGINT) AS sum_nominal_q_2_3,
  CAST(sum(CASE WHEN place BETWEEN 6 AND 7 THEN nominal ELSE 0 END) AS BIGINT) AS sum_nominal_q_6_7,
  CAST(sum(CASE WHEN place BETWEEN -3 AND -2 THEN nominal ELSE 0 END) AS BIGINT) AS sum_nominal_q_m3_m2,
  CAST(sum(CASE WHEN place BETWEEN 2 AND 3 THEN real ELSE 0 END) AS BIGINT) AS sum_real_q_2_3,
  CAST(sum(CASE WHEN place BETWEEN 6 AND 7 THEN real ELSE 0 END) AS BIGINT) AS sum_real_q_6_7,
  CAST(sum(CASE WHEN place BETWEEN -3 AND -2 THEN real ELSE 0 END) AS BIGINT) AS sum_real_q_m3_m2,
  sum(CASE WHEN employed AND year_place BETWEEN 4 AND 7 THEN 1 ELSE 0 END) AS employed_count_y_4_7,
  sum(CASE WHEN employed AND year_place BETWEEN 8 AND 11 THEN 1 ELSE 0 END) AS employed_count_y_8_11,
  sum(CASE WHEN employed AND year_place BETWEEN 12 AND 15 THEN 1 ELSE 0 END) AS employed_count_y_12_15,
  coalesce(max(CASE WHEN place = 4 AND sector IN ('11', '21', '22', '23', '31', '32', '33', '42', '44', '45', '48', '49', '51', '52', '53', '54', '55', '56', '61', '62', '71', '72', '81', '92', '99') THEN sector END), 'unknown') AS sector_q_4_4
FROM (
  SELECT s.person_id, s.quarter, q.quarter - s.quarter AS place, q.quarter - (s.quarter - s.quarter % 4) AS year_place,
    coalesce(q.employed, false) AS employed, q.group_no, substr(q.naics6, 1, 2) AS sector,
    CASE WHEN q.employed THEN q.nominal ELSE 0 END AS nominal, CASE WHEN q.employed THEN q.real ELSE 0 END AS real
  FROM spot s
  LEFT JOIN person_quarter q
    ON q.person_id = s.person_id AND q.quarter BETWEEN s.quarter + (-8) AND s.quarter + 15
)
GROUP BY person_id, quarter;

CREATE OR REPLACE TEMP TABLE spot_employer AS
SELECT person_id,
  quarter,
  coalesce(bit_or(paid) FILTER (WHERE is_anchor), 0) AS kept_mask,
  bool_or((paid & 32505856) <> 0 AND NOT ((paid & 983040) <> 0)) AS employer_in_q_0_4_not_q_m4_m1,
  bool_or((paid & 32505856) <> 0) AS employer_in_q_0_4,
  bool_or((paid & 4194304) <> 0 AND (paid & 16777216) <> 0) AS employer_and_q_2_2_and_q_4_4
FROM (
  SELECT s.person_id, s.quarter, q.group_no, bit_or((1::BIGINT << (q.quarter - s.quarter - (-20)))) AS paid,
    bool_or(coalesce(q.group_no = s.group_q_0_0, false)) AS is_anchor
  FROM spot_wage s
  JOIN employer_quarter q
    ON q.person_id = s.person_id
    AND q.quarter BETWEEN s.quarter + (-8) AND s.quarter + 15
  WHERE q.cents > 0
  GROUP BY s.person_id, s.quarter, q.group_no
)
GROUP BY person_id, quarter;

CREATE OR REPLACE TEMP TABLE unit_aligned AS
SELECT u.unit_no, bit_or((1::BIGINT << (q.quarter - u.anchor_quarter - (-20)))) AS aligned_mask
FROM unit u
JOIN person_quarter q
  ON q.person_id = u.person_id AND q.quarter BETWEEN u.anchor_quarter + (-8) AND u.anchor_quarter + 15
JOIN (
  SELECT DISTINCT a.code, n.naics6
  FROM cat_alignment a JOIN (SELECT DISTINCT naics6 FROM workplace_industry) n ON n.naics6 LIKE a.prefix || '%'
) a ON a.code = u.align_code AND a.naics6 = q.naics6
WHERE q.employed
GROUP BY u.unit_no;

CREATE OR REPLACE TEMP TABLE unit_targeted AS
SELECT u.unit_no, bit_or((1::BIGINT << (q.quarter - u.anchor_quarter - (-20)))) AS targeted_mask
FROM unit u
JOIN unit_quarter q
  ON q.person_id = u.person_id AND q.quarter BETWEEN u.anchor_quarter + (-8) AND u.anchor_quarter + 15
JOIN workplace_industry w
  ON w.workplace_no = q.workplace_no AND q.quarter BETWEEN w.first_quarter AND w.last_quarter
JOIN cat_target t ON t.pathway_id = u.key AND w.naics6 LIKE t.prefix || '%'
WHERE u.unit_set = 'exit' AND q.cents > 0
GROUP BY u.unit_no;

-- outcomes

CREATE OR REPLACE TEMP TABLE owner_coverage AS
SELECT c.source AS owner, max(c.from_day) AS from_day, min(c.complete_to) AS complete_to
FROM cat_coverage c GROUP BY c.source;

CREATE OR REPLACE TEMP TABLE day_coverage AS
SELECT d.anchor_day, coalesce('|' || string_agg(DISTINCT o.owner, '|' ORDER BY o.owner) FILTER (WHERE o.from_day <= d.anchor_day AND CAST(d.anchor_day + INTERVAL 12 MONTH AS DATE) <= o.complete_to) || '|', '') AS covered_12m,
  coalesce('|' || string_agg(DISTINCT o.owner, '|' ORDER BY o.owner) FILTER (WHERE o.from_day <= d.anchor_day AND CAST(d.anchor_day + INTERVAL 24 MONTH AS DATE) <= o.complete_to) || '|', '') AS covered_24m,
  coalesce('|' || string_agg(DISTINCT o.owner, '|' ORDER BY o.owner) FILTER (WHERE o.from_day <= d.anchor_day AND CAST(d.anchor_day + INTERVAL 48 MONTH AS DATE) <= o.complete_to) || '|', '') AS covered_48m
FROM (SELECT DISTINCT anchor_day FROM unit WHERE unit_set IN ('award', 'program')) d CROSS JOIN owner_coverage o
GROUP BY d.anchor_day;

CREATE OR REPLACE TEMP TABLE unit_related AS
SELECT u.unit_no,
  bool_and(coalesce(o.from_day <= u.anchor_day
    AND CAST(u.anchor_day + INTERVAL 24 MONTH AS DATE) <= o.complete_to, false)) AS related_covered,
  bool_or(coalesce(f.day > u.anchor_day
    AND f.day <= CAST(u.anchor_day + INTERVAL 24 MONTH AS DATE), false)) AS related_earned
FROM unit u
JOIN cat_relation r ON r.code = u.key
JOIN cat_credential c ON c.code = r.related
LEFT JOIN owner_coverage o ON o.owner = c.owner
LEFT JOIN first_award f ON f.person_id = u.person_id AND f.code = r.related
WHERE u.unit_set = 'award'
GROUP BY u.unit_no;

CREATE OR REPLACE TEMP TABLE unit_award_flags AS
SELECT u.unit_no, coalesce(stacked_24m, '') AS stacked_24m, coalesce(c.covered_24m, '') AS covered_24m, coalesce(stacked_48m, '') AS stacked_48m, coalesce(c.covered_48m, '') AS covered_48m,
  coalesce(r.related_covered, false) AS related_covered, coalesce(r.related_earned, false) AS related_earned
FROM unit u
LEFT JOIN (
  SELECT u.unit_no, '|' || string_agg(DISTINCT f.code, '|' ORDER BY f.code) FILTER (WHERE true) || '|' AS stacked_24m
  FROM unit u JOIN first_award f ON f.person_id = u.person_id AND f.day > u.anchor_day
    AND f.day <= CAST(u.anchor_day + INTERVAL 24 MONTH AS DATE) AND f.code <> u.key
  WHERE u.unit_set = 'award' GROUP BY u.unit_no
) s24 ON s24.unit_no = u.unit_no
LEFT JOIN (
  SELECT u.unit_no, '|' || string_agg(DISTINCT f.code, '|' ORDER BY f.code) FILTER (WHERE true) || '|' AS stacked_48m
  FROM unit u JOIN first_award f ON f.person_id = u.person_id AND f.day > u.anchor_day
    AND f.day <= CAST(u.anchor_day + INTERVAL 48 MONTH AS DATE) AND f.code <> u.key
  WHERE u.unit_set = 'award' GROUP BY u.unit_no
) s48 ON s48.unit_no = u.unit_no
LEFT JOIN day_coverage c ON c.anchor_day = u.anchor_day
LEFT JOIN unit_related r ON r.unit_no = u.unit_no
WHERE u.unit_set = 'award';

CREATE OR REPLACE TEMP TABLE unit_program_flags AS
SELECT u.unit_no, coalesce(a.attained_12m, '') AS attained_12m, coalesce(c.covered_12m, '') AS covered_12m
FROM unit u
LEFT JOIN (
  SELECT u.unit_no, '|' || string_agg(DISTINCT f.code, '|' ORDER BY f.code) FILTER (WHERE true) || '|' AS attained_12m
  FROM unit u JOIN first_award f ON f.person_id = u.person_id AND f.day >= u.anchor_day
    AND f.day <= CAST(u.anchor_day + INTERVAL 12 MONTH AS DATE)
  WHERE u.unit_set = 'program' GROUP BY u.unit_no
) a ON a.unit_no = u.unit_no
LEFT JOIN day_coverage c ON c.anchor_day = u.anchor_day
WHERE u.unit_set = 'program';

CREATE OR REPLACE TEMP TABLE pathway_window AS
SELECT u.unit_no, u.unit_set, u.person_id, u.key AS pathway_id, u.entry_day AS from_day,
  CASE u.unit_set WHEN 'entry' THEN CAST(u.entry_day + INTERVAL 12 MONTH AS DATE) ELSE u.exit_day END AS to_day,
  p.completer, p.exit_day, p.attain_lag_days, s.day AS complete_to
FROM unit u
JOIN participation p ON p.person_id = u.person_id AND p.pathway_id = u.key AND p.entry_day = u.entry_day
CROSS JOIN study_complete s
WHERE u.unit_set IN ('entry', 'exit');

CREATE OR REPLACE TEMP TABLE window_tests AS
SELECT w.unit_no, true AS pre_tested, bool_or(coalesce(post.nrs_level > pre.nrs_level, false)) AS level_gained
FROM pathway_window w
JOIN level_gains pre ON pre.person_id = w.person_id AND pre.test_kind = 'pre' AND pre.test_date <= w.to_day
LEFT JOIN level_gains post ON post.person_id = w.person_id AND post.test_kind = 'post'
  AND post.test_date > pre.test_date AND post.test_date BETWEEN w.from_day AND w.to_day
GROUP BY w.unit_no;

CREATE OR REPLACE TEMP TABLE person_background AS
SELECT person_id, bool_or(NOT hs_diploma_at_entry) AS without_diploma,
  bool_or(placed_dev_math) AS placed_math, bool_or(placed_dev_english) AS placed_english
FROM roster GROUP BY person_id;

CREATE OR REPLACE TEMP TABLE window_awards AS
SELECT w.unit_no, bool_or(a.award_type = 'HSE') AS equivalency_earned,
  bool_or(a.award_type = 'WorkReadiness') AS readiness_earned
FROM pathway_window w JOIN awards a ON a.person_id = w.person_id AND a.award_date BETWEEN w.from_day AND w.to_day
GROUP BY w.unit_no;

CREATE OR REPLACE TEMP TABLE window_courses AS
SELECT w.unit_no,
  bool_or(c.ref IS NOT NULL AND r.college_level) AS took_pathway_course,
  bool_or(c.ref IS NOT NULL AND r.college_level AND r.passed) AS passed_pathway_course,
  bool_or(g.course_code IS NOT NULL AND r.passed) AS passed_gateway,
  bool_or(d.subject = 'math' AND r.passed) AS passed_dev_math,
  bool_or(d.subject = 'english' AND r.passed) AS passed_dev_english,
  bool_or(c.ref IS NOT NULL AND r.college_level AND r.credits > 0) AS took_credit_course,
  coalesce(sum(CASE WHEN c.ref IS NOT NULL AND r.college_level AND r.passed
    THEN r.credits / CASE r.credit_unit WHEN 'quarter' THEN 15 ELSE 12 END END), 0) AS credit_steps
FROM pathway_window w
JOIN courses r ON r.person_id = w.person_id AND r.term_end BETWEEN w.from_day AND w.to_day
LEFT JOIN cat_component c ON c.pathway_id = w.pathway_id AND c.kind = 'course' AND c.ref = r.course_code
LEFT JOIN cat_gateway g ON g.pathway_id = w.pathway_id AND g.course_code = r.course_code
LEFT JOIN cat_developmental d ON d.pathway_id = w.pathway_id AND d.course_code = r.course_code
GROUP BY w.unit_no;

CREATE OR REPLACE TEMP TABLE window_terms AS
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
GROUP BY w.unit_no, t.entry_term_end;

CREATE OR REPLACE TEMP TABLE window_list_awards AS
SELECT w.unit_no,
  bool_or(c.tag = 'B.1') AS earned_licence, bool_or(c.tag = 'B.2') AS earned_certificate,
  bool_or(c.tag = 'B.3') AS earned_degree, min(f.day) AS first_list_award
FROM pathway_window w
JOIN cat_component c ON c.pathway_id = w.pathway_id AND c.kind = 'credential'
JOIN first_award f ON f.person_id = w.person_id AND f.code = c.ref
  AND f.day BETWEEN w.from_day AND (w.exit_day + CAST(w.attain_lag_days AS INTEGER))
GROUP BY w.unit_no;

CREATE OR REPLACE TEMP TABLE window_transfer AS
SELECT w.unit_no, true AS transferred
FROM pathway_window w
JOIN clearinghouse n ON n.person_id = w.person_id AND n.row_kind = 'spell'
  AND n.begin_date > w.exit_day AND n.begin_date <= (w.exit_day + CAST(365 AS INTEGER))
GROUP BY w.unit_no;

CREATE OR REPLACE TEMP TABLE unit_pathway_flags AS
SELECT w.unit_no, w.completer, w.to_day <= w.complete_to AS window_observed,
  coalesce((w.exit_day + CAST(w.attain_lag_days AS INTEGER)) <= w.complete_to, false) AS attainment_observed,
  coalesce(pre_tested, false) AS pre_tested, coalesce(level_gained, false) AS level_gained, coalesce(without_diploma, false) AS without_diploma, coalesce(equivalency_earned, false) AS equivalency_earned, coalesce(readiness_earned, false) AS readiness_earned, coalesce(took_pathway_course, false) AS took_pathway_course,
  coalesce(passed_pathway_course, false) AS passed_pathway_course, coalesce(passed_gateway, false) AS passed_gateway, coalesce(took_credit_course, false) AS took_credit_course, coalesce(returned, false) AS returned, coalesce(transferred, false) AS transferred,
  coalesce(b.placed_math, false) OR coalesce(b.placed_english, false) AS placed_developmental,
  coalesce(b.placed_math AND c.passed_dev_math, false) OR coalesce(b.placed_english AND c.passed_dev_english, false)
    AS passed_developmental,
  coalesce(c.credit_steps, 0) >= 1 - 1e-9 AS earned_credits_1, coalesce(c.credit_steps, 0) >= 2 - 1e-9 AS earned_credits_2,
  NOT (w.completer AND coalesce(l.first_list_award <= m.entry_term_end, false)) AS not_done_in_entry_term,
  coalesce(earned_licence, false) AS earned_licence, coalesce(earned_certificate, false) AS earned_certificate, coalesce(earned_degree, false) AS earned_degree
FROM pathway_window w
LEFT JOIN window_tests t ON t.unit_no = w.unit_no
LEFT JOIN person_background b ON b.person_id = w.person_id
LEFT JOIN window_awards a ON a.unit_no = w.unit_no
LEFT JOIN window_courses c ON c.unit_no = w.unit_no
LEFT JOIN window_terms m ON m.unit_no = w.unit_no
LEFT JOIN window_list_awards l ON l.unit_no = w.unit_no
LEFT JOIN window_transfer x ON x.unit_no = w.unit_no;

CREATE OR REPLACE TEMP TABLE feature_award AS
SELECT u.unit_no, u.person_id, u.key, u.cohort_year, u.in_all, u.anchor_quarter, u.entry_quarter,
  l.person_id IS NOT NULL AS linked, f.person_id IS NOT NULL AS found,
  h.code IS NOT NULL AS has_alignment,
  coalesce(a.aligned_mask, 0) AS aligned_mask, coalesce(t.targeted_mask, 0) AS targeted_mask,
  wanchor.employed_mask AS anchor_employed_mask,
  wanchor.group_q_0_0 AS anchor_group_q_0_0,
  wanchor.group_q_2_2 AS anchor_group_q_2_2,
  wanchor.group_q_4_4 AS anchor_group_q_4_4,
  wanchor.sum_nominal_q_2_2 AS anchor_sum_nominal_q_2_2,
  wanchor.sum_nominal_q_1_4 AS anchor_sum_nominal_q_1_4,
  wanchor.sum_real_q_1_4 AS anchor_sum_real_q_1_4,
  wanchor.sum_nominal_y_4_7 AS anchor_sum_nominal_y_4_7,
  wanchor.sum_real_y_4_7 AS anchor_sum_real_y_4_7,
  wanchor.sum_nominal_q_5_8 AS anchor_sum_nominal_q_5_8,
  wanchor.sum_real_q_5_8 AS anchor_sum_real_q_5_8,
  wanchor.sum_nominal_y_8_11 AS anchor_sum_nominal_y_8_11,
  wanchor.sum_real_y_8_11 AS anchor_sum_real_y_8_11,
  wanchor.sum_nominal_q_9_12 AS anchor_sum_nominal_q_9_12,
  wanchor.sum_real_q_9_12 AS anchor_sum_real_q_9_12,
  wanchor.sum_nominal_y_12_15 AS anchor_sum_nominal_y_12_15,
  wanchor.sum_real_y_12_15 AS anchor_sum_real_y_12_15,
  wanchor.sum_nominal_q_m8_m5 AS anchor_sum_nominal_q_m8_m5,
  wanchor.sum_real_q_m8_m5 AS anchor_sum_real_q_m8_m5,
  wanchor.sum_nominal_q_2_3 AS anchor_sum_nominal_q_2_3,
  wanchor.sum_nominal_q_6_7 AS anchor_sum_nominal_q_6_7,
  wanchor.sum_nominal_q_m3_m2 AS anchor_sum_nominal_q_m3_m2,
  wanchor.sum_real_q_2_3 AS anchor_sum_real_q_2_3,
  wanchor.sum_real_q_6_7 AS anchor_sum_real_q_6_7,
  wanchor.sum_real_q_m3_m2 AS anchor_sum_real_q_m3_m2,
  wanchor.employed_count_y_4_7 AS anchor_employed_count_y_4_7,
  wanchor.employed_count_y_8_11 AS anchor_employed_count_y_8_11,
  wanchor.employed_count_y_12_15 AS anchor_employed_count_y_12_15,
  wanchor.sector_q_4_4 AS anchor_sector_q_4_4,
  coalesce(eanchor.kept_mask, 0) AS anchor_kept_mask,
  coalesce(eanchor.employer_in_q_0_4_not_q_m4_m1, false) AS anchor_employer_in_q_0_4_not_q_m4_m1,
  coalesce(eanchor.employer_in_q_0_4, false) AS anchor_employer_in_q_0_4,
  coalesce(eanchor.employer_and_q_2_2_and_q_4_4, false) AS anchor_employer_and_q_2_2_and_q_4_4,
  g.* EXCLUDE (unit_no)
FROM unit u
JOIN spot_wage wanchor ON wanchor.person_id = u.person_id AND wanchor.quarter = u.anchor_quarter
LEFT JOIN spot_employer eanchor ON eanchor.person_id = u.person_id AND eanchor.quarter = u.anchor_quarter
LEFT JOIN person_linked l ON l.person_id = u.person_id
LEFT JOIN person_found f ON f.person_id = u.person_id
LEFT JOIN unit_aligned a ON a.unit_no = u.unit_no
LEFT JOIN unit_targeted t ON t.unit_no = u.unit_no
LEFT JOIN (SELECT DISTINCT code FROM cat_alignment) h ON h.code = u.align_code
JOIN unit_award_flags g ON g.unit_no = u.unit_no
WHERE u.unit_set = 'award';

CREATE OR REPLACE TEMP TABLE feature_issuer AS
SELECT u.unit_no, u.person_id, u.key, u.cohort_year, u.in_all, u.anchor_quarter, u.entry_quarter,
  l.person_id IS NOT NULL AS linked, f.person_id IS NOT NULL AS found,
  h.code IS NOT NULL AS has_alignment,
  coalesce(a.aligned_mask, 0) AS aligned_mask, coalesce(t.targeted_mask, 0) AS targeted_mask,
  wanchor.employed_mask AS anchor_employed_mask,
  wanchor.group_q_0_0 AS anchor_group_q_0_0,
  wanchor.group_q_2_2 AS anchor_group_q_2_2,
  wanchor.group_q_4_4 AS anchor_group_q_4_4,
  wanchor.sum_nominal_q_2_2 AS anchor_sum_nominal_q_2_2,
  wanchor.sum_nominal_q_1_4 AS anchor_sum_nominal_q_1_4,
  wanchor.sum_real_q_1_4 AS anchor_sum_real_q_1_4,
  wanchor.sum_nominal_y_4_7 AS anchor_sum_nominal_y_4_7,
  wanchor.sum_real_y_4_7 AS anchor_sum_real_y_4_7,
  wanchor.sum_nominal_q_5_8 AS anchor_sum_nominal_q_5_8,
  wanchor.sum_real_q_5_8 AS anchor_sum_real_q_5_8,
  wanchor.sum_nominal_y_8_11 AS anchor_sum_nominal_y_8_11,
  wanchor.sum_real_y_8_11 AS anchor_sum_real_y_8_11,
  wanchor.sum_nominal_q_9_12 AS anchor_sum_nominal_q_9_12,
  wanchor.sum_real_q_9_12 AS anchor_sum_real_q_9_12,
  wanchor.sum_nominal_y_12_15 AS anchor_sum_nominal_y_12_15,
  wanchor.sum_real_y_12_15 AS anchor_sum_real_y_12_15,
  wanchor.sum_nominal_q_m8_m5 AS anchor_sum_nominal_q_m8_m5,
  wanchor.sum_real_q_m8_m5 AS anchor_sum_real_q_m8_m5,
  wanchor.sum_nominal_q_2_3 AS anchor_sum_nominal_q_2_3,
  wanchor.sum_nominal_q_6_7 AS anchor_sum_nominal_q_6_7,
  wanchor.sum_nominal_q_m3_m2 AS anchor_sum_nominal_q_m3_m2,
  wanchor.sum_real_q_2_3 AS anchor_sum_real_q_2_3,
  wanchor.sum_real_q_6_7 AS anchor_sum_real_q_6_7,
  wanchor.sum_real_q_m3_m2 AS anchor_sum_real_q_m3_m2,
  wanchor.employed_count_y_4_7 AS anchor_employed_count_y_4_7,
  wanchor.employed_count_y_8_11 AS anchor_employed_count_y_8_11,
  wanchor.employed_count_y_12_15 AS anchor_employed_count_y_12_15,
  wanchor.sector_q_4_4 AS anchor_sector_q_4_4,
  coalesce(eanchor.kept_mask, 0) AS anchor_kept_mask,
  coalesce(eanchor.employer_in_q_0_4_not_q_m4_m1, false) AS anchor_employer_in_q_0_4_not_q_m4_m1,
  coalesce(eanchor.employer_in_q_0_4, false) AS anchor_employer_in_q_0_4,
  coalesce(eanchor.employer_and_q_2_2_and_q_4_4, false) AS anchor_employer_and_q_2_2_and_q_4_4
FROM unit u
JOIN spot_wage wanchor ON wanchor.person_id = u.person_id AND wanchor.quarter = u.anchor_quarter
LEFT JOIN spot_employer eanchor ON eanchor.person_id = u.person_id AND eanchor.quarter = u.anchor_quarter
LEFT JOIN person_linked l ON l.person_id = u.person_id
LEFT JOIN person_found f ON f.person_id = u.person_id
LEFT JOIN unit_aligned a ON a.unit_no = u.unit_no
LEFT JOIN unit_targeted t ON t.unit_no = u.unit_no
LEFT JOIN (SELECT DISTINCT code FROM cat_alignment) h ON h.code = u.align_code

WHERE u.unit_set = 'issuer';

CREATE OR REPLACE TEMP TABLE feature_program AS
SELECT u.unit_no, u.person_id, u.key, u.cohort_year, u.in_all, u.anchor_quarter, u.entry_quarter,
  l.person_id IS NOT NULL AS linked, f.person_id IS NOT NULL AS found,
  h.code IS NOT NULL AS has_alignment,
  coalesce(a.aligned_mask, 0) AS aligned_mask, coalesce(t.targeted_mask, 0) AS targeted_mask,
  wanchor.employed_mask AS anchor_employed_mask,
  wanchor.group_q_0_0 AS anchor_group_q_0_0,
  wanchor.group_q_2_2 AS anchor_group_q_2_2,
  wanchor.group_q_4_4 AS anchor_group_q_4_4,
  wanchor.sum_nominal_q_2_2 AS anchor_sum_nominal_q_2_2,
  wanchor.sum_nominal_q_1_4 AS anchor_sum_nominal_q_1_4,
  wanchor.sum_real_q_1_4 AS anchor_sum_real_q_1_4,
  wanchor.sum_nominal_y_4_7 AS anchor_sum_nominal_y_4_7,
  wanchor.sum_real_y_4_7 AS anchor_sum_real_y_4_7,
  wanchor.sum_nominal_q_5_8 AS anchor_sum_nominal_q_5_8,
  wanchor.sum_real_q_5_8 AS anchor_sum_real_q_5_8,
  wanchor.sum_nominal_y_8_11 AS anchor_sum_nominal_y_8_11,
  wanchor.sum_real_y_8_11 AS anchor_sum_real_y_8_11,
  wanchor.sum_nominal_q_9_12 AS anchor_sum_nominal_q_9_12,
  wanchor.sum_real_q_9_12 AS anchor_sum_real_q_9_12,
  wanchor.sum_nominal_y_12_15 AS anchor_sum_nominal_y_12_15,
  wanchor.sum_real_y_12_15 AS anchor_sum_real_y_12_15,
  wanchor.sum_nominal_q_m8_m5 AS anchor_sum_nominal_q_m8_m5,
  wanchor.sum_real_q_m8_m5 AS anchor_sum_real_q_m8_m5,
  wanchor.sum_nominal_q_2_3 AS anchor_sum_nominal_q_2_3,
  wanchor.sum_nominal_q_6_7 AS anchor_sum_nominal_q_6_7,
  wanchor.sum_nominal_q_m3_m2 AS anchor_sum_nominal_q_m3_m2,
  wanchor.sum_real_q_2_3 AS anchor_sum_real_q_2_3,
  wanchor.sum_real_q_6_7 AS anchor_sum_real_q_6_7,
  wanchor.sum_real_q_m3_m2 AS anchor_sum_real_q_m3_m2,
  wanchor.employed_count_y_4_7 AS anchor_employed_count_y_4_7,
  wanchor.employed_count_y_8_11 AS anchor_employed_count_y_8_11,
  wanchor.employed_count_y_12_15 AS anchor_employed_count_y_12_15,
  wanchor.sector_q_4_4 AS anchor_sector_q_4_4,
  coalesce(eanchor.kept_mask, 0) AS anchor_kept_mask,
  coalesce(eanchor.employer_in_q_0_4_not_q_m4_m1, false) AS anchor_employer_in_q_0_4_not_q_m4_m1,
  coalesce(eanchor.employer_in_q_0_4, false) AS anchor_employer_in_q_0_4,
  coalesce(eanchor.employer_and_q_2_2_and_q_4_4, false) AS anchor_employer_and_q_2_2_and_q_4_4,
  g.* EXCLUDE (unit_no)
FROM unit u
JOIN spot_wage wanchor ON wanchor.person_id = u.person_id AND wanchor.quarter = u.anchor_quarter
LEFT JOIN spot_employer eanchor ON eanchor.person_id = u.person_id AND eanchor.quarter = u.anchor_quarter
LEFT JOIN person_linked l ON l.person_id = u.person_id
LEFT JOIN person_found f ON f.person_id = u.person_id
LEFT JOIN unit_aligned a ON a.unit_no = u.unit_no
LEFT JOIN unit_targeted t ON t.unit_no = u.unit_no
LEFT JOIN (SELECT DISTINCT code FROM cat_alignment) h ON h.code = u.align_code
JOIN unit_program_flags g ON g.unit_no = u.unit_no
WHERE u.unit_set = 'program';

CREATE OR REPLACE TEMP TABLE feature_entry AS
SELECT u.unit_no, u.person_id, u.key, u.cohort_year, u.in_all, u.anchor_quarter, u.entry_quarter,
  l.person_id IS NOT NULL AS linked, f.person_id IS NOT NULL AS found,
  h.code IS NOT NULL AS has_alignment,
  coalesce(a.aligned_mask, 0) AS aligned_mask, coalesce(t.targeted_mask, 0) AS targeted_mask,
  wanchor.employed_mask AS anchor_employed_mask,
  wanchor.group_q_0_0 AS anchor_group_q_0_0,
  wanchor.group_q_2_2 AS anchor_group_q_2_2,
  wanchor.group_q_4_4 AS anchor_group_q_4_4,
  wanchor.sum_nominal_q_2_2 AS anchor_sum_nominal_q_2_2,
  wanchor.sum_nominal_q_1_4 AS anchor_sum_nominal_q_1_4,
  wanchor.sum_real_q_1_4 AS anchor_sum_real_q_1_4,
  wanchor.sum_nominal_y_4_7 AS anchor_sum_nominal_y_4_7,
  wanchor.sum_real_y_4_7 AS anchor_sum_real_y_4_7,
  wanchor.sum_nominal_q_5_8 AS anchor_sum_nominal_q_5_8,
  wanchor.sum_real_q_5_8 AS anchor_sum_real_q_5_8,
  wanchor.sum_nominal_y_8_11 AS anchor_sum_nominal_y_8_11,
  wanchor.sum_real_y_8_11 AS anchor_sum_real_y_8_11,
  wanchor.sum_nominal_q_9_12 AS anchor_sum_nominal_q_9_12,
  wanchor.sum_real_q_9_12 AS anchor_sum_real_q_9_12,
  wanchor.sum_nominal_y_12_15 AS anchor_sum_nominal_y_12_15,
  wanchor.sum_real_y_12_15 AS anchor_sum_real_y_12_15,
  wanchor.sum_nominal_q_m8_m5 AS anchor_sum_nominal_q_m8_m5,
  wanchor.sum_real_q_m8_m5 AS anchor_sum_real_q_m8_m5,
  wanchor.sum_nominal_q_2_3 AS anchor_sum_nominal_q_2_3,
  wanchor.sum_nominal_q_6_7 AS anchor_sum_nominal_q_6_7,
  wanchor.sum_nominal_q_m3_m2 AS anchor_sum_nominal_q_m3_m2,
  wanchor.sum_real_q_2_3 AS anchor_sum_real_q_2_3,
  wanchor.sum_real_q_6_7 AS anchor_sum_real_q_6_7,
  wanchor.sum_real_q_m3_m2 AS anchor_sum_real_q_m3_m2,
  wanchor.employed_count_y_4_7 AS anchor_employed_count_y_4_7,
  wanchor.employed_count_y_8_11 AS anchor_employed_count_y_8_11,
  wanchor.employed_count_y_12_15 AS anchor_employed_count_y_12_15,
  wanchor.sector_q_4_4 AS anchor_sector_q_4_4,
  coalesce(eanchor.kept_mask, 0) AS anchor_kept_mask,
  coalesce(eanchor.employer_in_q_0_4_not_q_m4_m1, false) AS anchor_employer_in_q_0_4_not_q_m4_m1,
  coalesce(eanchor.employer_in_q_0_4, false) AS anchor_employer_in_q_0_4,
  coalesce(eanchor.employer_and_q_2_2_and_q_4_4, false) AS anchor_employer_and_q_2_2_and_q_4_4,
  g.* EXCLUDE (unit_no)
FROM unit u
JOIN spot_wage wanchor ON wanchor.person_id = u.person_id AND wanchor.quarter = u.anchor_quarter
LEFT JOIN spot_employer eanchor ON eanchor.person_id = u.person_id AND eanchor.quarter = u.anchor_quarter
LEFT JOIN person_linked l ON l.person_id = u.person_id
LEFT JOIN person_found f ON f.person_id = u.person_id
LEFT JOIN unit_aligned a ON a.unit_no = u.unit_no
LEFT JOIN unit_targeted t ON t.unit_no = u.unit_no
LEFT JOIN (SELECT DISTINCT code FROM cat_alignment) h ON h.code = u.align_code
JOIN unit_pathway_flags g ON g.unit_no = u.unit_no
WHERE u.unit_set = 'entry';

CREATE OR REPLACE TEMP TABLE feature_exit AS
SELECT u.unit_no, u.person_id, u.key, u.cohort_year, u.in_all, u.anchor_quarter, u.entry_quarter,
  l.person_id IS NOT NULL AS linked, f.person_id IS NOT NULL AS found,
  h.code IS NOT NULL AS has_alignment,
  coalesce(a.aligned_mask, 0) AS aligned_mask, coalesce(t.targeted_mask, 0) AS targeted_mask,
  wanchor.employed_mask AS anchor_employed_mask,
  wanchor.group_q_0_0 AS anchor_group_q_0_0,
  wanchor.group_q_2_2 AS anchor_group_q_2_2,
  wanchor.group_q_4_4 AS anchor_group_q_4_4,
  wanchor.sum_nominal_q_2_2 AS anchor_sum_nominal_q_2_2,
  wanchor.sum_nominal_q_1_4 AS anchor_sum_nominal_q_1_4,
  wanchor.sum_real_q_1_4 AS anchor_sum_real_q_1_4,
  wanchor.sum_nominal_y_4_7 AS anchor_sum_nominal_y_4_7,
  wanchor.sum_real_y_4_7 AS anchor_sum_real_y_4_7,
  wanchor.sum_nominal_q_5_8 AS anchor_sum_nominal_q_5_8,
  wanchor.sum_real_q_5_8 AS anchor_sum_real_q_5_8,
  wanchor.sum_nominal_y_8_11 AS anchor_sum_nominal_y_8_11,
  wanchor.sum_real_y_8_11 AS anchor_sum_real_y_8_11,
  wanchor.sum_nominal_q_9_12 AS anchor_sum_nominal_q_9_12,
  wanchor.sum_real_q_9_12 AS anchor_sum_real_q_9_12,
  wanchor.sum_nominal_y_12_15 AS anchor_sum_nominal_y_12_15,
  wanchor.sum_real_y_12_15 AS anchor_sum_real_y_12_15,
  wanchor.sum_nominal_q_m8_m5 AS anchor_sum_nominal_q_m8_m5,
  wanchor.sum_real_q_m8_m5 AS anchor_sum_real_q_m8_m5,
  wanchor.sum_nominal_q_2_3 AS anchor_sum_nominal_q_2_3,
  wanchor.sum_nominal_q_6_7 AS anchor_sum_nominal_q_6_7,
  wanchor.sum_nominal_q_m3_m2 AS anchor_sum_nominal_q_m3_m2,
  wanchor.sum_real_q_2_3 AS anchor_sum_real_q_2_3,
  wanchor.sum_real_q_6_7 AS anchor_sum_real_q_6_7,
  wanchor.sum_real_q_m3_m2 AS anchor_sum_real_q_m3_m2,
  wanchor.employed_count_y_4_7 AS anchor_employed_count_y_4_7,
  wanchor.employed_count_y_8_11 AS anchor_employed_count_y_8_11,
  wanchor.employed_count_y_12_15 AS anchor_employed_count_y_12_15,
  wanchor.sector_q_4_4 AS anchor_sector_q_4_4,
  coalesce(eanchor.kept_mask, 0) AS anchor_kept_mask,
  coalesce(eanchor.employer_in_q_0_4_not_q_m4_m1, false) AS anchor_employer_in_q_0_4_not_q_m4_m1,
  coalesce(eanchor.employer_in_q_0_4, false) AS anchor_employer_in_q_0_4,
  coalesce(eanchor.employer_and_q_2_2_and_q_4_4, false) AS anchor_employer_and_q_2_2_and_q_4_4,
  wentry.employed_mask AS entry_employed_mask,
  wentry.group_q_0_0 AS entry_group_q_0_0,
  wentry.group_q_2_2 AS entry_group_q_2_2,
  wentry.group_q_4_4 AS entry_group_q_4_4,
  wentry.sum_nominal_q_2_2 AS entry_sum_nominal_q_2_2,
  wentry.sum_nominal_q_1_4 AS entry_sum_nominal_q_1_4,
  wentry.sum_real_q_1_4 AS entry_sum_real_q_1_4,
  wentry.sum_nominal_y_4_7 AS entry_sum_nominal_y_4_7,
  wentry.sum_real_y_4_7 AS entry_sum_real_y_4_7,
  wentry.sum_nominal_q_5_8 AS entry_sum_nominal_q_5_8,
  wentry.sum_real_q_5_8 AS entry_sum_real_q_5_8,
  wentry.sum_nominal_y_8_11 AS entry_sum_nominal_y_8_11,
  wentry.sum_real_y_8_11 AS entry_sum_real_y_8_11,
  wentry.sum_nominal_q_9_12 AS entry_sum_nominal_q_9_12,
  wentry.sum_real_q_9_12 AS entry_sum_real_q_9_12,
  wentry.sum_nominal_y_12_15 AS entry_sum_nominal_y_12_15,
  wentry.sum_real_y_12_15 AS entry_sum_real_y_12_15,
  wentry.sum_nominal_q_m8_m5 AS entry_sum_nominal_q_m8_m5,
  wentry.sum_real_q_m8_m5 AS entry_sum_real_q_m8_m5,
  wentry.sum_nominal_q_2_3 AS entry_sum_nominal_q_2_3,
  wentry.sum_nominal_q_6_7 AS entry_sum_nominal_q_6_7,
  wentry.sum_nominal_q_m3_m2 AS entry_sum_nominal_q_m3_m2,
  wentry.sum_real_q_2_3 AS entry_sum_real_q_2_3,
  wentry.sum_real_q_6_7 AS entry_sum_real_q_6_7,
  wentry.sum_real_q_m3_m2 AS entry_sum_real_q_m3_m2,
  wentry.employed_count_y_4_7 AS entry_employed_count_y_4_7,
  wentry.employed_count_y_8_11 AS entry_employed_count_y_8_11,
  wentry.employed_count_y_12_15 AS entry_employed_count_y_12_15,
  wentry.sector_q_4_4 AS entry_sector_q_4_4,
  coalesce(eentry.kept_mask, 0) AS entry_kept_mask,
  coalesce(eentry.employer_in_q_0_4_not_q_m4_m1, false) AS entry_employer_in_q_0_4_not_q_m4_m1,
  coalesce(eentry.employer_in_q_0_4, false) AS entry_employer_in_q_0_4,
  coalesce(eentry.employer_and_q_2_2_and_q_4_4, false) AS entry_employer_and_q_2_2_and_q_4_4,
  g.* EXCLUDE (unit_no)
FROM unit u
JOIN spot_wage wanchor ON wanchor.person_id = u.person_id AND wanchor.quarter = u.anchor_quarter
LEFT JOIN spot_employer eanchor ON eanchor.person_id = u.person_id AND eanchor.quarter = u.anchor_quarter
JOIN spot_wage wentry ON wentry.person_id = u.person_id AND wentry.quarter = u.entry_quarter
LEFT JOIN spot_employer eentry ON eentry.person_id = u.person_id AND eentry.quarter = u.entry_quarter
LEFT JOIN person_linked l ON l.person_id = u.person_id
LEFT JOIN person_found f ON f.person_id = u.person_id
LEFT JOIN unit_aligned a ON a.unit_no = u.unit_no
LEFT JOIN unit_targeted t ON t.unit_no = u.unit_no
LEFT JOIN (SELECT DISTINCT code FROM cat_alignment) h ON h.code = u.align_code
JOIN unit_pathway_flags g ON g.unit_no = u.unit_no
WHERE u.unit_set = 'exit';

-- cells

CREATE OR REPLACE TEMP TABLE lattice AS SELECT CAST(section_no AS INTEGER) AS section_no, CAST(address_no AS INTEGER) AS address_no, CAST(key AS VARCHAR) AS key, CAST(cohort_year AS INTEGER) AS cohort_year FROM (SELECT * FROM (VALUES (0, 0, 'X', NULL), (0, 1, 'X', 2016), (0, 2, 'X', 2017), (0, 3, 'X', 2018), (0, 4, 'X', 2019), (0, 5, 'X', 2020), (0, 6, 'X', 2021), (0, 7, 'X', 2022), (0, 8, 'X', 2023), (0, 9, 'X', 2024), (0, 10, 'X', 2025), (0, 11, 'Y', NULL), (0, 12, 'Y', 2016), (0, 13, 'Y', 2017), (0, 14, 'Y', 2018), (0, 15, 'Y', 2019), (0, 16, 'Y', 2020), (0, 17, 'Y', 2021), (0, 18, 'Y', 2022), (0, 19, 'Y', 2023), (0, 20, 'Y', 2024), (0, 21, 'Y', 2025), (1, 0, 'body', NULL), (1, 1, 'body', 2016), (1, 2, 'body', 2017), (1, 3, 'body', 2018), (1, 4, 'body', 2019), (1, 5, 'body', 2020), (1, 6, 'body', 2021), (1, 7, 'body', 2022), (1, 8, 'body', 2023), (1, 9, 'body', 2024), (1, 10, 'body', 2025), (1, 11, 'other-body', NULL), (1, 12, 'other-body', 2016), (1, 13, 'other-body', 2017), (1, 14, 'other-body', 2018), (1, 15, 'other-body', 2019), (1, 16, 'other-body', 2020), (1, 17, 'other-body', 2021), (1, 18, 'other-body', 2022), (1, 19, 'other-body', 2023), (1, 20, 'other-body', 2024), (1, 21, 'other-body', 2025), (2, 0, 'P', NULL), (2, 1, 'P', 2016), (2, 2, 'P', 2017), (2, 3, 'P', 2018), (2, 4, 'P', 2019), (2, 5, 'P', 2020), (2, 6, 'P', 2021), (2, 7, 'P', 2022), (2, 8, 'P', 2023), (2, 9, 'P', 2024), (2, 10, 'P', 2025), (3, 0, 'PW', NULL), (3, 1, 'PW', 2016), (3, 2, 'PW', 2017), (3, 3, 'PW', 2018), (3, 4, 'PW', 2019), (3, 5, 'PW', 2020), (3, 6, 'PW', 2021), (3, 7, 'PW', 2022), (3, 8, 'PW', 2023), (3, 9, 'PW', 2024), (3, 10, 'PW', 2025), (4, 0, 'PW', NULL), (4, 1, 'PW', 2016), (4, 2, 'PW', 2017), (4, 3, 'PW', 2018), (4, 4, 'PW', 2019), (4, 5, 'PW', 2020), (4, 6, 'PW', 2021), (4, 7, 'PW', 2022), (4, 8, 'PW', 2023), (4, 9, 'PW', 2024), (5, 0, 'X', NULL), (5, 1, 'Y', NULL), (5, 2, 'CERT', NULL), (6, 0, 'X', NULL)) AS v(section_no, address_no, key, cohort_year));

CREATE OR REPLACE TEMP TABLE unit_answers AS
SELECT 0 AS section_no, person_id, key, cohort_year, in_all,
  anchor_group_q_4_4 AS group_no,
  CAST(0 AS BIGINT)
    + CAST(true AS BIGINT) * 1
    + CAST(linked AS BIGINT) * 2
    + CAST(found AS BIGINT) * 4
    + CAST((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AS BIGINT) * 8
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 31457280) <> 0) AS BIGINT) * 16
    + CAST((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AS BIGINT) * 32
    + CAST(((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_employer_in_q_0_4_not_q_m4_m1) AS BIGINT) * 64
    + CAST(((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_employer_in_q_0_4) AS BIGINT) * 128
    + CAST(((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_employer_in_q_0_4 AND anchor_employer_in_q_0_4_not_q_m4_m1) AS BIGINT) * 256
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 31457280) <> 0 AND has_alignment) AS BIGINT) * 512
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 31457280) <> 0 AND has_alignment AND (aligned_mask & 31457280) <> 0) AS BIGINT) * 1024
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND has_alignment) AS BIGINT) * 2048
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND has_alignment AND (aligned_mask & 16777216) <> 0) AS BIGINT) * 4096
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0) AS BIGINT) * 8192
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '11') AS BIGINT) * 16384
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '21') AS BIGINT) * 32768
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '22') AS BIGINT) * 65536
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '23') AS BIGINT) * 131072
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '31') AS BIGINT) * 262144
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '32') AS BIGINT) * 524288
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '33') AS BIGINT) * 1048576
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '42') AS BIGINT) * 2097152
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '44') AS BIGINT) * 4194304
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '45') AS BIGINT) * 8388608
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '48') AS BIGINT) * 16777216
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '49') AS BIGINT) * 33554432
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '51') AS BIGINT) * 67108864
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '52') AS BIGINT) * 134217728
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '53') AS BIGINT) * 268435456
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '54') AS BIGINT) * 536870912
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '55') AS BIGINT) * 1073741824
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '56') AS BIGINT) * 2147483648
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '61') AS BIGINT) * 4294967296
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '62') AS BIGINT) * 8589934592
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '71') AS BIGINT) * 17179869184
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '72') AS BIGINT) * 34359738368
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '81') AS BIGINT) * 68719476736
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '92') AS BIGINT) * 137438953472
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '99') AS BIGINT) * 274877906944
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = 'unknown') AS BIGINT) * 549755813888
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 1048576) <> 0) AS BIGINT) * 1099511627776
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 4194304) <> 0) AS BIGINT) * 2199023255552
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 6291456) = 6291456) AS BIGINT) * 4398046511104
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 1048576) <> 0) AS BIGINT) * 8796093022208
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 16777216) <> 0) AS BIGINT) * 17592186044416
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 31457280) = 31457280) AS BIGINT) * 35184372088832
    + CAST((anchor_quarter + 2 >= 8064 AND anchor_quarter + 2 <= 8102) AS BIGINT) * 70368744177664
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 4194304) <> 0) AS BIGINT) * 140737488355328
    + CAST((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AS BIGINT) * 281474976710656
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 4194304) <> 0) AS BIGINT) * 562949953421312
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 4194304) <> 0 AND anchor_employer_and_q_2_2_and_q_4_4) AS BIGINT) * 1125899906842624
    + CAST((((anchor_quarter - anchor_quarter % 4) + 4 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 7 <= 8102) AND anchor_employed_count_y_4_7 >= 3 AND anchor_sum_nominal_y_4_7 >= 15080000000) AS BIGINT) * 2251799813685248
    + CAST(((anchor_quarter - anchor_quarter % 4) + 4 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 7 <= 8102) AS BIGINT) * 4503599627370496
    + CAST(((anchor_quarter + 5 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0) AS BIGINT) * 9007199254740992
    + CAST((anchor_quarter + 5 >= 8064 AND anchor_quarter + 8 <= 8102) AS BIGINT) * 18014398509481984
    + CAST((((anchor_quarter - anchor_quarter % 4) + 8 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 11 <= 8102) AND anchor_employed_count_y_8_11 >= 3 AND anchor_sum_nominal_y_8_11 >= 15080000000) AS BIGINT) * 36028797018963968
    + CAST(((anchor_quarter - anchor_quarter % 4) + 8 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 11 <= 8102) AS BIGINT) * 72057594037927936
    + CAST(((anchor_quarter + 9 >= 8064 AND anchor_quarter + 12 <= 8102) AND (anchor_employed_mask & 8053063680) <> 0) AS BIGINT) * 144115188075855872
    + CAST((anchor_quarter + 9 >= 8064 AND anchor_quarter + 12 <= 8102) AS BIGINT) * 288230376151711744
    + CAST((((anchor_quarter - anchor_quarter % 4) + 12 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 15 <= 8102) AND anchor_employed_count_y_12_15 >= 3 AND anchor_sum_nominal_y_12_15 >= 15080000000) AS BIGINT) * 576460752303423488
    + CAST(((anchor_quarter - anchor_quarter % 4) + 12 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 15 <= 8102) AS BIGINT) * 1152921504606846976
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_sum_nominal_q_1_4 >= 52000000000) AS BIGINT) * 2305843009213693952 AS answers_0,
  CAST(0 AS BIGINT)
    + CAST(((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0 AND (anchor_employed_mask & 61440) <> 0) AS BIGINT) * 1
    + CAST((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AS BIGINT) * 2
    + CAST(((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0 AND (anchor_employed_mask & 61440) <> 0 AND (anchor_sum_nominal_q_5_8 - anchor_sum_nominal_q_m8_m5) > 0) AS BIGINT) * 4
    + CAST(((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0 AND (anchor_employed_mask & 61440) <> 0 AND (anchor_sum_real_q_5_8 - anchor_sum_real_q_m8_m5) > 0) AS BIGINT) * 8 AS answers_1
FROM feature_award
WHERE key IN ('X', 'Y')
UNION ALL
SELECT 1 AS section_no, person_id, key, cohort_year, in_all,
  anchor_group_q_4_4 AS group_no,
  CAST(0 AS BIGINT)
    + CAST(true AS BIGINT) * 1
    + CAST(linked AS BIGINT) * 2
    + CAST(found AS BIGINT) * 4
    + CAST((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AS BIGINT) * 8
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 31457280) <> 0) AS BIGINT) * 16
    + CAST((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AS BIGINT) * 32
    + CAST(((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_employer_in_q_0_4_not_q_m4_m1) AS BIGINT) * 64
    + CAST(((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_employer_in_q_0_4) AS BIGINT) * 128
    + CAST(((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_employer_in_q_0_4 AND anchor_employer_in_q_0_4_not_q_m4_m1) AS BIGINT) * 256
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 31457280) <> 0 AND has_alignment) AS BIGINT) * 512
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 31457280) <> 0 AND has_alignment AND (aligned_mask & 31457280) <> 0) AS BIGINT) * 1024
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND has_alignment) AS BIGINT) * 2048
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND has_alignment AND (aligned_mask & 16777216) <> 0) AS BIGINT) * 4096
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0) AS BIGINT) * 8192
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '11') AS BIGINT) * 16384
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '21') AS BIGINT) * 32768
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '22') AS BIGINT) * 65536
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '23') AS BIGINT) * 131072
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '31') AS BIGINT) * 262144
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '32') AS BIGINT) * 524288
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '33') AS BIGINT) * 1048576
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '42') AS BIGINT) * 2097152
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '44') AS BIGINT) * 4194304
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '45') AS BIGINT) * 8388608
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '48') AS BIGINT) * 16777216
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '49') AS BIGINT) * 33554432
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '51') AS BIGINT) * 67108864
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '52') AS BIGINT) * 134217728
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '53') AS BIGINT) * 268435456
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '54') AS BIGINT) * 536870912
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '55') AS BIGINT) * 1073741824
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '56') AS BIGINT) * 2147483648
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '61') AS BIGINT) * 4294967296
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '62') AS BIGINT) * 8589934592
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '71') AS BIGINT) * 17179869184
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '72') AS BIGINT) * 34359738368
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '81') AS BIGINT) * 68719476736
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '92') AS BIGINT) * 137438953472
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '99') AS BIGINT) * 274877906944
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = 'unknown') AS BIGINT) * 549755813888
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 1048576) <> 0) AS BIGINT) * 1099511627776
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 4194304) <> 0) AS BIGINT) * 2199023255552
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 6291456) = 6291456) AS BIGINT) * 4398046511104
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 1048576) <> 0) AS BIGINT) * 8796093022208
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 16777216) <> 0) AS BIGINT) * 17592186044416
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 31457280) = 31457280) AS BIGINT) * 35184372088832
    + CAST((anchor_quarter + 2 >= 8064 AND anchor_quarter + 2 <= 8102) AS BIGINT) * 70368744177664
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 4194304) <> 0) AS BIGINT) * 140737488355328
    + CAST((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AS BIGINT) * 281474976710656
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 4194304) <> 0) AS BIGINT) * 562949953421312
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 4194304) <> 0 AND anchor_employer_and_q_2_2_and_q_4_4) AS BIGINT) * 1125899906842624
    + CAST((((anchor_quarter - anchor_quarter % 4) + 4 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 7 <= 8102) AND anchor_employed_count_y_4_7 >= 3 AND anchor_sum_nominal_y_4_7 >= 15080000000) AS BIGINT) * 2251799813685248
    + CAST(((anchor_quarter - anchor_quarter % 4) + 4 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 7 <= 8102) AS BIGINT) * 4503599627370496
    + CAST(((anchor_quarter + 5 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0) AS BIGINT) * 9007199254740992
    + CAST((anchor_quarter + 5 >= 8064 AND anchor_quarter + 8 <= 8102) AS BIGINT) * 18014398509481984
    + CAST((((anchor_quarter - anchor_quarter % 4) + 8 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 11 <= 8102) AND anchor_employed_count_y_8_11 >= 3 AND anchor_sum_nominal_y_8_11 >= 15080000000) AS BIGINT) * 36028797018963968
    + CAST(((anchor_quarter - anchor_quarter % 4) + 8 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 11 <= 8102) AS BIGINT) * 72057594037927936
    + CAST(((anchor_quarter + 9 >= 8064 AND anchor_quarter + 12 <= 8102) AND (anchor_employed_mask & 8053063680) <> 0) AS BIGINT) * 144115188075855872
    + CAST((anchor_quarter + 9 >= 8064 AND anchor_quarter + 12 <= 8102) AS BIGINT) * 288230376151711744
    + CAST((((anchor_quarter - anchor_quarter % 4) + 12 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 15 <= 8102) AND anchor_employed_count_y_12_15 >= 3 AND anchor_sum_nominal_y_12_15 >= 15080000000) AS BIGINT) * 576460752303423488
    + CAST(((anchor_quarter - anchor_quarter % 4) + 12 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 15 <= 8102) AS BIGINT) * 1152921504606846976
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_sum_nominal_q_1_4 >= 52000000000) AS BIGINT) * 2305843009213693952 AS answers_0,
  CAST(0 AS BIGINT)
    + CAST(((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0 AND (anchor_employed_mask & 61440) <> 0) AS BIGINT) * 1
    + CAST((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AS BIGINT) * 2
    + CAST(((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0 AND (anchor_employed_mask & 61440) <> 0 AND (anchor_sum_nominal_q_5_8 - anchor_sum_nominal_q_m8_m5) > 0) AS BIGINT) * 4
    + CAST(((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0 AND (anchor_employed_mask & 61440) <> 0 AND (anchor_sum_real_q_5_8 - anchor_sum_real_q_m8_m5) > 0) AS BIGINT) * 8 AS answers_1
FROM feature_issuer
WHERE key IN ('body', 'other-body')
UNION ALL
SELECT 2 AS section_no, person_id, key, cohort_year, in_all,
  anchor_group_q_4_4 AS group_no,
  CAST(0 AS BIGINT)
    + CAST(true AS BIGINT) * 1
    + CAST(linked AS BIGINT) * 2
    + CAST(found AS BIGINT) * 4
    + CAST((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AS BIGINT) * 8
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 31457280) <> 0) AS BIGINT) * 16
    + CAST((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AS BIGINT) * 32
    + CAST(((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_employer_in_q_0_4_not_q_m4_m1) AS BIGINT) * 64
    + CAST(((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_employer_in_q_0_4) AS BIGINT) * 128
    + CAST(((anchor_quarter + -4 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_employer_in_q_0_4 AND anchor_employer_in_q_0_4_not_q_m4_m1) AS BIGINT) * 256
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 31457280) <> 0 AND has_alignment) AS BIGINT) * 512
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 31457280) <> 0 AND has_alignment AND (aligned_mask & 31457280) <> 0) AS BIGINT) * 1024
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND has_alignment) AS BIGINT) * 2048
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND has_alignment AND (aligned_mask & 16777216) <> 0) AS BIGINT) * 4096
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0) AS BIGINT) * 8192
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '11') AS BIGINT) * 16384
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '21') AS BIGINT) * 32768
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '22') AS BIGINT) * 65536
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '23') AS BIGINT) * 131072
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '31') AS BIGINT) * 262144
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '32') AS BIGINT) * 524288
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '33') AS BIGINT) * 1048576
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '42') AS BIGINT) * 2097152
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '44') AS BIGINT) * 4194304
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '45') AS BIGINT) * 8388608
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '48') AS BIGINT) * 16777216
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '49') AS BIGINT) * 33554432
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '51') AS BIGINT) * 67108864
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '52') AS BIGINT) * 134217728
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '53') AS BIGINT) * 268435456
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '54') AS BIGINT) * 536870912
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '55') AS BIGINT) * 1073741824
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '56') AS BIGINT) * 2147483648
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '61') AS BIGINT) * 4294967296
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '62') AS BIGINT) * 8589934592
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '71') AS BIGINT) * 17179869184
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '72') AS BIGINT) * 34359738368
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '81') AS BIGINT) * 68719476736
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '92') AS BIGINT) * 137438953472
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = '99') AS BIGINT) * 274877906944
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0 AND anchor_sector_q_4_4 = 'unknown') AS BIGINT) * 549755813888
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 1048576) <> 0) AS BIGINT) * 1099511627776
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 4194304) <> 0) AS BIGINT) * 2199023255552
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 6291456) = 6291456) AS BIGINT) * 4398046511104
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 1048576) <> 0) AS BIGINT) * 8796093022208
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 16777216) <> 0) AS BIGINT) * 17592186044416
    + CAST(((anchor_quarter + 0 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 1048576) <> 0 AND (anchor_kept_mask & 31457280) = 31457280) AS BIGINT) * 35184372088832
    + CAST((anchor_quarter + 2 >= 8064 AND anchor_quarter + 2 <= 8102) AS BIGINT) * 70368744177664
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 4194304) <> 0) AS BIGINT) * 140737488355328
    + CAST((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AS BIGINT) * 281474976710656
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 4194304) <> 0) AS BIGINT) * 562949953421312
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 4194304) <> 0 AND anchor_employer_and_q_2_2_and_q_4_4) AS BIGINT) * 1125899906842624
    + CAST((((anchor_quarter - anchor_quarter % 4) + 4 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 7 <= 8102) AND anchor_employed_count_y_4_7 >= 3 AND anchor_sum_nominal_y_4_7 >= 15080000000) AS BIGINT) * 2251799813685248
    + CAST(((anchor_quarter - anchor_quarter % 4) + 4 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 7 <= 8102) AS BIGINT) * 4503599627370496
    + CAST(((anchor_quarter + 5 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0) AS BIGINT) * 9007199254740992
    + CAST((anchor_quarter + 5 >= 8064 AND anchor_quarter + 8 <= 8102) AS BIGINT) * 18014398509481984
    + CAST((((anchor_quarter - anchor_quarter % 4) + 8 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 11 <= 8102) AND anchor_employed_count_y_8_11 >= 3 AND anchor_sum_nominal_y_8_11 >= 15080000000) AS BIGINT) * 36028797018963968
    + CAST(((anchor_quarter - anchor_quarter % 4) + 8 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 11 <= 8102) AS BIGINT) * 72057594037927936
    + CAST(((anchor_quarter + 9 >= 8064 AND anchor_quarter + 12 <= 8102) AND (anchor_employed_mask & 8053063680) <> 0) AS BIGINT) * 144115188075855872
    + CAST((anchor_quarter + 9 >= 8064 AND anchor_quarter + 12 <= 8102) AS BIGINT) * 288230376151711744
    + CAST((((anchor_quarter - anchor_quarter % 4) + 12 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 15 <= 8102) AND anchor_employed_count_y_12_15 >= 3 AND anchor_sum_nominal_y_12_15 >= 15080000000) AS BIGINT) * 576460752303423488
    + CAST(((anchor_quarter - anchor_quarter % 4) + 12 >= 8064 AND (anchor_quarter - anchor_quarter % 4) + 15 <= 8102) AS BIGINT) * 1152921504606846976
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 4 <= 8102) AND anchor_sum_nominal_q_1_4 >= 52000000000) AS BIGINT) * 2305843009213693952 AS answers_0,
  CAST(0 AS BIGINT)
    + CAST(((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0 AND (anchor_employed_mask & 61440) <> 0) AS BIGINT) * 1
    + CAST((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AS BIGINT) * 2
    + CAST(((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0 AND (anchor_employed_mask & 61440) <> 0 AND (anchor_sum_nominal_q_5_8 - anchor_sum_nominal_q_m8_m5) > 0) AS BIGINT) * 4
    + CAST(((anchor_quarter + -8 >= 8064 AND anchor_quarter + 8 <= 8102) AND (anchor_employed_mask & 503316480) <> 0 AND (anchor_employed_mask & 61440) <> 0 AND (anchor_sum_real_q_5_8 - anchor_sum_real_q_m8_m5) > 0) AS BIGINT) * 8
    + CAST(contains(covered_12m, '|body|') AS BIGINT) * 16
    + CAST((contains(covered_12m, '|body|') AND contains(attained_12m, '|X|')) AS BIGINT) * 32
    + CAST(contains(covered_12m, '|other-body|') AS BIGINT) * 64
    + CAST((contains(covered_12m, '|other-body|') AND contains(attained_12m, '|Y|')) AS BIGINT) * 128 AS answers_1
FROM feature_program
WHERE key IN ('P')
UNION ALL
SELECT 3 AS section_no, person_id, key, cohort_year, in_all,
  anchor_group_q_0_0 AS group_no,
  CAST(0 AS BIGINT)
    + CAST(true AS BIGINT) * 1
    + CAST(linked AS BIGINT) * 2
    + CAST(found AS BIGINT) * 4
    + CAST((window_observed AND pre_tested) AS BIGINT) * 8
    + CAST((window_observed AND pre_tested AND level_gained) AS BIGINT) * 16
    + CAST((window_observed AND without_diploma) AS BIGINT) * 32
    + CAST((window_observed AND without_diploma AND equivalency_earned) AS BIGINT) * 64
    + CAST((window_observed AND placed_developmental) AS BIGINT) * 128
    + CAST((window_observed AND placed_developmental AND passed_developmental) AS BIGINT) * 256
    + CAST((window_observed AND took_pathway_course) AS BIGINT) * 512
    + CAST((window_observed AND took_pathway_course AND passed_pathway_course) AS BIGINT) * 1024
    + CAST(window_observed AS BIGINT) * 2048
    + CAST((window_observed AND readiness_earned) AS BIGINT) * 4096
    + CAST((window_observed AND passed_gateway) AS BIGINT) * 8192
    + CAST((window_observed AND not_done_in_entry_term) AS BIGINT) * 16384
    + CAST((window_observed AND not_done_in_entry_term AND returned) AS BIGINT) * 32768
    + CAST((window_observed AND took_credit_course) AS BIGINT) * 65536
    + CAST((window_observed AND took_credit_course AND earned_credits_1) AS BIGINT) * 131072
    + CAST((window_observed AND took_credit_course AND earned_credits_2) AS BIGINT) * 262144 AS answers_0,
  CAST(0 AS BIGINT) AS answers_1
FROM feature_entry
WHERE key IN ('PW')
UNION ALL
SELECT 4 AS section_no, person_id, key, cohort_year, in_all,
  anchor_group_q_2_2 AS group_no,
  CAST(0 AS BIGINT)
    + CAST(true AS BIGINT) * 1
    + CAST(linked AS BIGINT) * 2
    + CAST(found AS BIGINT) * 4
    + CAST(completer AS BIGINT) * 8
    + CAST(attainment_observed AS BIGINT) * 16
    + CAST((attainment_observed AND earned_licence) AS BIGINT) * 32
    + CAST((attainment_observed AND earned_certificate) AS BIGINT) * 64
    + CAST((attainment_observed AND earned_degree) AS BIGINT) * 128
    + CAST((attainment_observed AND (earned_degree OR transferred)) AS BIGINT) * 256
    + CAST((attainment_observed AND (earned_licence OR earned_certificate OR earned_degree)) AS BIGINT) * 512
    + CAST((anchor_quarter + 1 >= 8064 AND anchor_quarter + 1 <= 8102) AS BIGINT) * 1024
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 1 <= 8102) AND (anchor_employed_mask & 2097152) <> 0) AS BIGINT) * 2048
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 3 <= 8102) AND (anchor_employed_mask & 2097152) <> 0) AS BIGINT) * 4096
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 3 <= 8102) AND (anchor_employed_mask & 2097152) <> 0 AND (anchor_employed_mask & 12582912) = 12582912) AS BIGINT) * 8192
    + CAST((anchor_quarter + 1 >= 8064 AND anchor_quarter + 3 <= 8102) AS BIGINT) * 16384
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 3 <= 8102) AND (anchor_employed_mask & 12582912) = 12582912) AS BIGINT) * 32768
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 3 <= 8102) AND (anchor_employed_mask & 14680064) <> 0) AS BIGINT) * 65536
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 3 <= 8102) AND (anchor_employed_mask & 14680064) <> 0 AND (targeted_mask & 14680064) <> 0) AS BIGINT) * 131072
    + CAST(((anchor_quarter + 1 >= 8064 AND anchor_quarter + 3 <= 8102) AND (targeted_mask & 14680064) <> 0) AS BIGINT) * 262144
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 7 <= 8102) AND (anchor_employed_mask & 12582912) = 12582912) AS BIGINT) * 524288
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 7 <= 8102) AND (anchor_employed_mask & 12582912) = 12582912 AND (anchor_employed_mask & 201326592) = 201326592) AS BIGINT) * 1048576
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 3 <= 8102) AND (anchor_employed_mask & 12582912) = 12582912) AS BIGINT) * 2097152
    + CAST((anchor_quarter + 2 >= 8064 AND anchor_quarter + 3 <= 8102) AS BIGINT) * 4194304
    + CAST(((anchor_quarter + 6 >= 8064 AND anchor_quarter + 7 <= 8102) AND (anchor_employed_mask & 201326592) = 201326592) AS BIGINT) * 8388608
    + CAST((anchor_quarter + 6 >= 8064 AND anchor_quarter + 7 <= 8102) AS BIGINT) * 16777216
    + CAST((completer AND (anchor_quarter + 2 >= 8064 AND anchor_quarter + 3 <= 8102) AND (entry_quarter + -3 >= 8064 AND entry_quarter + -2 <= 8102) AND (anchor_employed_mask & 12582912) = 12582912 AND (entry_employed_mask & 393216) = 393216) AS BIGINT) * 33554432
    + CAST((completer AND (anchor_quarter + 2 >= 8064 AND anchor_quarter + 3 <= 8102) AND (entry_quarter + -3 >= 8064 AND entry_quarter + -2 <= 8102)) AS BIGINT) * 67108864
    + CAST((completer AND (anchor_quarter + 2 >= 8064 AND anchor_quarter + 3 <= 8102) AND (entry_quarter + -3 >= 8064 AND entry_quarter + -2 <= 8102) AND (anchor_employed_mask & 12582912) = 12582912 AND (entry_employed_mask & 393216) = 393216 AND (anchor_sum_nominal_q_2_3 - entry_sum_nominal_q_m3_m2) > 0) AS BIGINT) * 134217728
    + CAST((completer AND (anchor_quarter + 2 >= 8064 AND anchor_quarter + 3 <= 8102) AND (entry_quarter + -3 >= 8064 AND entry_quarter + -2 <= 8102) AND (anchor_employed_mask & 12582912) = 12582912 AND (entry_employed_mask & 393216) = 393216 AND (anchor_sum_real_q_2_3 - entry_sum_real_q_m3_m2) > 0) AS BIGINT) * 268435456
    + CAST((anchor_quarter + 2 >= 8064 AND anchor_quarter + 2 <= 8102) AS BIGINT) * 536870912
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 2 <= 8102) AND (anchor_employed_mask & 4194304) <> 0) AS BIGINT) * 1073741824
    + CAST((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AS BIGINT) * 2147483648
    + CAST(((anchor_quarter + 4 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 16777216) <> 0) AS BIGINT) * 4294967296
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 4194304) <> 0) AS BIGINT) * 8589934592
    + CAST(((anchor_quarter + 2 >= 8064 AND anchor_quarter + 4 <= 8102) AND (anchor_employed_mask & 4194304) <> 0 AND anchor_employer_and_q_2_2_and_q_4_4) AS BIGINT) * 17179869184
    + CAST(pre_tested AS BIGINT) * 34359738368
    + CAST((pre_tested AND level_gained) AS BIGINT) * 68719476736
    + CAST(without_diploma AS BIGINT) * 137438953472
    + CAST((without_diploma AND equivalency_earned) AS BIGINT) * 274877906944
    + CAST(placed_developmental AS BIGINT) * 549755813888
    + CAST((placed_developmental AND passed_developmental) AS BIGINT) * 1099511627776
    + CAST(took_pathway_course AS BIGINT) * 2199023255552
    + CAST((took_pathway_course AND passed_pathway_course) AS BIGINT) * 4398046511104
    + CAST(readiness_earned AS BIGINT) * 8796093022208
    + CAST(passed_gateway AS BIGINT) * 17592186044416
    + CAST(not_done_in_entry_term AS BIGINT) * 35184372088832
    + CAST((not_done_in_entry_term AND returned) AS BIGINT) * 70368744177664
    + CAST(took_credit_course AS BIGINT) * 140737488355328
    + CAST((took_credit_course AND earned_credits_1) AS BIGINT) * 281474976710656
    + CAST((took_credit_course AND earned_credits_2) AS BIGINT) * 562949953421312 AS answers_0,
  CAST(0 AS BIGINT) AS answers_1
FROM feature_exit
WHERE key IN ('PW')
UNION ALL
SELECT 5 AS section_no, person_id, key, cohort_year, in_all,
  anchor_group_q_4_4 AS group_no,
  CAST(0 AS BIGINT)
    + CAST(contains(stacked_24m, '|X|') AS BIGINT) * 1
    + CAST(contains(covered_24m, '|body|') AS BIGINT) * 2
    + CAST((contains(covered_24m, '|body|') AND contains(stacked_24m, '|X|')) AS BIGINT) * 4
    + CAST(contains(stacked_48m, '|X|') AS BIGINT) * 8
    + CAST(contains(covered_48m, '|body|') AS BIGINT) * 16
    + CAST((contains(covered_48m, '|body|') AND contains(stacked_48m, '|X|')) AS BIGINT) * 32
    + CAST(contains(stacked_24m, '|Y|') AS BIGINT) * 64
    + CAST(contains(covered_24m, '|other-body|') AS BIGINT) * 128
    + CAST((contains(covered_24m, '|other-body|') AND contains(stacked_24m, '|Y|')) AS BIGINT) * 256
    + CAST(contains(stacked_48m, '|Y|') AS BIGINT) * 512
    + CAST(contains(covered_48m, '|other-body|') AS BIGINT) * 1024
    + CAST((contains(covered_48m, '|other-body|') AND contains(stacked_48m, '|Y|')) AS BIGINT) * 2048
    + CAST(contains(stacked_24m, '|CERT|') AS BIGINT) * 4096
    + CAST(contains(covered_24m, '|college|') AS BIGINT) * 8192
    + CAST((contains(covered_24m, '|college|') AND contains(stacked_24m, '|CERT|')) AS BIGINT) * 16384
    + CAST(contains(stacked_48m, '|CERT|') AS BIGINT) * 32768
    + CAST(contains(covered_48m, '|college|') AS BIGINT) * 65536
    + CAST((contains(covered_48m, '|college|') AND contains(stacked_48m, '|CERT|')) AS BIGINT) * 131072 AS answers_0,
  CAST(0 AS BIGINT) AS answers_1
FROM feature_award
WHERE key IN ('X', 'Y', 'CERT')
UNION ALL
SELECT 6 AS section_no, person_id, key, cohort_year, in_all,
  anchor_group_q_4_4 AS group_no,
  CAST(0 AS BIGINT)
    + CAST(related_covered AS BIGINT) * 1
    + CAST((related_covered AND related_earned) AS BIGINT) * 2 AS answers_0,
  CAST(0 AS BIGINT) AS answers_1
FROM feature_award
WHERE key IN ('X');

CREATE OR REPLACE TEMP TABLE unit_class AS
SELECT CAST(row_number() OVER (ORDER BY section_no, key, cohort_year, in_all, answers_0, answers_1) AS INTEGER) AS class_no,
  section_no, key, cohort_year, in_all, answers_0, answers_1
FROM (SELECT DISTINCT section_no, key, cohort_year, in_all, answers_0, answers_1 FROM unit_answers);

CREATE OR REPLACE TEMP TABLE unit_member AS
SELECT u.person_id, u.group_no, c.class_no
FROM unit_answers u
JOIN unit_class c ON c.section_no = u.section_no AND c.key = u.key AND c.cohort_year = u.cohort_year
  AND c.in_all = u.in_all AND c.answers_0 = u.answers_0 AND c.answers_1 = u.answers_1;

CREATE OR REPLACE TEMP TABLE section_count AS SELECT CAST(section_no AS INTEGER) AS section_no, CAST(count_no AS INTEGER) AS count_no, CAST(answer_column AS INTEGER) AS answer_column, CAST(answer_bit AS INTEGER) AS answer_bit, CAST(is_concentrated AS BOOLEAN) AS is_concentrated FROM (SELECT * FROM (VALUES (0, 0, 0, 0, false), (0, 1, 0, 1, false), (0, 2, 0, 2, false), (0, 3, 0, 3, false), (0, 4, 0, 4, true), (0, 5, 0, 5, false), (0, 6, 0, 6, false), (0, 7, 0, 7, false), (0, 8, 0, 8, false), (0, 9, 0, 9, false), (0, 10, 0, 10, false), (0, 11, 0, 11, false), (0, 12, 0, 12, false), (0, 13, 0, 13, false), (0, 14, 0, 14, true), (0, 15, 0, 15, true), (0, 16, 0, 16, true), (0, 17, 0, 17, true), (0, 18, 0, 18, true), (0, 19, 0, 19, true), (0, 20, 0, 20, true), (0, 21, 0, 21, true), (0, 22, 0, 22, true), (0, 23, 0, 23, true), (0, 24, 0, 24, true), (0, 25, 0, 25, true), (0, 26, 0, 26, true), (0, 27, 0, 27, true), (0, 28, 0, 28, true), (0, 29, 0, 29, true), (0, 30, 0, 30, true), (0, 31, 0, 31, true), (0, 32, 0, 32, true), (0, 33, 0, 33, true), (0, 34, 0, 34, true), (0, 35, 0, 35, true), (0, 36, 0, 36, true), (0, 37, 0, 37, true), (0, 38, 0, 38, true), (0, 39, 0, 39, true), (0, 40, 0, 40, false), (0, 41, 0, 41, false), (0, 42, 0, 42, false), (0, 43, 0, 43, false), (0, 44, 0, 44, false), (0, 45, 0, 45, false), (0, 46, 0, 46, false), (0, 47, 0, 47, true), (0, 48, 0, 48, false), (0, 49, 0, 49, false), (0, 50, 0, 50, false), (0, 51, 0, 51, true), (0, 52, 0, 52, false), (0, 53, 0, 53, true), (0, 54, 0, 54, false), (0, 55, 0, 55, true), (0, 56, 0, 56, false), (0, 57, 0, 57, true), (0, 58, 0, 58, false), (0, 59, 0, 59, true), (0, 60, 0, 60, false), (0, 61, 0, 61, false), (0, 62, 1, 0, true), (0, 63, 1, 1, true), (0, 64, 1, 2, false), (0, 65, 1, 3, false), (1, 0, 0, 0, false), (1, 1, 0, 1, false), (1, 2, 0, 2, false), (1, 3, 0, 3, false), (1, 4, 0, 4, true), (1, 5, 0, 5, false), (1, 6, 0, 6, false), (1, 7, 0, 7, false), (1, 8, 0, 8, false), (1, 9, 0, 9, false), (1, 10, 0, 10, false), (1, 11, 0, 11, false), (1, 12, 0, 12, false), (1, 13, 0, 13, false), (1, 14, 0, 14, true), (1, 15, 0, 15, true), (1, 16, 0, 16, true), (1, 17, 0, 17, true), (1, 18, 0, 18, true), (1, 19, 0, 19, true), (1, 20, 0, 20, true), (1, 21, 0, 21, true), (1, 22, 0, 22, true), (1, 23, 0, 23, true), (1, 24, 0, 24, true), (1, 25, 0, 25, true), (1, 26, 0, 26, true), (1, 27, 0, 27, true), (1, 28, 0, 28, true), (1, 29, 0, 29, true), (1, 30, 0, 30, true), (1, 31, 0, 31, true), (1, 32, 0, 32, true), (1, 33, 0, 33, true), (1, 34, 0, 34, true), (1, 35, 0, 35, true), (1, 36, 0, 36, true), (1, 37, 0, 37, true), (1, 38, 0, 38, true), (1, 39, 0, 39, true), (1, 40, 0, 40, false), (1, 41, 0, 41, false), (1, 42, 0, 42, false), (1, 43, 0, 43, false), (1, 44, 0, 44, false), (1, 45, 0, 45, false), (1, 46, 0, 46, false), (1, 47, 0, 47, true), (1, 48, 0, 48, false), (1, 49, 0, 49, false), (1, 50, 0, 50, false), (1, 51, 0, 51, true), (1, 52, 0, 52, false), (1, 53, 0, 53, true), (1, 54, 0, 54, false), (1, 55, 0, 55, true), (1, 56, 0, 56, false), (1, 57, 0, 57, true), (1, 58, 0, 58, false), (1, 59, 0, 59, true), (1, 60, 0, 60, false), (1, 61, 0, 61, false), (1, 62, 1, 0, true), (1, 63, 1, 1, true), (1, 64, 1, 2, false), (1, 65, 1, 3, false), (2, 0, 0, 0, false), (2, 1, 0, 1, false), (2, 2, 0, 2, false), (2, 3, 0, 3, false), (2, 4, 0, 4, true), (2, 5, 0, 5, false), (2, 6, 0, 6, false), (2, 7, 0, 7, false), (2, 8, 0, 8, false), (2, 9, 0, 9, false), (2, 10, 0, 10, false), (2, 11, 0, 11, false), (2, 12, 0, 12, false), (2, 13, 0, 13, false), (2, 14, 0, 14, true), (2, 15, 0, 15, true), (2, 16, 0, 16, true), (2, 17, 0, 17, true), (2, 18, 0, 18, true), (2, 19, 0, 19, true), (2, 20, 0, 20, true), (2, 21, 0, 21, true), (2, 22, 0, 22, true), (2, 23, 0, 23, true), (2, 24, 0, 24, true), (2, 25, 0, 25, true), (2, 26, 0, 26, true), (2, 27, 0, 27, true), (2, 28, 0, 28, true), (2, 29, 0, 29, true), (2, 30, 0, 30, true), (2, 31, 0, 31, true), (2, 32, 0, 32, true), (2, 33, 0, 33, true), (2, 34, 0, 34, true), (2, 35, 0, 35, true), (2, 36, 0, 36, true), (2, 37, 0, 37, true), (2, 38, 0, 38, true), (2, 39, 0, 39, true), (2, 40, 0, 40, false), (2, 41, 0, 41, false), (2, 42, 0, 42, false), (2, 43, 0, 43, false), (2, 44, 0, 44, false), (2, 45, 0, 45, false), (2, 46, 0, 46, false), (2, 47, 0, 47, true), (2, 48, 0, 48, false), (2, 49, 0, 49, false), (2, 50, 0, 50, false), (2, 51, 0, 51, true), (2, 52, 0, 52, false), (2, 53, 0, 53, true), (2, 54, 0, 54, false), (2, 55, 0, 55, true), (2, 56, 0, 56, false), (2, 57, 0, 57, true), (2, 58, 0, 58, false), (2, 59, 0, 59, true), (2, 60, 0, 60, false), (2, 61, 0, 61, false), (2, 62, 1, 0, true), (2, 63, 1, 1, true), (2, 64, 1, 2, false), (2, 65, 1, 3, false), (2, 66, 1, 4, false), (2, 67, 1, 5, false), (2, 68, 1, 6, false), (2, 69, 1, 7, false), (3, 0, 0, 0, false), (3, 1, 0, 1, false), (3, 2, 0, 2, false), (3, 3, 0, 3, false), (3, 4, 0, 4, false), (3, 5, 0, 5, false), (3, 6, 0, 6, false), (3, 7, 0, 7, false), (3, 8, 0, 8, false), (3, 9, 0, 9, false), (3, 10, 0, 10, false), (3, 11, 0, 11, false), (3, 12, 0, 12, false), (3, 13, 0, 13, false), (3, 14, 0, 14, false), (3, 15, 0, 15, false), (3, 16, 0, 16, false), (3, 17, 0, 17, false), (3, 18, 0, 18, false), (4, 0, 0, 0, false), (4, 1, 0, 1, false), (4, 2, 0, 2, false), (4, 3, 0, 3, false), (4, 4, 0, 4, false), (4, 5, 0, 5, false), (4, 6, 0, 6, false), (4, 7, 0, 7, false), (4, 8, 0, 8, false), (4, 9, 0, 9, false), (4, 10, 0, 10, false), (4, 11, 0, 11, false), (4, 12, 0, 12, false), (4, 13, 0, 13, false), (4, 14, 0, 14, false), (4, 15, 0, 15, false), (4, 16, 0, 16, false), (4, 17, 0, 17, false), (4, 18, 0, 18, false), (4, 19, 0, 19, false), (4, 20, 0, 20, false), (4, 21, 0, 21, true), (4, 22, 0, 22, false), (4, 23, 0, 23, true), (4, 24, 0, 24, false), (4, 25, 0, 25, true), (4, 26, 0, 26, false), (4, 27, 0, 27, false), (4, 28, 0, 28, false), (4, 29, 0, 29, false), (4, 30, 0, 30, true), (4, 31, 0, 31, false), (4, 32, 0, 32, false), (4, 33, 0, 33, false), (4, 34, 0, 34, false), (4, 35, 0, 35, false), (4, 36, 0, 36, false), (4, 37, 0, 37, false), (4, 38, 0, 38, false), (4, 39, 0, 39, false), (4, 40, 0, 40, false), (4, 41, 0, 41, false), (4, 42, 0, 42, false), (4, 43, 0, 43, false), (4, 44, 0, 44, false), (4, 45, 0, 45, false), (4, 46, 0, 46, false), (4, 47, 0, 47, false), (4, 48, 0, 48, false), (4, 49, 0, 49, false), (5, 0, 0, 0, false), (5, 1, 0, 1, false), (5, 2, 0, 2, false), (5, 3, 0, 3, false), (5, 4, 0, 4, false), (5, 5, 0, 5, false), (5, 6, 0, 6, false), (5, 7, 0, 7, false), (5, 8, 0, 8, false), (5, 9, 0, 9, false), (5, 10, 0, 10, false), (5, 11, 0, 11, false), (5, 12, 0, 12, false), (5, 13, 0, 13, false), (5, 14, 0, 14, false), (5, 15, 0, 15, false), (5, 16, 0, 16, false), (5, 17, 0, 17, false), (6, 0, 0, 0, false), (6, 1, 0, 1, false)) AS v(section_no, count_no, answer_column, answer_bit, is_concentrated));

CREATE OR REPLACE TEMP TABLE cell_class AS
SELECT c.section_no, l.address_no, n.count_no, c.class_no
FROM unit_class c
JOIN lattice l ON l.section_no = c.section_no AND l.key = c.key
  AND (l.cohort_year = c.cohort_year OR (l.cohort_year IS NULL AND c.in_all))
JOIN section_count n ON n.section_no = c.section_no 
  AND (CASE n.answer_column WHEN 0 THEN c.answers_0 WHEN 1 THEN c.answers_1 END & (1::BIGINT << (n.answer_bit))) <> 0;

CREATE OR REPLACE TEMP TABLE person_atom AS
SELECT person_id, classes, is_linked, CAST(dense_rank() OVER (ORDER BY classes, is_linked) - 1 AS INTEGER) AS atom_no
FROM (
  SELECT u.person_id, list(u.class_no ORDER BY u.class_no) AS classes, bool_or(l.person_id IS NOT NULL) AS is_linked
  FROM unit_member u
  LEFT JOIN person_linked l ON l.person_id = u.person_id
  GROUP BY u.person_id
);

CREATE OR REPLACE TEMP TABLE atom AS
SELECT atom_no, CAST(count(*) AS INTEGER) AS persons, bool_or(is_linked) AS is_linked, min(classes) AS classes
FROM person_atom GROUP BY atom_no;

CREATE OR REPLACE TEMP TABLE cell_atom AS
SELECT c.section_no, c.address_no, c.count_no, list(a.atom_no ORDER BY a.atom_no) AS atoms, CAST(sum(a.persons) AS INTEGER) AS persons,
  CAST(coalesce(sum(a.persons) FILTER (WHERE a.is_linked), 0) AS INTEGER) AS linked_persons
FROM cell_class c
JOIN (SELECT atom_no, persons, is_linked, unnest(classes) AS class_no FROM atom) a ON a.class_no = c.class_no
GROUP BY c.section_no, c.address_no, c.count_no;

CREATE OR REPLACE TEMP VIEW member AS
SELECT c.section_no, c.address_no, c.count_no, p.person_id
FROM cell_class c
JOIN unit_member p ON p.class_no = c.class_no;

CREATE OR REPLACE TEMP TABLE section_set AS SELECT CAST(section_no AS INTEGER) AS section_no, CAST(unit_set AS VARCHAR) AS unit_set FROM (SELECT * FROM (VALUES (0, 'award'), (1, 'issuer'), (2, 'program'), (3, 'entry'), (4, 'exit'), (5, 'award'), (6, 'award')) AS v(section_no, unit_set));

CREATE OR REPLACE TEMP TABLE class_supply AS
SELECT c.class_no, s.organisation, CAST(count(DISTINCT m.person_id) AS INTEGER) AS persons
FROM unit_class c
JOIN section_set t ON t.section_no = c.section_no
JOIN unit_member m ON m.class_no = c.class_no
JOIN unit_supplier s ON s.unit_set = t.unit_set AND s.key = c.key AND s.person_id = m.person_id
GROUP BY c.class_no, s.organisation
UNION ALL
SELECT c.class_no, CAST(NULL AS VARCHAR), CAST(count(DISTINCT m.person_id) AS INTEGER)
FROM unit_class c
JOIN section_set t ON t.section_no = c.section_no
JOIN unit_member m ON m.class_no = c.class_no
JOIN unit_supplier s ON s.unit_set = t.unit_set AND s.key = c.key AND s.person_id = m.person_id
GROUP BY c.class_no;
