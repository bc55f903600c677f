import { type Attribute, LEVELS } from '@credlink/tokens';
import { describe, expect, it } from 'vitest';
import { estimate } from './model.ts';
import { DIFFERS, type PatternCount, SCORED } from './pattern.ts';

const NODES = 10_000;
const LINKS = 6000;
const AGREES: Readonly<Partial<Record<Attribute, number>>> = { surname: 2, given: 2, birthDate: 2, zip: 1 };
const NAMES = Object.keys(AGREES) as readonly Attribute[];
const SAME: Readonly<Record<string, number>> = { surname: 0.9, given: 0.95, birthDate: 0.97, zip: 0.7 };
const CHANCE: Readonly<Record<string, number>> = {
  surname: 0.002,
  given: 0.01,
  birthDate: 0.00005,
  zip: 0.01,
};

function pattern(outcomes: Partial<Record<Attribute, number>>): number {
  return SCORED.reduce((sum, attribute, index) => sum + (outcomes[attribute] ?? 0) * 16 ** index, 0);
}

/** Expected counts of every combination of agreements and differences; pairs that agree on fewer than two are unseen. */
function plantedCounts(): readonly (PatternCount & { readonly links: number })[] {
  return Array.from({ length: 2 ** NAMES.length }, (_, mask) => {
    const isAgreed = (index: number) => Math.floor(mask / 2 ** index) % 2 === 1;
    const share = (chances: Readonly<Record<string, number>>) =>
      NAMES.reduce((product, name, index) => {
        const chance = chances[name] ?? 0;
        return product * (isAgreed(index) ? chance : 1 - chance);
      }, 1);
    const links = LINKS * share(SAME);
    const outcomes = Object.fromEntries(
      NAMES.map((name, index) => [name, isAgreed(index) ? (AGREES[name] ?? 0) : DIFFERS]),
    );
    return {
      pairType: 1,
      pattern: pattern(outcomes),
      nameBucket: -1,
      links,
      pairs: links + (NODES * NODES - LINKS) * share(CHANCE),
      agreements: NAMES.filter((_, index) => isAgreed(index)).length,
    };
  }).filter(({ agreements }) => agreements >= 2);
}

const USED: readonly string[] = ['surname.part', 'given.root', 'birthDate.sorted', 'zip.five'];
const chances = {
  'surname.part': CHANCE.surname ?? 0,
  'given.root': CHANCE.given ?? 0,
  'birthDate.sorted': CHANCE.birthDate ?? 0,
  'zip.five': CHANCE.zip ?? 0,
};
const PAIR_TYPE = {
  pairType: 1,
  left: 0,
  right: 1,
  possiblePairs: NODES * NODES,
  meetsBySsnOnly: false,
  levels: new Set(
    Object.values(LEVELS)
      .flat()
      .filter((level) => USED.includes(level)),
  ),
};
const SERIES = [
  { nodes: NODES, chances },
  { nodes: NODES, chances },
];

describe('estimation', () => {
  const counts = plantedCounts();
  const estimates = estimate({
    counts,
    pairTypes: [PAIR_TYPE],
    series: SERIES,
    isUsed: (level) => USED.includes(level),
  });

  it('converges and says so', () => {
    expect(estimates.isConverged).toBe(true);
    expect(estimates.iterations).toBeLessThan(100);
  });

  it('recovers how often records of one person agree', () => {
    expect(estimates.samePerson.surname?.[3]).toBeCloseTo(0.9, 1);
    expect(estimates.samePerson.birthDate?.[3]).toBeCloseTo(0.97, 1);
  });

  it('finds the planted number of links to within two per cent', () => {
    const expected = counts.reduce(
      (sum, { pairs }, index) => sum + pairs / (1 + Math.exp(-(estimates.logOdds[index] ?? 0))),
      0,
    );
    const planted = counts.reduce((sum, { links }) => sum + links, 0);
    expect(Math.abs(expected / planted - 1)).toBeLessThan(0.02);
  });

  it('holds more agreement for likelier', () => {
    const weight = (outcomes: Partial<Record<Attribute, number>>) =>
      estimates.logOdds[counts.findIndex((count) => count.pattern === pattern(outcomes))] ?? Number.NaN;
    const all = weight({ ...AGREES });
    const moved = weight({ ...AGREES, zip: DIFFERS });
    const namesake = weight({ ...AGREES, birthDate: DIFFERS });
    expect(all).toBeGreaterThan(moved);
    expect(moved).toBeGreaterThan(0);
    expect(namesake).toBeLessThan(moved);
  });

  it('never links what contradicts, however rare the agreement', () => {
    const borrowed = pattern({ ssn: 1, surname: 2, given: DIFFERS });
    const { logOdds } = estimate({
      counts: [{ pairType: 1, pattern: borrowed, nameBucket: -1, pairs: 50 }],
      pairTypes: [PAIR_TYPE],
      series: SERIES,
      isUsed: () => true,
    });
    expect(logOdds).toEqual([-60]);
  });

  it('refuses counts of a pair type it was not told of', () => {
    const count = { pairType: 9, pattern: 0, nameBucket: -1, pairs: 1 };
    expect(() =>
      estimate({ counts: [count], pairTypes: [PAIR_TYPE], series: SERIES, isUsed: () => true }),
    ).toThrow(RangeError);
  });
});
