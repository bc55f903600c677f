import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicatePrecision } from './duplicate-method.ts';

/** Whole draws of a population with known truth; a generator of its own keeps the test the same every time. */
function drawLinks(records: number, found: number, wrongPerRecord: number) {
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const poisson = () => {
    let [count, product] = [0, random()];
    for (const limit = Math.exp(-wrongPerRecord); product > limit; count += 1) product *= random();
    return count;
  };
  let [once, several, right, wrong] = [0, 0, 0, 0];
  for (let record = 0; record < records; record += 1) {
    const isFound = random() < found;
    const others = poisson();
    right += isFound ? 1 : 0;
    wrong += others;
    const links = (isFound ? 1 : 0) + others;
    if (links === 1) once += 1;
    if (links > 1) several += 1;
  }
  return { drawn: { records, once, several }, precision: right / (right + wrong) };
}

describe('the duplicate method', () => {
  it.each([
    [0.95, 0.02],
    [0.5, 0.1],
    [0.3, 0.01],
  ])('finds the precision of simulated links (share found %d, wrong links a record %d)', (found, wrong) => {
    const { drawn, precision } = drawLinks(100_000, found, wrong);
    expect(Math.abs((duplicatePrecision(drawn)?.precision ?? 0) - precision)).toBeLessThan(0.01);
  });

  it('says all links are right where no record drew two, and nothing where nothing was drawn', () => {
    expect(duplicatePrecision({ records: 1000, once: 400, several: 0 })?.precision).toBeCloseTo(1, 9);
    expect(duplicatePrecision({ records: 1000, once: 1000, several: 0 })?.precision).toBe(1);
    expect(duplicatePrecision({ records: 1000, once: 0, several: 0 })).toBeNull();
  });

  it('says nothing where wrong links come in heaps', () => {
    expect(duplicatePrecision({ records: 1000, once: 10, several: 500 })).toBeNull();
  });

  it('tells how much one record would change it: little of many, much where few have a partner', () => {
    const many = duplicatePrecision({ records: 1000, once: 900, several: 20 });
    expect(many?.step).toBeLessThan(0.005);
    const few = duplicatePrecision({ records: 100_000, once: 200, several: 0 });
    expect(few?.step).toBeGreaterThan(0.5);
  });

  it('is a share, and falls with every further record that drew two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(50), fc.nat(500), (once, several, none) => {
        const at = (more: number) =>
          duplicatePrecision({ records: once + several + more + none + 1, once, several: several + more })
            ?.precision;
        const [fewer, more] = [at(0), at(1)];
        if (fewer === undefined || more === undefined) return;
        expect(fewer).toBeGreaterThanOrEqual(0);
        expect(fewer).toBeLessThanOrEqual(1);
        expect(more).toBeLessThanOrEqual(fewer + 1e-9);
      }),
    );
  });
});
