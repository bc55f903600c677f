import { expect, test } from 'vitest';
import { protect } from '../../../test/disclosure/protect.ts';
import { cell, everybodyVouched, shown, tableOf } from '../../../test/support/protected-table.ts';

test('a share is shown as a band, unless a side is too small or the band would tell it to one of two numbers', () => {
  const base = { use: 'base', population: 'employed' } as const;
  // Of 40 shown as 35 to 44: 10 to 15 % is 5 or 6 persons, 15 to 20 % is 6 to 8.
  const sizes = { n4: 4, n5: 5, n6: 6, n33: 33, n34: 34, n36: 36 };
  const weights = Array.from({ length: 40 }, () => 1);
  const first = (n: number) => [...weights.keys()].slice(0, n);
  const cells = [
    cell('all', first(40), 40),
    ...Object.entries(sizes).map(([id, n]) => cell(id, first(n), n, { ...base, key: { d: id } })),
  ];
  const shares = Object.keys(sizes).map((id) => ({
    id,
    numerator: id,
    denominator: 'all',
    suppliedByOthers: 100,
  }));
  const result = protect(tableOf({}, { atoms: everybodyVouched(weights), cells, shares }));
  expect(result.shares).toEqual([
    { id: 'n33', outcome: { status: 'ok', value: 0.825, low: 0.8, high: 0.85 } },
    { id: 'n34', outcome: { status: 'suppressed' } },
    { id: 'n36', outcome: { status: 'suppressed' } },
    { id: 'n4', outcome: { status: 'suppressed' } },
    { id: 'n5', outcome: { status: 'suppressed' } },
    { id: 'n6', outcome: { status: 'ok', value: 0.175, low: 0.15, high: 0.2 } },
  ]);
});

test('a share is withheld with a hidden count that is one of its parts', () => {
  const cells = [
    cell('all', [0, 1], 40),
    cell('some', [0], 8, { population: 'employed', key: { d: 'all' } }),
  ];
  const share = { id: 's', numerator: 'some', denominator: 'all', suppliedByOthers: 100 };
  const input = tableOf({}, { atoms: everybodyVouched([8, 32]), cells, shares: [share] });
  expect(protect(input).shares).toEqual([{ id: 's', outcome: { status: 'suppressed' } }]);
});

test('a count of some of a group that one organisation supplied needs 30 confirmed persons, that of all of it ten', () => {
  const linked = (n: number, suppliedByOthers: number) => {
    const cells = [
      cell('all', [0, 1], n + 60),
      cell('linked', [0], n, { population: 'linked', key: { d: 'all' }, suppliedByOthers }),
    ];
    const result = shown(tableOf({}, { atoms: everybodyVouched([n, 60]), cells }));
    expect(result.all).not.toBeNull();
    return result.linked;
  };
  expect([14, 15, 29, 30].map((n) => linked(n, 9))).toEqual([null, null, null, 30]);
  expect([9, 10, 14, 15].map((n) => linked(n, 10))).toEqual([null, 10, 10, 20]);
  expect(shown(tableOf({ a: 14, b: 60 })).a).toBe(10);
});

test('a hidden part is not told by thirty being the least that is shown of one organisation', () => {
  const withPart = (n: number, others: number | undefined) => {
    const issuer = others === undefined ? {} : { suppliedByOthers: others };
    const cells = [
      cell('all', [0, 1], n + 30, issuer),
      cell('part', [0], n, issuer),
      cell('thirty', [1], 30, issuer),
    ];
    const result = shown(tableOf({}, { atoms: everybodyVouched([n, 30]), cells }));
    expect(result.part).toBeNull();
    return [result.all, result.thirty];
  };
  // 30 and 30 leave a part of up to ten where 25 may be shown as 30, and of less than five where 30 are the least.
  expect([withPart(1, undefined), withPart(1, 10)]).toEqual([
    [30, 30],
    [30, 30],
  ]);
  expect(withPart(1, 9)).toContain(null);
  expect(withPart(9, 0)).toEqual([40, 30]);
});

test('nor by thirty being the least that has a share of one organisation', () => {
  const withShare = (suppliedByOthers: number) => {
    const cells = [
      cell('all', [0, 1, 2], 31),
      cell('part', [0], 1),
      cell('thirty', [1, 2], 30),
      cell('half', [1], 15, { population: 'half', key: { d: 'thirty' }, use: 'base' }),
    ];
    const share = { id: 's', numerator: 'half', denominator: 'thirty', suppliedByOthers };
    const result = protect(tableOf({}, { atoms: everybodyVouched([1, 15, 15]), cells, shares: [share] }));
    return [...result.cells, ...result.shares].filter(({ outcome }) => outcome.status === 'ok').length;
  };
  expect(withShare(10)).toBe(3);
  expect(withShare(9)).toBe(2);
});
