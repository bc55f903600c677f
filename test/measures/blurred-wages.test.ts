import { quarterIndex } from '@credlink/contracts';
import { ROUNDED_POLICY } from '@credlink/disclosure';
import { UNITS_PER_CENT } from '@credlink/measures';
import { expect, test } from 'vitest';
import { computeTiny, type FactRow, holder, tinyCatalogue, wage } from './tiny-exchange.ts';

const { blurCents } = ROUNDED_POLICY.percentiles;
const X = { credential: 'X', cohort: 'all' };
const AWARD = '2021-05-15';
const AFTER = [1, 2, 3, 4].map((offset) => quarterIndex(2021, 2) + offset);
const seedsOf = (count: number, secret: string) =>
  Array.from({ length: count }, (_, person) => `${secret} ${person}`);
const earning = (person: number, dollars: number): readonly FactRow[] =>
  AFTER.map((quarter) => wage(person, quarter, dollars));

test("a year's pay behind a percentile is off by four quarters' blur at most, the same in every release and beside whomever", async () => {
  const medianOf = async (secret: string, others: number): Promise<number> => {
    const people = Array.from({ length: others }, (_, place) => place + 2);
    const exchange = await computeTiny(
      {
        holders: [
          holder(1, AWARD),
          ...people.map((person) => holder(person, AWARD, { credential_code: 'Y' })),
        ],
        wages: [earning(1, 10_000), ...people.map((person) => earning(person, 9_000 + person))].flat(),
      },
      tinyCatalogue(),
      { cents: blurCents, seeds: seedsOf(others + 2, secret) },
    );
    const { cents } = exchange.figure('credential', X, 'earnings_y1_p50', 'any_nominal');
    await exchange.close();
    return cents ?? Number.NaN;
  };
  const alone = await medianOf('secret', 0);
  expect(alone).not.toBe(4_000_000);
  expect(Math.abs(alone - 4_000_000)).toBeLessThanOrEqual(4 * blurCents);
  expect(await medianOf('secret', 40)).toBe(alone);
  expect(await medianOf('another', 0)).not.toBe(alone);
});

test('every move up to the blur is as likely as any other, quarter by quarter, and real wages move with nominal ones', async () => {
  const people = Array.from({ length: 500 }, (_, person) => person + 1);
  const exchange = await computeTiny(
    {
      holders: people.map((person) => holder(person, AWARD)),
      wages: people.flatMap((person) => earning(person, 10_000)),
    },
    tinyCatalogue(),
    { cents: blurCents, seeds: seedsOf(501, 'secret') },
  );
  const rows = await exchange.engine.rows(
    'SELECT quarter, nominal, blurred_nominal, blurred_real FROM person_quarter ORDER BY person_id, quarter',
  );
  await exchange.close();
  const moves = rows.map((row) => (Number(row.blurred_nominal) - Number(row.nominal)) / UNITS_PER_CENT);
  expect(moves).toHaveLength(2000);
  expect(moves.every((move) => Number.isInteger(move) && Math.abs(move) <= blurCents)).toBe(true);
  // 400 are expected in each fifth, give or take 18; and of neighbouring quarters no product leans to one side.
  const fifths = [0, 1, 2, 3, 4].map(
    (fifth) =>
      moves.filter((move) => Math.floor(((move + blurCents) / (2 * blurCents + 1)) * 5) === fifth).length,
  );
  expect(fifths.every((count) => Math.abs(count - 400) < 90)).toBe(true);
  const along = moves
    .slice(1)
    .reduce((sum, move, place) => sum + (move * (moves[place] ?? 0)) / blurCents ** 2, 0);
  expect(Math.abs(along / moves.length)).toBeLessThan(0.04);
  expect(rows.every((row) => row.blurred_real === row.blurred_nominal)).toBe(true);
});

test('who is counted goes by true wages: a family wage that is reached to the cent is reached', async () => {
  for (const secret of ['one', 'two']) {
    const exchange = await computeTiny(
      { holders: [holder(1, AWARD)], wages: [...earning(1, 13_000)] },
      tinyCatalogue(),
      { cents: blurCents, seeds: seedsOf(2, secret) },
    );
    expect(exchange.figure('credential', X, 'family_wage_share_y1', 'nominal')).toMatchObject({
      numerator: 1,
      population: 1,
    });
    await exchange.close();
  }
});

test('without a seed for somebody who is counted nothing is computed', async () => {
  const computed = computeTiny(
    { holders: [holder(1, AWARD)], wages: [...earning(1, 13_000)] },
    tinyCatalogue(),
    { cents: blurCents, seeds: ['nobody'] },
  );
  await expect(computed).rejects.toMatchObject({ kind: 'fault' });
});
