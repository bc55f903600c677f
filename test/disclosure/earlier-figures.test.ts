import type { Outcome, ProtectInput } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { outcomesOf, TOTAL, tableWithEarlier } from '../support/earlier-table.ts';
import { protect } from './protect.ts';

/** Five neighbouring ranks at one amount. */
const evenly = (cents: number): readonly number[] => [cents, cents, cents, cents, cents];

/** Holders and those of them found, with percentiles over the holders; an earlier release showed all of it. */
function figuresOf(
  { found, others }: { readonly found: number; readonly others: number },
  apart: { readonly found: number; readonly others: number; readonly roster?: number },
): ProtectInput {
  const input = tableWithEarlier({ found, others }, null, {});
  const first = { n: 100, set: 'first' };
  const rosterApart = apart.roster ?? apart.found + apart.others;
  return {
    ...input,
    cells: input.cells.map((cell) => ({ ...cell, use: 'base' as const })),
    shares: [{ id: 'rate', numerator: 'found', denominator: TOTAL, suppliedByOthers: 100 }],
    percentiles: [
      { id: 'pay', variable: 'pay', population: TOTAL, values: [{ p: 50, around: evenly(3_100_000) }] },
      {
        id: 'pay of found',
        variable: 'pay',
        population: 'found',
        values: [{ p: 50, around: evenly(3_200_000) }],
      },
    ],
    earlier: [
      {
        id: 'first',
        cells: [],
        shares: [
          {
            id: 'rate',
            shown: { value: 0.41, low: 0.4, high: 0.42 },
            numerator: { n: 40, set: 'first', apart: apart.found },
            denominator: { ...first, apart: apart.found + apart.others },
            outsideApart: apart.others,
            rosterApart,
          },
        ],
        percentiles: [
          {
            id: 'pay',
            p: 50,
            shown: { value: 3_000_000, low: 2_975_000, high: 3_025_000 },
            apart: apart.found + apart.others,
            rosterApart,
            near: ['pay of found'],
          },
        ],
      },
    ],
  };
}

function shownFigures(input: ProtectInput): Readonly<Record<string, unknown>> {
  const { shares, percentiles } = protect(input);
  return Object.fromEntries([
    ...shares.map(({ id, outcome, from }) => [id, [outcome.status, from]]),
    ...percentiles.flatMap(({ id, values }) =>
      values.map(({ outcome, from }) => [id, [outcome.status, from]]),
    ),
  ]);
}

test('a share keeps its band until ten persons came or went on both sides, a percentile until ten did at all', () => {
  const shown = (found: number, others: number) =>
    shownFigures(figuresOf({ found: 40 + found, others: 60 + others }, { found, others }));
  const kept = ['carried', 'first'];
  expect(shown(0, 0)).toMatchObject({ rate: kept, pay: kept });
  expect(shown(9, 30)).toMatchObject({ rate: kept, pay: ['ok', undefined] });
  expect(shown(10, 9)).toMatchObject({ rate: kept, pay: ['ok', undefined] });
  expect(shown(10, 10)).toMatchObject({ rate: ['ok', undefined], pay: ['ok', undefined] });
});

/** `figuresOf` in a restatement, after `revised` persons behind each percentile were revised. */
function restatedFigures(
  change: { readonly found: number; readonly others: number; readonly roster?: number },
  revised: number,
): ProtectInput {
  const input = figuresOf({ found: 40 + change.found, others: 60 - change.others }, change);
  return {
    ...input,
    percentiles: input.percentiles.map((one) => ({ ...one, revised })),
    restates: true,
  };
}

test('a restatement changes a percentile by ten revised persons, nothing by one who was newly linked', () => {
  const [kept, anew] = [
    ['carried', 'first'],
    ['ok', undefined],
  ];
  const newlyLinked = { found: 1, others: 1, roster: 0 };
  expect(shownFigures(restatedFigures(newlyLinked, 0))).toMatchObject({ rate: kept, pay: kept });
  expect(shownFigures(restatedFigures(newlyLinked, 1))).toMatchObject({ rate: kept, pay: kept });
  expect(shownFigures(restatedFigures(newlyLinked, 9))).toMatchObject({ rate: kept, pay: kept });
  expect(shownFigures(restatedFigures(newlyLinked, 10))).toMatchObject({ rate: kept, pay: anew });
  expect(shownFigures(restatedFigures({ ...newlyLinked, roster: 9 }, 90))).toMatchObject({
    rate: kept,
    pay: kept,
  });
  expect(shownFigures(restatedFigures({ found: 10, others: 10, roster: 0 }, 0))).toMatchObject({
    rate: anew,
  });
});

test('no percentile is shown of a group that a few persons tell from one an earlier release showed', () => {
  const input = figuresOf({ found: 94, others: 40 }, { found: 0, others: 34 });
  expect(shownFigures(input)['pay of found']).toEqual(['suppressed', undefined]);
  const apart = input.earlier.map((release) => ({
    ...release,
    percentiles: release.percentiles.map((one) => ({ ...one, near: [] })),
  }));
  expect(shownFigures({ ...input, earlier: apart })['pay of found']).toEqual(['ok', undefined]);
  const restated = (revised: number) =>
    shownFigures({
      ...input,
      percentiles: input.percentiles.map((one) => ({ ...one, revised })),
      restates: true,
    })['pay of found'];
  expect(restated(9)).toEqual(['suppressed', undefined]);
  expect(restated(10)).toEqual(['ok', undefined]);
});

test('what an earlier share told is counted in when a count is shown for the first time', () => {
  const earlier = {
    [TOTAL]: { n: 100, value: 100 },
    a: { n: 40, value: 40 },
    b: { n: 18, value: null },
    c: { n: 42, value: null },
  };
  const table = tableWithEarlier({ a: 40, b: 5, c: 42, inside: 13 }, earlier, {});
  const members: Readonly<Record<string, readonly number[]>> = { b: [1, 3], [TOTAL]: [0, 1, 2, 3] };
  const group = { set: 'first', apart: 0 };
  const told = {
    id: 'rate',
    shown: { value: 0.75, low: 0.7, high: 0.8 },
    numerator: { ...group, n: 13 },
    denominator: { ...group, n: 18 },
    outsideApart: 0,
    rosterApart: 0,
  };
  const outcomeOf = (shares: readonly (typeof told)[]): Outcome | undefined => {
    const input: ProtectInput = {
      ...table,
      dimensions: {
        d: { total: TOTAL, mustNest: true, trees: [{ a: TOTAL, b: TOTAL, c: TOTAL }] },
      },
      cells: table.cells.map((cell) => ({
        ...cell,
        members: Uint32Array.from(members[cell.id] ?? cell.members),
        n: { b: 18 }[cell.id] ?? cell.n,
        ...(cell.id === 'inside' ? { population: 'found', key: { d: 'b' } } : {}),
      })),
      shares: [{ id: 'rate', numerator: 'inside', denominator: 'b', suppliedByOthers: 100 }],
      earlier: table.earlier.map((release) => ({ ...release, shares })),
    };
    return outcomesOf(input).inside;
  };
  expect(outcomeOf([])).toMatchObject({ status: 'ok', value: 10 });
  expect(outcomeOf([told])).toEqual({ status: 'suppressed' });
});
