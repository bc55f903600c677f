import { expect, test } from 'vitest';
import { adjustedShare } from './adjusted-share.ts';

const exactly = (share: number) => ({ low: share, high: share });

test('without errors a share stays as it is shown', () => {
  expect(adjustedShare({ low: 0.4, high: 0.45 }, { wrong: exactly(0), missed: exactly(0) })).toEqual({
    low: 0.4,
    high: 0.45,
  });
});

test('gives back the truth of a cohort whose linkage has known errors', () => {
  // 1,000 persons, 800 in wages; 10 % of them missed; 20 of those found are wrong.
  const right = 800 * 0.9;
  const found = (right + 20) / 1000;
  const adjusted = adjustedShare(exactly(found), { wrong: exactly(20 / (right + 20)), missed: exactly(0.1) });
  expect(adjusted.low).toBeCloseTo(0.8, 12);
  expect(adjusted.high).toBeCloseTo(0.8, 12);
});

test('holds the truth wherever its parts lie between their bounds, and stays a share', () => {
  const errors = { wrong: { low: 0.005, high: 0.03 }, missed: { low: 0.05, high: 0.2 } };
  for (const shown of [0.1, 0.5, 0.9]) {
    const { low, high } = adjustedShare({ low: shown - 0.02, high: shown + 0.02 }, errors);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
    for (const wrong of [0.005, 0.02, 0.03]) {
      for (const missed of [0.05, 0.1, 0.2]) {
        const truth = Math.min(1, (shown * (1 - wrong)) / (1 - missed));
        expect(truth).toBeGreaterThanOrEqual(low);
        expect(truth).toBeLessThanOrEqual(high);
      }
    }
  }
});

test('where all may have been missed nothing is said above', () => {
  expect(adjustedShare(exactly(0.3), { wrong: exactly(0), missed: { low: 0, high: 1 } }).high).toBe(1);
});
