import { type Outcome, type ProtectInput, UnsafeRelease } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { besideEarlier, earlierRelease, leftBetween } from '../support/beside-earlier.ts';
import { outcomesOf } from '../support/earlier-table.ts';
import { protect } from './protect.ts';

function statuses(input: ProtectInput): Readonly<Record<string, Outcome['status']>> {
  return Object.fromEntries(Object.entries(outcomesOf(input)).map(([id, { status }]) => [id, status]));
}

test('true counts: a range of nine that two releases leave together is widened, one of ten is left', () => {
  expect(statuses(leftBetween(5))).toMatchObject({ ax: 'carried', xy: 'ok', az: 'suppressed' });
  expect(statuses(leftBetween(6))).toMatchObject({ ax: 'carried', xy: 'ok', az: 'ok' });
});

test('true counts: each release alone leaves that count a wide range', () => {
  const alone = { ...leftBetween(5), earlier: [] };
  const [a, x] = alone.cells;
  if (a === undefined || x === undefined) throw new TypeError('two cells');
  // Hidden for another reason, as the first release hid them.
  const concentrations = [a, x].map(({ id }) => ({ cell: id, contributors: 1, largestShare: 1 }));
  expect(statuses({ ...alone, concentrations })).toMatchObject({ ax: 'ok', xy: 'ok', az: 'ok' });
});

test('true counts: readers know that nine at most came or went behind a carried figure', () => {
  // 40 then is 31 to 49 now: beside a shown 39 it leaves 0 to 10, beside 40 no ten.
  const beside = (shown: number) =>
    statuses(
      besideEarlier(
        { c: shown, h: 41 - shown },
        { all: ['c', 'h'] },
        { all: { n: 40, shown: true, apart: 1 } },
      ),
    );
  expect(beside(39)).toEqual({ all: 'carried', c: 'ok', h: 'suppressed' });
  expect(beside(40)).toEqual({ all: 'carried', c: 'suppressed', h: 'suppressed' });
});

test('true counts: nine who came to parts that both releases hide are not told, ten may be', () => {
  const cameTo = (more: number) =>
    statuses(
      besideEarlier(
        { c: 52, small: 6, large: 24 + more },
        { all: ['c', 'small', 'large'] },
        {
          all: { n: 70, shown: true, apart: 12 + more },
          c: { n: 40, shown: true, apart: 12 },
          small: { n: 6, shown: false, apart: 0 },
          large: { n: 24, shown: false, apart: more },
        },
      ),
    );
  expect(cameTo(9)).toMatchObject({ all: 'ok', c: 'suppressed' });
  expect(cameTo(10)).toMatchObject({ all: 'ok', c: 'ok' });
});

test('true counts: a release in between tells of the count behind the figure it carried', () => {
  // c was 40, and 31 to 49 when the second release carried that beside a shown 58: so a, which stayed, is 9 at least.
  const beside = (z: number) => {
    const input = besideEarlier({ a: 9, c: 79, z }, { ac: ['a', 'c'], az: ['a', 'z'] }, {});
    const earlier = [
      earlierRelease('first', { c: { n: 40, shown: true, apart: 39 } }),
      earlierRelease('second', {
        ac: { n: 58, shown: true, apart: 30 },
        a: { n: 9, shown: false, apart: 0 },
        c: { n: 49, shown: false, apart: 30, keeps: 'first' },
      }),
    ];
    return statuses({ ...input, earlier }).az;
  };
  expect([beside(9), beside(10)]).toEqual(['suppressed', 'ok']);
});

test('true counts after rounded ones: what is carried stays rounded, and no sum tells its count', () => {
  const input = besideEarlier(
    { a: 42, b: 30, c: 60 },
    { ab: ['a', 'b'] },
    { a: { n: 42, shown: true, apart: 0 } },
  );
  const earlier = input.earlier.map((release) => ({
    ...release,
    cells: release.cells.map((one) => ({ ...one, shown: { value: 40, low: 35, high: 44 } })),
  }));
  const outcomes = outcomesOf({ ...input, earlier });
  expect(outcomes.a).toEqual({ status: 'carried', value: 40, low: 35, high: 44 });
  expect([outcomes.ab, outcomes.b].filter((outcome) => outcome?.status === 'ok')).toHaveLength(1);
});

test('true counts: what an earlier release tells by itself is no reason to publish more, and the refusal says so', () => {
  const input = besideEarlier(
    { a: 25, b: 5 },
    { all: ['a', 'b'] },
    {
      all: { n: 30, shown: true, apart: 0 },
      a: { n: 25, shown: true, apart: 0 },
      b: { n: 5, shown: false, apart: 0 },
    },
  );
  expect(() => protect(input)).toThrow(UnsafeRelease);
  expect(() => protect(input)).toThrow(/B4.*earlier releases/);
});
