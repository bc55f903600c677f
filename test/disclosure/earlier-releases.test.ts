import { EXACT_POLICY, type Policy, ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { type Earlier, outcomesOf, TOTAL, tableWithEarlier } from '../support/earlier-table.ts';
import { protect } from './protect.ts';

const FIRST = { [TOTAL]: { n: 100, value: 100 }, a: { n: 40, value: 40 }, b: { n: 60, value: 60 } };

test('three persons more leave the figure as it was, and say that it is the earlier one', () => {
  const outcomes = outcomesOf(tableWithEarlier({ a: 43, b: 60 }, FIRST, { [TOTAL]: 3, a: 3 }));
  expect([outcomes.a, outcomes[TOTAL]]).toEqual([
    { status: 'carried', value: 40, low: 35, high: 44 },
    { status: 'carried', value: 100, low: 95, high: 104 },
  ]);
});

test('a figure changes from ten persons on, not from nine', () => {
  const statusAt = (more: number) =>
    outcomesOf(tableWithEarlier({ a: 40 + more, b: 60 }, FIRST, { [TOTAL]: more, a: more })).a?.status;
  expect([0, 1, 9, 10].map(statusAt)).toEqual(['carried', 'carried', 'carried', 'ok']);
});

test('what fell under the minimum keeps its figure when few persons left', () => {
  const first = { [TOTAL]: { n: 72, value: 70 }, a: { n: 12, value: 10 }, b: { n: 60, value: 60 } };
  const outcomes = outcomesOf(tableWithEarlier({ a: 9, b: 60 }, first, { [TOTAL]: 3, a: 3 }));
  expect(outcomes.a).toEqual({ status: 'carried', value: 10, low: 10, high: 14 });
});

test('a count that was hidden is not shown later for the very same persons', () => {
  const first = {
    [TOTAL]: { n: 115, value: 120 },
    a: { n: 50, value: null },
    b: { n: 5, value: null },
    c: { n: 60, value: 60 },
  };
  const outcomes = outcomesOf(tableWithEarlier({ a: 50, b: 5, c: 90 }, first, { [TOTAL]: 30, c: 30 }));
  expect([outcomes.a?.status, outcomes.b?.status]).toEqual(['suppressed', 'suppressed']);
});

test('a carried thirty is thirty at least where readers know that it could not be shown with fewer', () => {
  // 35 at most less 25 leaves up to ten for b, less 30 up to five.
  const totalOf = (b: number, least: number | undefined) => {
    const input = tableWithEarlier({ a: 30, b }, { a: { n: 30, value: 30 } }, {});
    const earlier = input.earlier.map((release) => ({
      ...release,
      cells: release.cells.map((cell) => ({
        ...cell,
        shown: cell.shown && (least === undefined ? cell.shown : { ...cell.shown, least }),
      })),
    }));
    const outcomes = outcomesOf({ ...input, earlier });
    expect([outcomes.a?.status, outcomes.b?.status]).toEqual(['carried', 'suppressed']);
    return outcomes[TOTAL]?.status;
  };
  expect([undefined, 25, 26, 30].map((least) => totalOf(1, least))).toEqual([
    'ok',
    'ok',
    'suppressed',
    'suppressed',
  ]);
  expect(totalOf(9, 30)).toBe('ok');
});

test('ranges are proven for one release, and beside an earlier one', () => {
  const notChecked = (earlier: Earlier | null, policy: Policy) =>
    protect(tableWithEarlier({ a: 40, b: 60 }, earlier, {}, policy)).checks.flatMap(({ id, result }) =>
      result === 'passed' || !['B2', 'B3', 'B4'].includes(id) ? [] : [id],
    );
  expect([notChecked(null, EXACT_POLICY), notChecked(FIRST, EXACT_POLICY)]).toEqual([[], []]);
  expect([notChecked(null, ROUNDED_POLICY), notChecked(FIRST, ROUNDED_POLICY)]).toEqual([[], []]);
});

test('a figure keeps the value of any release that few persons came or went since, not of the last alone', () => {
  const input = tableWithEarlier({ a: 40, b: 60 }, FIRST, {});
  const second = tableWithEarlier({ a: 40, b: 60 }, { a: { n: 60, value: 60 } }, { a: 20 }).earlier.map(
    (release) => ({
      ...release,
      id: 'second',
      cells: release.cells.map((cell) => ({ ...cell, set: 'second' })),
    }),
  );
  const { cells } = protect({ ...input, earlier: [...input.earlier, ...second] });
  expect(cells.find(({ id }) => id === 'a')).toMatchObject({
    outcome: { status: 'carried', value: 40 },
    from: 'first',
  });
});

test('true counts: a difference of three persons that the sums around it would tell is refused', () => {
  // a keeps 40, and 12 more in b make b and the total new: the total less b is a with its three.
  const first = { [TOTAL]: { n: 100, value: 100 }, a: { n: 40, value: 40 }, b: { n: 60, value: 60 } };
  const {
    [TOTAL]: total,
    a,
    b,
  } = outcomesOf(tableWithEarlier({ a: 43, b: 72 }, first, { [TOTAL]: 15, a: 3, b: 12 }, EXACT_POLICY));
  expect(a).toMatchObject({ status: 'carried', value: 40 });
  expect([total?.status, b?.status].filter((status) => status === 'ok')).toHaveLength(1);
});

test('parts and total are not shown together where they tell that a few came, or left', () => {
  const shownOf = (then: number, now: number) => {
    const first = {
      [TOTAL]: { n: 2 * then, value: 2 * then },
      a: { n: then, value: then },
      b: { n: then, value: then },
    };
    const apart = Math.abs(now - then);
    const apartOf = { [TOTAL]: 2 * apart, a: apart, b: apart };
    const outcomes = outcomesOf(tableWithEarlier({ a: now, b: now }, first, apartOf));
    return Object.values(outcomes).filter(({ status }) => status !== 'suppressed').length;
  };
  // 55 at least less 45 at most are ten, nine of them at most in the other part; of 45 at least that does not follow.
  expect([shownOf(20, 29), shownOf(20, 27), shownOf(29, 20)]).toEqual([2, 3, 2]);
});
