import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseCap,
  chooseCaps,
  chooseLoneCap,
  heavySources,
  loneBudget,
  pairsUpTo,
  sizesOf,
} from './pair-budget.ts';

const pairs = (n: number, keys: number) => (keys * n * (n - 1)) / 2;

describe('cap on shared values', () => {
  it('takes everything where everything fits', () => {
    expect(
      chooseCap(
        [
          { n: 2, keys: 10 },
          { n: 50, keys: 1 },
        ],
        10_000,
      ),
    ).toBe(50);
  });

  it('leaves a placeholder that half the file shares out', () => {
    expect(
      chooseCap(
        [
          { n: 2, keys: 1000 },
          { n: 40, keys: 3 },
          { n: 50_000, keys: 1 },
        ],
        1_000_000,
      ),
    ).toBe(40);
  });

  it('always lets two nodes meet', () => {
    expect(chooseCap([{ n: 2, keys: 1000 }], 10)).toBe(2);
    expect(chooseCap([], 10)).toBe(2);
  });

  it('never exceeds the budget, and would with the next larger block', () => {
    const sizes = fc
      .uniqueArray(fc.record({ n: fc.integer({ min: 2, max: 60 }), keys: fc.integer({ min: 1, max: 9 }) }), {
        selector: ({ n }) => n,
        minLength: 1,
      })
      .map((list) => list.sort((left, right) => left.n - right.n));
    fc.assert(
      fc.property(sizes, fc.integer({ min: 100, max: 20_000 }), (list, budget) => {
        const cap = chooseCap(list, budget);
        const upTo = (most: number) =>
          list.filter(({ n }) => n <= most).reduce((sum, { n, keys }) => sum + pairs(n, keys), 0);
        if (cap > 2) expect(upTo(cap)).toBeLessThanOrEqual(budget);
        const next = list.find(({ n }) => n > cap);
        if (next !== undefined) expect(upTo(next.n)).toBeGreaterThan(budget);
      }),
    );
  });
});

describe('pairs that one rule alone proposes', () => {
  const falling = [
    { n: 2, pairs: 90_000 },
    { n: 3, pairs: 60_000 },
    { n: 4, pairs: 1 },
  ];

  it('are all looked at where they fit, and lose the most common values first where they do not', () => {
    expect(loneBudget(2_000_000)).toBe(250_000);
    expect(chooseLoneCap(falling, 150_001)).toBe(4);
    expect(chooseLoneCap(falling, 150_000)).toBe(3);
  });

  it('are kept where two nodes share a value that nobody else has', () => {
    expect(chooseLoneCap(falling, 10)).toBe(2);
    expect(chooseLoneCap([], 10)).toBe(2);
  });
});

describe('budget of all rules', () => {
  const tens = (keys: number) => [{ n: 10, keys }];
  const selective = [
    { n: 2, keys: 500 },
    { n: 3, keys: 100 },
  ];

  it('changes nothing where all rules together fit', () => {
    expect(chooseCaps([tens(10), selective], 10_000, 10_000)).toEqual([10, 3]);
  });

  it('takes groups of ten under every rule away and leaves the selective rules whole', () => {
    const hostile = Array.from({ length: 80 }, () => tens(1000));
    expect(chooseCaps([...hostile, selective], 50_000, 1_000_000)).toEqual([...hostile.map(() => 1), 3]);
  });

  it('takes from a mixed rule its largest blocks only', () => {
    const mixed = [...selective, { n: 10, keys: 2000 }];
    expect(chooseCaps([mixed, mixed], 100_000, 50_000)).toEqual([3, 3]);
  });

  it('is never exceeded, whatever the rules propose, and never lifts a cap', () => {
    const sizes = fc
      .uniqueArray(
        fc.record({ n: fc.integer({ min: 2, max: 60 }), keys: fc.integer({ min: 1, max: 900 }) }),
        {
          selector: ({ n }) => n,
        },
      )
      .map((list) => list.sort((left, right) => left.n - right.n));
    fc.assert(
      fc.property(
        fc.array(sizes, { maxLength: 12 }),
        fc.integer({ max: 500_000, min: 0 }),
        (rules, total) => {
          const caps = chooseCaps(rules, 100_000, total);
          const spent = rules.reduce((sum, list, index) => sum + pairsUpTo(list, caps[index] ?? 0), 0);
          expect(spent).toBeLessThanOrEqual(total);
          for (const [index, list] of rules.entries()) {
            expect(caps[index]).toBeLessThanOrEqual(chooseCap(list, 100_000));
          }
        },
      ),
    );
  });

  it('counts blocks over all sources', () => {
    expect(
      sizesOf([
        { source: 1, n: 4, nodes: 3 },
        { source: 0, n: 2, nodes: 6 },
        { source: 0, n: 4, nodes: 5 },
      ]),
    ).toEqual([
      { n: 2, keys: 3 },
      { n: 4, keys: 2 },
    ]);
  });

  it('names the upload that meets far more partners than the others', () => {
    const demand = (source: number, partners: number) => ({ source, chances: 1000, partners });
    expect(heavySources([demand(0, 400), demand(1, 9000), demand(2, 700)])).toEqual([demand(1, 9000)]);
    expect(heavySources([demand(0, 400), demand(1, 3900), demand(2, 700)])).toEqual([]);
    expect(heavySources([demand(0, 1), demand(1, 1900)])).toEqual([]);
    expect(heavySources([demand(0, 900_000)])).toEqual([]);
  });
});
