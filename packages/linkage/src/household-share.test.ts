import { describe, expect, it } from 'vitest';
import { BLOCKS } from './evidence-block.ts';
import { householdsBehind, pairKind, SURNAME, withOtherSurnames } from './pair-kind.ts';

const slotsWith = (surname: number) => BLOCKS.map((_, block) => (block === SURNAME ? surname : 0));

describe('households behind a pair that is seen', () => {
  it('are those of other surnames too where the surname agrees, and none where it differs', () => {
    expect(householdsBehind(slotsWith(2), false)).toBeCloseTo(1 / 0.7, 12);
    expect(householdsBehind(slotsWith(0), false)).toBeCloseTo(1 / 0.7, 12);
    expect(householdsBehind(slotsWith(1), false)).toBe(0);
  });

  it('are five hundred where only a borrowed SSN brings two together', () => {
    expect(householdsBehind(slotsWith(2), true)).toBeCloseTo(500, 9);
    expect(householdsBehind(slotsWith(1), true)).toBeCloseTo(500, 9);
  });

  it('leaves three in ten surnames different, whatever was fitted, and the rest in proportion', () => {
    const kind = pairKind(BLOCKS.map(({ size }) => new Float64Array(size)));
    const surname = kind.values[SURNAME];
    if (surname === undefined) throw new Error('no surname');
    surname.set([1, 0.02, 0.6, 0.2]);
    withOtherSurnames(kind);
    expect([...surname.slice(0, 4)].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([
      1, 0.3, 0.525, 0.175,
    ]);
    expect(surname.slice(1).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });
});
