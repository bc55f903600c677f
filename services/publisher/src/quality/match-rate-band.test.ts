import { expect, test } from 'vitest';
import { matchRateBand } from './match-rate-band.ts';

test('a group has a rate from 200 persons on, or from twenty times the minimum', () => {
  expect(matchRateBand(199, 100, 10)).toBeNull();
  expect(matchRateBand(200, 100, 10)).toEqual({ low: 0.5, high: 0.55 });
  expect(matchRateBand(999, 500, 50)).toBeNull();
  expect(matchRateBand(1000, 500, 50)).toEqual({ low: 0.5, high: 0.55 });
});

test('whatever was found, as many counts as the minimum give the same band', () => {
  for (const [persons, minimum] of [
    [200, 10],
    [201, 10],
    [337, 3],
    [1000, 50],
    [1013, 50],
  ] as const) {
    const counts = new Map<string, number>();
    for (let found = 0; found <= persons; found += 1) {
      const band = matchRateBand(persons, found, minimum);
      expect(band).not.toBeNull();
      expect(found / persons).toBeGreaterThanOrEqual((band?.low ?? 1) - 1e-9);
      expect(found / persons).toBeLessThanOrEqual((band?.high ?? 0) + 1e-9);
      const name = JSON.stringify(band);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(minimum);
  }
});

test('nobody learns that all or none were found', () => {
  expect(matchRateBand(500, 500, 10)).toEqual(matchRateBand(500, 450, 10));
  expect(matchRateBand(500, 0, 10)).toEqual(matchRateBand(500, 49, 10));
});
