import { type KnownLevel, LEVELS } from '@credlink/tokens';
import { describe, expect, it } from 'vitest';
import { acrossFiles, outcomeChances } from './chance.ts';

const DATE_CHANCES: Readonly<Record<string, number>> = {
  'birthDate.sorted': 0.0001,
  'birthDate.yearDay': 0.0006,
  'birthDate.yearMonth': 0.0011,
  'birthDate.monthDay': 0.0031,
};
const chance = (level: KnownLevel) => DATE_CHANCES[level] ?? 0;
const isUsed = (level: KnownLevel) => level !== 'birthDate.full' && level in DATE_CHANCES;

describe('chance agreement of two people', () => {
  it('is the geometric mean of what the two files measured', () => {
    expect(acrossFiles({ 'zip.five': 0.04 }, { 'zip.five': 0.01 }, 'zip.five')).toBeCloseTo(0.02, 12);
  });

  it('splits into a difference and levels without a remainder', () => {
    const chances = outcomeChances('birthDate', chance, isUsed, 0, () => 0);
    expect(chances.length).toBe(1 + LEVELS.birthDate.length);
    expect(chances.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    expect(chances[1]).toBe(0);
    expect(chances[2]).toBeCloseTo(0.0001, 12);
  });

  it('takes out the records of one person that a file repeats', () => {
    const repeats = 0.00008;
    const [, , sorted] = outcomeChances('birthDate', chance, isUsed, repeats, () => 0.9);
    expect(sorted).toBeCloseTo((0.0001 - 0.9 * repeats) / (1 - repeats), 9);
  });

  it('stays a probability whatever a manifest states', () => {
    const chances = outcomeChances(
      'birthDate',
      () => 1,
      isUsed,
      0.4,
      () => 1,
    );
    expect(chances.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(chances.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  it('holds a name pair in the other order for rarer than one in the same order', () => {
    const [, , , , unordered] = outcomeChances(
      'surname',
      () => 0.001,
      () => true,
      0,
      () => 0,
    );
    expect(unordered).toBeLessThan(0.0001);
  });
});
