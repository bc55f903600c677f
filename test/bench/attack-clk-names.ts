import { Random } from '../../packages/sample/src/random.ts';
import type { Grams } from './attack-clk.ts';
import type { Group } from './attack-clk-groups.ts';
import { meanShared, sharedByGroups, sharedByValues, type Value } from './attack-clk-shared.ts';
import { rowOf } from './attack-matrix.ts';

/** Spread of the bits that two values share, between a key and the mean of others; and of the bits of one value. */
const SHARED_SPREAD = 4;
const OWN_SPREAD = 9;
/** Spread of the logarithm of how many bear a value, between two files of the same region. */
const BEARERS_SPREAD = 0.6;
/** What a pair that does not fit costs at most, what one that fits gains, and what a group without a name costs. */
const WORST_FIT = -6;
const BEST_FIT = 1;
const NO_NAME = -8;
/** Groups that are named, and fewest records of one. */
const MOST_GROUPS = 50;
const LEAST_MEMBERS = 5;
/** From nearly any value to nearly the best one, in units of fit; started several times, for some runs end astray. */
const FIRST_TEMPERATURE = 30;
const LAST_TEMPERATURE = 3;
const SWEEPS = 1500;
const STARTS = 8;
const MENDING_ROUNDS = 10;

/** The value of each group, the number of values for none. */
type Reading = readonly number[];

/** How well each value fits a group, and last how well none does, the other groups having the values of a reading. */
type Fits = (group: number, of: Reading) => Float64Array;

const fitOf = (gap: number, spread: number): number => -(gap ** 2) / 2 / spread ** 2;

function fitsBetween(groups: readonly Group[], values: readonly Value[], grams: Grams): Fits {
  const [ofGroups, ofValues] = [sharedByGroups(groups), sharedByValues(values, grams)];
  // Values in common use share more bits under one key than under another: the means are set equal.
  const offset =
    meanShared(
      ofValues,
      values.map(({ bearers }) => bearers),
    ) -
    meanShared(
      ofGroups,
      groups.map(() => 1),
    );
  const alone = groups.map(({ members }, group) =>
    values.map(({ bearers }, value) => {
      const gap = (rowOf(ofGroups, group)[group] ?? 0) - (rowOf(ofValues, value)[value] ?? 0);
      const ratio = Math.log((members.length + 1) / (bearers + 1));
      return fitOf(ratio, BEARERS_SPREAD) + Math.max(2 * WORST_FIT, fitOf(gap, OWN_SPREAD));
    }),
  );
  return (group, of) => {
    const fits = Float64Array.from([...(alone[group] ?? []), NO_NAME]);
    for (const [other, its] of of.entries()) {
      if (its === values.length || other === group) continue;
      const bits = (rowOf(ofGroups, group)[other] ?? 0) + offset;
      const expected = rowOf(ofValues, its);
      for (let value = 0; value < values.length; value++) {
        const fit = fitOf(bits - (expected[value] ?? 0), SHARED_SPREAD);
        fits[value] = (fits[value] ?? 0) + BEST_FIT + (value === its ? fit : Math.max(WORST_FIT, fit));
      }
    }
    return fits;
  };
}

/** A place drawn with chances that grow with its fit, the more so the lower the temperature. */
function drawn(random: Random, fits: Float64Array, temperature: number): number {
  const most = Math.max(...fits);
  const weights = fits.map((fit) => Math.exp((fit - most) / temperature));
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const place = weights.findIndex((weight) => {
    rest -= weight;
    return rest <= 0;
  });
  return place < 0 ? fits.indexOf(most) : place;
}

/** A reading by simulated annealing: each group in turn takes a value by how it fits the others', ever more strictly. */
function annealed(random: Random, groups: number, values: number, fitsOf: Fits): Reading {
  const reading = Array.from({ length: groups }, () => values);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const temperature = FIRST_TEMPERATURE * (LAST_TEMPERATURE / FIRST_TEMPERATURE) ** (sweep / SWEEPS);
    for (let group = 0; group < groups; group++) {
      reading[group] = drawn(random, fitsOf(group, reading), temperature);
    }
  }
  for (let round = 0; round < MENDING_ROUNDS; round++) {
    for (let group = 0; group < groups; group++) {
      const fits = fitsOf(group, reading);
      reading[group] = fits.indexOf(Math.max(...fits));
    }
  }
  return reading;
}

/**
 * Says which value each group has: two values share nearly as many bits under one key as under another.
 *
 * @returns by group the place of its value, or null
 */
export function nameGroups(
  groups: readonly Group[],
  values: readonly Value[],
  grams: Grams,
): readonly (number | null)[] {
  const large = groups.slice(0, MOST_GROUPS).filter(({ members }) => members.length >= LEAST_MEMBERS);
  const fitsOf = fitsBetween(large, values, grams);
  const fitOfAll = (reading: Reading): number =>
    reading.reduce((sum, value, group) => sum + (fitsOf(group, reading)[value] ?? 0), 0);
  const readings = Array.from({ length: STARTS }, (_, start) =>
    annealed(new Random(`names/${start}`), large.length, values.length, fitsOf),
  );
  const best = readings.reduce((one, other) => (fitOfAll(other) > fitOfAll(one) ? other : one));
  return groups.map((_, group) => {
    const value = best[group] ?? values.length;
    return value === values.length ? null : value;
  });
}
