import { expect, test } from 'vitest';
import { computeTiny, course, holder, tinyCatalogue, wage } from './tiny-exchange.ts';

/** Traps of domain.md 6.2 that concern measures. */

const cohort = (year: string) => ({ credential: 'X', cohort: year });
const ALL = cohort('all');

test('31 December and 1 January, the leap day and the last day of a quarter fall where the calendar says', async () => {
  const exchange = await computeTiny({
    holders: [
      holder(1, '2019-12-31'),
      holder(2, '2020-01-01'),
      holder(3, '2020-02-29'),
      holder(4, '2020-03-31'),
    ],
  });
  expect(exchange.figure('credential', cohort('2019'), 'holders').population).toBe(1);
  expect(exchange.figure('credential', cohort('2020'), 'holders').population).toBe(3);
  const quarters = await exchange.engine.rows(
    "SELECT anchor_quarter FROM unit WHERE unit_set = 'award' ORDER BY person_id",
  );
  expect(quarters.map((row) => row.anchor_quarter)).toEqual([8079, 8080, 8080, 8080]);
  await exchange.close();
});

test('a renewal never anchors, not even one before the initial award in the file', async () => {
  const exchange = await computeTiny({
    holders: [
      holder(1, '2022-05-01', { action: 'renewal' }),
      holder(1, '2020-05-01'),
      holder(2, '2021-05-01', { action: 'renewal' }),
    ],
  });
  expect(exchange.figure('credential', ALL, 'holders').population).toBe(1);
  expect(exchange.figure('credential', cohort('2020'), 'holders').population).toBe(1);
  await exchange.close();
});

test('a revoked award takes the person out of that credential alone', async () => {
  const exchange = await computeTiny({
    holders: [
      holder(1, '2020-05-01'),
      holder(1, '2021-05-01', { action: 'revoked' }),
      holder(1, '2020-06-01', { credential_code: 'Y', organisation: 'other-body' }),
    ],
  });
  expect(exchange.figure('credential', ALL, 'holders').population).toBe(0);
  expect(exchange.figure('credential', { credential: 'Y', cohort: 'all' }, 'holders').population).toBe(1);
  await exchange.close();
});

test('an old code counts as its successor, and a person once however many rows and codes', async () => {
  const exchange = await computeTiny({
    holders: [
      holder(1, '2021-05-01'),
      holder(1, '2017-05-01', { credential_code: 'X-OLD' }),
      holder(1, '2017-05-01', { credential_code: 'X-OLD' }),
      holder(1, '2019-05-01', { credential_code: 'NOT-IN-CATALOGUE' }),
    ],
  });
  expect(exchange.figure('credential', ALL, 'holders').population).toBe(1);
  expect(exchange.figure('credential', cohort('2017'), 'holders').population).toBe(1);
  expect(exchange.figure('credential', cohort('2021'), 'holders').population).toBe(0);
  await exchange.close();
});

test('exact repeats of a wage line count once, other lines of the same key add up, adjustments included', async () => {
  const exchange = await computeTiny({
    holders: [holder(1, '2019-08-15'), holder(2, '2019-08-15')],
    wages: [
      wage(1, 8079, 5000),
      wage(1, 8079, 5000),
      wage(1, 8079, 700),
      wage(1, 8079, -200),
      // The same amount under another spelling of the person is another line.
      wage(1, 8080, 5000, { subject_id: 77 }),
      wage(1, 8080, 5000),
      // Adjusted to nothing: not employed.
      wage(2, 8079, 900),
      wage(2, 8079, -900),
    ],
  });
  expect(exchange.figure('credential', ALL, 'earnings_y1_p50', 'any_nominal')).toMatchObject({
    population: 1,
    eligible: 2,
    cents: 15_500_00,
  });
  await exchange.close();
});

test('a lump sum above $50,000 stays', async () => {
  const exchange = await computeTiny({ holders: [holder(1, '2019-08-15')], wages: [wage(1, 8079, 90_000)] });
  expect(exchange.figure('credential', ALL, 'earnings_y1_p50', 'any_nominal').cents).toBe(90_000_00);
  await exchange.close();
});

test('of two employers with equal wages the smaller account is the primary one', async () => {
  const exchange = await computeTiny({
    holders: [holder(1, '2019-08-15')],
    employers: [
      { employer: 1, employer_unit: 11, naics6: '622110' },
      { employer: 2, employer_unit: 12, naics6: '332710' },
      { employer: 2, employer_unit: 13, naics6: '722511' },
    ],
    wages: [
      wage(1, 8082, 3000, { employer: 2, employer_unit: 12 }),
      wage(1, 8082, 3000, { employer: 1, employer_unit: 11 }),
    ],
  });
  expect(exchange.figure('credential', ALL, 'industry_at_+4', '62')).toMatchObject({
    numerator: 1,
    population: 1,
  });
  expect(exchange.figure('credential', ALL, 'industry_at_+4', '33').numerator).toBe(0);
  await exchange.close();
});

test('the industry is that of the unit with the largest wages, by the validity of the employer file', async () => {
  const exchange = await computeTiny({
    holders: [holder(1, '2019-08-15')],
    employers: [
      { employer: 1, employer_unit: 11, naics6: '722511', last_quarter: 8081 },
      { employer: 1, employer_unit: 11, naics6: '332710', first_quarter: 8082 },
      { employer: 1, employer_unit: 12, naics6: '622110' },
    ],
    wages: [
      wage(1, 8082, 3000, { employer: 1, employer_unit: 11 }),
      wage(1, 8082, 1000, { employer: 1, employer_unit: 12 }),
    ],
  });
  expect(exchange.figure('credential', ALL, 'industry_at_+4', '33').numerator).toBe(1);
  expect(exchange.figure('credential', ALL, 'aligned_industry', 'at_+4')).toMatchObject({
    numerator: 1,
    population: 1,
  });
  await exchange.close();
});

