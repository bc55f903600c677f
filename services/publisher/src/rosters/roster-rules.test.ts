import { describe, expect, test } from 'vitest';
import { binomialTail } from './binomial-tail.ts';
import { isSuddenRoster } from './sudden-roster.ts';
import { hasThresholdSpike, isAtThreshold } from './threshold-spike.ts';
import { isUnlinkedRoster } from './unlinked-roster.ts';

describe('the chance of at most so many successes', () => {
  test.each([
    [4, 0, 0.5, 1 / 16],
    [4, 2, 0.5, 11 / 16],
    [4, 4, 0.5, 1],
    [10, 1, 0.9, 10 * 0.9 * 1e-9 + 1e-10],
    [3, 0, 1, 0],
    [3, 0, 0, 1],
  ])('of %i trials, at most %i, chance %f', (trials, most, chance, expected) => {
    expect(binomialTail(trials, most, chance)).toBeCloseTo(expected, 12);
  });

  test('does not vanish for large rosters', () => {
    expect(binomialTail(20_000, 10_000, 0.5)).toBeCloseTo(0.5028, 3);
  });
});

describe('an unlinked roster', () => {
  test('is one real person among twelve invented ones', () => {
    expect(isUnlinkedRoster({ persons: 13, linked: 1 }, 0.95)).toBe(true);
  });

  test('needs five persons and a surprise of one in a million', () => {
    expect(isUnlinkedRoster({ persons: 4, linked: 0 }, 0.99)).toBe(false);
    expect(isUnlinkedRoster({ persons: 5, linked: 0 }, 0.99)).toBe(true);
    // 0.1^5 is one in a hundred thousand, 0.1^7 less than one in a million.
    expect(isUnlinkedRoster({ persons: 5, linked: 0 }, 0.9)).toBe(false);
    expect(isUnlinkedRoster({ persons: 7, linked: 0 }, 0.9)).toBe(true);
  });

  test('is none where half as many are found as usual, however large it is', () => {
    expect(isUnlinkedRoster({ persons: 10_000, linked: 4500 }, 0.9)).toBe(false);
    expect(isUnlinkedRoster({ persons: 10_000, linked: 4499 }, 0.9)).toBe(true);
  });

  test('is none where the owner is hardly ever found elsewhere', () => {
    expect(isUnlinkedRoster({ persons: 12, linked: 0 }, 0.2)).toBe(false);
  });
});

describe('a sudden roster', () => {
  test.each([
    [29, 1, true],
    [30, 1, false],
    [29, 2, false],
    [10, 1, true],
  ])('%i persons in %i terms: %s', (persons, terms, isSudden) => {
    expect(isSuddenRoster({ persons, terms })).toBe(isSudden);
  });
});

describe('a spike at the minimum', () => {
  const flat = [6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

  test('is none in sizes that do not know the minimum', () => {
    expect(hasThresholdSpike([...flat, ...flat, ...flat, ...flat], 10)).toBe(false);
  });

  test('is cohorts that stand at ten and eleven and nowhere near', () => {
    expect(hasThresholdSpike([10, 10, 11, 10], 10)).toBe(false);
    expect(hasThresholdSpike([10, 10, 11, 10, 10], 10)).toBe(true);
    expect(hasThresholdSpike([10, 10, 11, 10, 10, ...flat, ...flat], 10)).toBe(false);
  });

  test('moves with the minimum', () => {
    expect(hasThresholdSpike([10, 10, 11, 10, 10], 11)).toBe(false);
    expect([9, 10, 11, 12].map((size) => isAtThreshold(size, 10))).toEqual([false, true, true, false]);
  });
});
