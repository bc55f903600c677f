import { LEVELS } from '@credlink/tokens';
import { describe, expect, it } from 'vitest';
import { plausibleChances } from './plausible-chance.ts';

const levels = Object.values(LEVELS).flat();

describe('chance agreement as far as it is believed', () => {
  it('leaves what real files state as it is', () => {
    // Two files of febrl4 and one of the labelled sets of a century.
    expect(plausibleChances('surname.exact', [0.0046, 0.0025])).toEqual([0.0046, 0.0025]);
    expect(plausibleChances('surname.exact', [0.00067])).toEqual([0.00067]);
    expect(plausibleChances('birthDate.full', [2.7e-5, 2.7e-5])).toEqual([2.7e-5, 2.7e-5]);
    expect(plausibleChances('street.line', [8e-8, 2.4e-7])).toEqual([8e-8, 2.4e-7]);
  });

  it('takes zeros for the most varied population, and ones for the most uniform', () => {
    for (const level of levels.filter((one) => one !== 'reference.exact')) {
      const [least = 0] = plausibleChances(level, [0]);
      const [most = 0] = plausibleChances(level, [1]);
      expect(least).toBeGreaterThan(0);
      expect(most).toBeGreaterThan(least);
    }
    expect(plausibleChances('given.exact', [1])[0]).toBe(0.2);
  });

  it('believes no source to be more than twice as varied in its names as the middle one of the others', () => {
    expect(plausibleChances('given.exact', [0, 0.06])).toEqual([0.03, 0.06]);
    expect(plausibleChances('given.exact', [0.03, 0.06])).toEqual([0.03, 0.06]);
    expect(plausibleChances('given.exact', [0.0299, 0.06])[0]).toBe(0.03);
  });

  it('lets one source among four raise nobody', () => {
    expect(plausibleChances('surname.exact', [0.001, 0.0012, 0.0011, 1]).slice(0, 3)).toEqual([
      0.001, 0.0012, 0.0011,
    ]);
  });

  it('says nothing of a source that does not carry the attribute', () => {
    expect(plausibleChances('zip.five', [undefined, 0.01])).toEqual([undefined, 0.01]);
  });
});
