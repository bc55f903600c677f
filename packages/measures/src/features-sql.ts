import {
  ALIGNED_MASK,
  countName,
  EMPLOYED_MASK,
  employerTestName,
  groupName,
  KEPT_MASK,
  TARGETED_MASK,
  wageColumn,
} from './feature-name.ts';
import type { FeaturePlan } from './feature-plan.ts';
import type { Span } from './span.ts';
import { bit, text } from './sql-dialect.ts';
import { EARLIEST_OFFSET, maskTest } from './window-mask.ts';

/** Bit of a quarter column seen from an anchor column. */
function offsetBit(quarter: string, anchor: string): string {
  return bit(`${quarter} - ${anchor} - (${EARLIEST_OFFSET})`);
}

/** A span over the two places of a quarter seen from a spot: `place` from its quarter, `year_place` from its year. */
function within({ base, from, to }: Span): string {
  return `${base === 'quarter' ? 'place' : 'year_place'} BETWEEN ${from} AND ${to}`;
}

/**
 * Window features of every distinct (person, quarter) that anchors a window: `spot`, `spot_wage` (masks, sums,
 * counts, sectors), `spot_employer` (tests on one employer); and of units: `unit_aligned`, `unit_targeted`.
 * Reads `unit`, `person_quarter`, `employer_quarter`, `unit_quarter`, `workplace_industry`.
 */
export function featureTables(plan: FeaturePlan, keySectors: readonly string[]): readonly string[] {
  const { from, to } = plan.reach;
  const sums = [...plan.sums].map(
    ([name, sum]) =>
      `CAST(sum(CASE WHEN ${within(sum.span)} THEN ${wageColumn(sum)} ELSE 0 END) AS BIGINT) AS ${name}`,
  );
  const columns = [...new Set(['nominal', 'real', ...[...plan.sums.values()].map(wageColumn)])];
  const counts = [...plan.counts].map(
    ([name, span]) => `sum(CASE WHEN employed AND ${within(span)} THEN 1 ELSE 0 END) AS ${name}`,
  );
  const groups = plan.employerOffsets.map(
    (offset) => `max(CASE WHEN place = ${offset} THEN group_no END) AS ${groupName(offset)}`,
  );
  const known = keySectors.map(text).join(', ');
  const sectors = [...plan.sectors].map(
    ([name, offset]) =>
      `coalesce(max(CASE WHEN place = ${offset} AND sector IN (${known}) THEN sector END), 'unknown') AS ${name}`,
  );
  return [
    `CREATE OR REPLACE TEMP TABLE spot AS
SELECT person_id, anchor_quarter AS quarter FROM unit UNION SELECT person_id, entry_quarter FROM unit`,
    `CREATE OR REPLACE TEMP TABLE spot_wage AS
SELECT ${[
      'person_id',
      'quarter',
      `coalesce(bit_or(CASE WHEN employed THEN ${bit(`place - (${EARLIEST_OFFSET})`)} END), 0) AS ${EMPLOYED_MASK}`,
      ...groups,
      ...sums,
      ...counts,
      ...sectors,
    ].join(',\n  ')}
FROM (
  SELECT s.person_id, s.quarter, q.quarter - s.quarter AS place, q.quarter - (s.quarter - s.quarter % 4) AS year_place,
    coalesce(q.employed, false) AS employed, q.group_no, substr(q.naics6, 1, 2) AS sector,
    ${columns.map((name) => `CASE WHEN q.employed THEN q.${name} ELSE 0 END AS ${name}`).join(', ')}
  FROM spot s
  LEFT JOIN person_quarter q
    ON q.person_id = s.person_id AND q.quarter BETWEEN s.quarter + (${from}) AND s.quarter + ${to}
)
GROUP BY person_id, quarter`,
    spotEmployer(plan),
    `CREATE OR REPLACE TEMP TABLE unit_aligned AS
SELECT u.unit_no, bit_or(${offsetBit('q.quarter', 'u.anchor_quarter')}) AS ${ALIGNED_MASK}
FROM unit u
JOIN person_quarter q
  ON q.person_id = u.person_id AND q.quarter BETWEEN u.anchor_quarter + (${from}) AND u.anchor_quarter + ${to}
JOIN (
  SELECT DISTINCT a.code, n.naics6
  FROM cat_alignment a JOIN (SELECT DISTINCT naics6 FROM workplace_industry) n ON n.naics6 LIKE a.prefix || '%'
) a ON a.code = u.align_code AND a.naics6 = q.naics6
WHERE q.employed
GROUP BY u.unit_no`,
    `CREATE OR REPLACE TEMP TABLE unit_targeted AS
SELECT u.unit_no, bit_or(${offsetBit('q.quarter', 'u.anchor_quarter')}) AS ${TARGETED_MASK}
FROM unit u
JOIN unit_quarter q
  ON q.person_id = u.person_id AND q.quarter BETWEEN u.anchor_quarter + (${from}) AND u.anchor_quarter + ${to}
JOIN workplace_industry w
  ON w.workplace_no = q.workplace_no AND q.quarter BETWEEN w.first_quarter AND w.last_quarter
JOIN cat_target t ON t.pathway_id = u.key AND w.naics6 LIKE t.prefix || '%'
WHERE u.unit_set = 'exit' AND q.cents > 0
GROUP BY u.unit_no`,
  ];
}

function spotEmployer(plan: FeaturePlan): string {
  const tests = [...plan.employerTests.values()].map((test) => {
    const parts = [
      ...(test.any === null ? [] : [maskTest('paid', 'any', test.any)]),
      ...test.every.map((offset) => maskTest('paid', 'any', { from: offset, to: offset, base: 'quarter' })),
      ...(test.none === null ? [] : [`NOT (${maskTest('paid', 'any', test.none)})`]),
    ];
    return `bool_or(${parts.join(' AND ')}) AS ${employerTestName(test)}`;
  });
  return `CREATE OR REPLACE TEMP TABLE spot_employer AS
SELECT ${['person_id', 'quarter', `coalesce(bit_or(paid) FILTER (WHERE is_anchor), 0) AS ${KEPT_MASK}`, ...tests].join(',\n  ')}
FROM (
  SELECT s.person_id, s.quarter, q.group_no, bit_or(${offsetBit('q.quarter', 's.quarter')}) AS paid,
    bool_or(coalesce(q.group_no = s.${groupName(0)}, false)) AS is_anchor
  FROM spot_wage s
  JOIN employer_quarter q
    ON q.person_id = s.person_id
    AND q.quarter BETWEEN s.quarter + (${plan.reach.from}) AND s.quarter + ${plan.reach.to}
  WHERE q.cents > 0
  GROUP BY s.person_id, s.quarter, q.group_no
)
GROUP BY person_id, quarter`;
}

/** Column names of the two feature tables of a spot, without the person and the quarter. */
export function spotColumns(plan: FeaturePlan): {
  readonly wage: readonly string[];
  readonly employer: readonly string[];
} {
  return {
    wage: [
      EMPLOYED_MASK,
      ...plan.employerOffsets.map(groupName),
      ...plan.sums.keys(),
      ...[...plan.counts.values()].map(countName),
      ...plan.sectors.keys(),
    ],
    employer: [KEPT_MASK, ...[...plan.employerTests.values()].map(employerTestName)],
  };
}
