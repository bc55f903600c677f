import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseCap } from './pair-sql.ts';

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
