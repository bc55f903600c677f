import { expect, test } from 'vitest';
import { computeTiny, course, holder, tinyCatalogue, wage } from './tiny-exchange.ts';

/** Examples of domain.md 2.7. */

const ALL_EXIT = { pathway: 'PW', cohort: 'all_exit' };
const ALL = { credential: 'X', cohort: 'all' };

test('quarters count from the exit quarter, whatever the day inside it', async () => {
  const exchange = await computeTiny({
    courses: [course(1, '2019-02-10', '2019-09-30'), course(2, '2019-02-10', '2020-01-01')],
    // Q+1 is 8079 for the first exit and 8081 for the second.
    wages: [wage(1, 8079, 1000), wage(2, 8079, 1000), wage(2, 8080, 1000)],
  });
  const units = await exchange.engine.rows(
    "SELECT person_id, anchor_quarter, entry_quarter FROM unit WHERE unit_set = 'exit' ORDER BY person_id",
  );
  expect(units).toEqual([
    { person_id: 1n, anchor_quarter: 8078, entry_quarter: 8076 },
    { person_id: 2n, anchor_quarter: 8080, entry_quarter: 8076 },
  ]);
  expect(exchange.figure('pathway', ALL_EXIT, 'C.1')).toMatchObject({ numerator: 1, population: 2 });
  await exchange.close();
});

test('C.5 and C.6 take the two quarters together; a zero quarter leaves both and C.4 but not C.1', async () => {
  const course2019 = (person: number) => course(person, '2019-02-10', '2019-09-30');
  const certificate = (person: number) => ({
    person_id: person,
    organisation: 'college',
    award_code: 'CERT',
    award_type: 'Certificate',
    award_date: '2019-09-30',
  });
  const before = (person: number) => [wage(person, 8074, 4200), wage(person, 8073, 4000)];
  const exchange = await computeTiny({
    courses: [course2019(1), course2019(2)],
    awards: [certificate(1), certificate(2)],
    wages: [
      ...before(1),
      wage(1, 8080, 6000),
      wage(1, 8081, 6500),
      ...before(2),
      wage(2, 8079, 5000),
      wage(2, 8080, 6000),
    ],
  });
  expect(exchange.figure('pathway', ALL_EXIT, 'C.5_p50', 'nominal')).toMatchObject({
    population: 1,
    eligible: 2,
    cents: 12_500_00,
  });
  expect(exchange.figure('pathway', ALL_EXIT, 'C.6_p50', 'nominal')).toMatchObject({
    population: 1,
    eligible: 2,
    cents: 4_300_00,
  });
  expect(exchange.figure('pathway', ALL_EXIT, 'C.1')).toMatchObject({ numerator: 1, population: 2 });
  expect(exchange.figure('pathway', ALL_EXIT, 'C.2', 'of_employed_q1')).toMatchObject({
    numerator: 0,
    population: 1,
  });
  expect(exchange.figure('pathway', ALL_EXIT, 'C.4')).toMatchObject({ population: 1 });
  await exchange.close();
});

test('a summer of 103 days is an exit with a gap of 90 days and none with 365', async () => {
  const courses = [course(1, '2019-01-15', '2019-05-15'), course(1, '2019-08-26', '2019-12-15')];
  const periods = async (gap: number): Promise<unknown> => {
    const exchange = await computeTiny(
      { courses },
      tinyCatalogue((draft) => {
        for (const pathway of draft.pathways as Record<string, unknown>[]) pathway.exit_gap_days = gap;
      }),
    );
    const rows = await exchange.engine.rows('SELECT entry_day, exit_day FROM participation ORDER BY period');
    await exchange.close();
    return rows;
  };
  expect(await periods(90)).toEqual([
    { entry_day: '2019-01-15', exit_day: '2019-05-15' },
    { entry_day: '2019-08-26', exit_day: '2019-12-15' },
  ]);
  expect(await periods(365)).toEqual([{ entry_day: '2019-01-15', exit_day: '2019-12-15' }]);
});

test('a takeover by another account is no new job and keeps the employer', async () => {
  const exchange = await computeTiny({
    holders: [holder(1, '2020-02-01')],
    employers: [
      { employer: 1, employer_unit: 1, naics6: '332710' },
      { employer: 2, employer_unit: 2, naics6: '332710', successor_of: 1 },
    ],
    wages: [
      wage(1, 8078, 5000),
      wage(1, 8080, 5000),
      wage(1, 8081, 5000, { employer: 2, employer_unit: 2 }),
      wage(1, 8082, 5000, { employer: 2, employer_unit: 2 }),
    ],
  });
  expect(exchange.figure('credential', ALL, 'new_job', 'of_eligible')).toMatchObject({
    numerator: 0,
    population: 1,
  });
  expect(exchange.figure('credential', ALL, 'retained_6m', 'continuous')).toMatchObject({
    numerator: 1,
    population: 1,
  });
  await exchange.close();
});

test('of 100 holders of X, 60 with covered windows and 15 of them with Y: 25 %, never 15 %', async () => {
  const exchange = await computeTiny({
    // The other body's files start in 2018: windows of awards in 2017 reach back before them.
    holders: [
      ...Array.from({ length: 60 }, (_, person) => holder(person, '2019-03-01')),
      ...Array.from({ length: 40 }, (_, person) => holder(100 + person, '2017-03-01')),
      ...Array.from({ length: 15 }, (_, person) =>
        holder(person, '2020-03-01', { credential_code: 'Y', organisation: 'other-body' }),
      ),
    ],
  });
  const pair = { from: 'X', to: 'Y', cohort: 'all' };
  expect(exchange.figure('pair', pair, 'p_y_given_x_24m')).toMatchObject({ numerator: 15, population: 60 });
  expect(exchange.figure('related', ALL, 'related_credential_24m')).toMatchObject({
    numerator: 15,
    population: 60,
  });
  await exchange.close();
});

test('annual earnings are in the prices of the base year where real', async () => {
  const exchange = await computeTiny({
    holders: [holder(1, '2019-08-15')],
    wages: [wage(1, 8079, 1000), wage(1, 8080, 1000), wage(1, 8081, 1000)],
  });
  expect(exchange.figure('credential', ALL, 'earnings_y1_p50', 'any_nominal').cents).toBe(3_000_00);
  // 1000 x 300/250 + 1000 x 300/240 + 1000 x 300/300.
  expect(exchange.figure('credential', ALL, 'earnings_y1_p50', 'any_real').cents).toBe(3_450_00);
  await exchange.close();
});
