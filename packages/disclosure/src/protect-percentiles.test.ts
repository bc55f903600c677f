import { expect, test } from 'vitest';
import { protect } from '../../../test/disclosure/protect.ts';
import { tableOf } from '../../../test/support/protected-table.ts';

test('percentiles need 30 persons inside and 100 outside, in steps of 500 dollars', () => {
  const percentile = (population: string) => ({
    id: `pay ${population}`,
    variable: 'pay',
    population,
    values: [
      { p: 10, around: [1_514_999, 1_514_999, 1_524_999, 1_534_999, 1_534_999] },
      { p: 50, around: [3_000_000, 3_000_000, 3_025_000, 3_050_000, 3_050_000] },
    ],
  });
  const input = tableOf({ a: 29, b: 30, c: 99, d: 100 });
  const result = protect({ ...input, percentiles: ['a', 'b', 'c', 'd'].map(percentile) });
  const median = { p: 50, outcome: { status: 'ok', value: 3_050_000, low: 3_000_000, high: 3_100_000 } };
  const outer = { p: 10, outcome: { status: 'ok', value: 1_500_000, low: 1_450_000, high: 1_550_000 } };
  const no = (p: number) => ({ p, outcome: { status: 'suppressed' } });
  expect(result.percentiles).toEqual([
    { id: 'pay a', values: [no(10), no(50)] },
    { id: 'pay b', values: [no(10), median] },
    { id: 'pay c', values: [no(10), median] },
    { id: 'pay d', values: [outer, median] },
  ]);
});

test('a percentile whose neighbours say something else is hidden, one beside it is not', () => {
  const far = { p: 25, around: [1_000_000, 1_000_000, 2_000_000, 2_000_000, 2_100_000] };
  const near = { p: 50, around: [2_990_000, 2_995_000, 3_000_000, 3_005_000, 3_010_000] };
  const percentiles = [{ id: 'pay', variable: 'pay', population: 'all', values: [far, near] }];
  const [pay] = protect({ ...tableOf({ a: 40, b: 60 }), percentiles }).percentiles;
  expect(pay?.values.map(({ p, outcome }) => `${p} ${outcome.status}`)).toEqual(['25 suppressed', '50 ok']);
});

test('of two percentile groups 9 persons apart only the larger is shown, 10 apart both', () => {
  const median = (population: string) => ({
    id: population,
    variable: 'pay',
    population,
    values: [{ p: 50, around: new Array<number>(5).fill(100) }],
  });
  const statuses = (apart: number) => {
    const input = tableOf({ a: 40, b: apart });
    return protect({ ...input, percentiles: [median('all'), median('a')] }).percentiles.map(
      ({ id, values }) => `${id} ${values[0]?.outcome.status}`,
    );
  };
  expect(statuses(9)).toEqual(['a suppressed', 'all ok']);
  expect(statuses(10)).toEqual(['a ok', 'all ok']);
});

test('percentiles of wages that are blurred less than the policy asks are refused, also where nobody says how much', () => {
  const values = [{ p: 50, around: new Array<number>(5).fill(100) }];
  const input = {
    ...tableOf({ a: 40 }),
    percentiles: [{ id: 'pay', variable: 'pay', population: 'a', values }],
  };
  const { blurCents } = input.policy.percentiles;
  const { blurCents: _, ...silent } = input;
  expect(() => protect({ ...input, blurCents: blurCents - 1 })).toThrow(RangeError);
  expect(() => protect(silent)).toThrow(RangeError);
  expect(protect({ ...input, blurCents }).percentiles).toHaveLength(1);
});