test('a job at an account without an employer row is of unknown sector', async () => {
  const exchange = await computeTiny({ holders: [holder(1, '2019-08-15')], wages: [wage(1, 8082, 3000)] });
  expect(exchange.figure('credential', ALL, 'industry_at_+4', 'unknown')).toMatchObject({
    numerator: 1,
    population: 1,
  });
  await exchange.close();
});

test('cohorts too young are not mature, cohorts before a source not covered, whatever the counts', async () => {
  const exchange = await computeTiny({ holders: [holder(1, '2025-02-01')], wages: [wage(1, 8101, 3000)] });
  const status = (year: string, measure: string, variant = '') =>
    exchange.figure('credential', cohort(year), measure, variant).calendar;
  expect(status('2025', 'holders')).toBe('open');
  expect(status('2025', 'employed_within_12m')).toBe('not_mature');
  expect(status('2025', 'wioa_q2')).toBe('open');
  expect(status('2024', 'employed_within_12m')).toBe('open');
  expect(status('2016', 'new_job', 'of_eligible')).toBe('not_covered');
  expect(status('2017', 'new_job', 'of_eligible')).toBe('open');
  expect(exchange.figure('credential', { credential: 'Y', cohort: '2017' }, 'holders').calendar).toBe(
    'not_covered',
  );
  await exchange.close();
});

test('only persons whose window is complete are in a denominator', async () => {
  const exchange = await computeTiny({
    // Quarter +4 of the third quarter of 2024 is the last complete one.
    holders: [holder(1, '2024-09-30'), holder(2, '2024-10-01')],
    wages: [wage(1, 8102, 100), wage(2, 8102, 100), wage(1, 8103, 100)],
  });
  expect(exchange.figure('credential', cohort('2024'), 'employed_within_12m')).toMatchObject({
    numerator: 1,
    population: 1,
  });
  await exchange.close();
});

test('fifteen quarter credits are one step as twelve semester credits are', async () => {
  const passed = (person: number, unit: string, credits: number) =>
    course(person, '2019-01-15', '2019-05-15', 'C1', { credits, credit_unit: unit });
  const exchange = await computeTiny({
    courses: [
      passed(1, 'quarter', 15),
      passed(2, 'quarter', 14),
      passed(3, 'semester', 12),
      passed(4, 'semester', 11),
    ],
  });
  expect(
    exchange.figure('pathway', { pathway: 'PW', cohort: 'all_entry' }, 'A.8', 'participants_12m'),
  ).toMatchObject({ numerator: 2, population: 4 });
  await exchange.close();
});

test('a student who never passes an entry point is no participant', async () => {
  const exchange = await computeTiny({
    courses: [course(1, '2019-01-15', '2019-05-15', 'C2'), course(2, '2019-01-15', '2019-05-15', 'C1')],
  });
  expect(exchange.figure('pathway', { pathway: 'PW', cohort: 'all_entry' }, 'participants').population).toBe(
    1,
  );
  await exchange.close();
});

test('concurrent enrolment elsewhere is no transfer', async () => {
  const spell = (person: number, from: string) => ({
    person_id: person,
    organisation: 'clearinghouse',
    row_kind: 'spell',
    begin_date: from,
  });
  const exchange = await computeTiny({
    courses: [1, 2, 3].map((person) => course(person, '2019-01-15', '2019-05-15')),
    clearinghouse: [spell(1, '2019-03-01'), spell(2, '2019-05-16'), spell(3, '2020-05-15')],
  });
  expect(exchange.figure('pathway', { pathway: 'PW', cohort: 'all_exit' }, 'B.4', 'exiters')).toMatchObject({
    numerator: 1,
    population: 3,
  });
  await exchange.close();
});

test('with a short gap a person exits twice in a year and counts once, by the last exit', async () => {
  const exchange = await computeTiny(
    {
      courses: [course(1, '2019-01-15', '2019-02-15'), course(1, '2019-08-26', '2019-10-15')],
      wages: [wage(1, 8077, 1000)],
    },
    tinyCatalogue((draft) => {
      for (const pathway of draft.pathways as Record<string, unknown>[]) pathway.exit_gap_days = 90;
    }),
  );
  const exits = { pathway: 'PW', cohort: 'exit2019' };
  expect(exchange.figure('pathway', exits, 'exiters').population).toBe(1);
  expect(exchange.figure('pathway', exits, 'C.1')).toMatchObject({ numerator: 0, population: 1 });
  await exchange.close();
});

test('a code that is a pattern for another code is not taken for it', async () => {
  const exchange = await computeTiny(
    {
      holders: [
        holder(1, '2019-05-01'),
        holder(1, '2019-06-01', { credential_code: 'Y1B', organisation: 'other-body' }),
      ],
    },
    tinyCatalogue((draft) => {
      for (const code of ['Y_B', 'Y1B']) {
        (draft.credentials as Record<string, unknown>[]).push({
          code,
          name: code,
          type: 'Certification',
          owner: 'other-body',
          status: 'active',
        });
      }
    }),
  );
  const stacked = (to: string) =>
    exchange.figure('pair', { from: 'X', to, cohort: 'all' }, 'stack_24m').population;
  expect([stacked('Y1B'), stacked('Y_B')]).toEqual([1, 0]);
  await exchange.close();
});
