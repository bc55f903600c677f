import type { Attribute, KnownLevel } from '@credlink/tokens';
import { attributeOf } from './rule-space.ts';

/** Least and most that two people of any file agree at a level, as a chance. */
type Bounds = readonly [least: number, most: number];

/**
 * Least: about a third of what the most varied population there is would give. Names: the sum of squared shares of the
 * 2010 census' surnames is 5e-4, of given names 2e-3 and more. Dates: a century of birthdays. ZIPs and towns: those of
 * the whole country. Numbers and addresses that are a person's own agree by chance once in their range. Every file of
 * the labelled sets and of the test town lies above them, but for files with too few records to see a pair agree.
 *
 * Most: a file about one street, one cohort or one family, still with several people in it.
 */
const BOUNDS: Readonly<Record<KnownLevel, Bounds>> = {
  'given.exact': [7e-4, 0.2],
  'given.root': [7e-4, 0.2],
  'given.oneDeletion': [5e-3, 0.5],
  'given.soundex': [1.5e-3, 0.3],
  'given.firstThree': [1.5e-3, 0.3],
  'given.initial': [0.02, 0.5],
  'middle.exact': [2e-3, 0.3],
  'middle.initial': [0.02, 0.5],
  'surname.exact': [1.7e-4, 0.5],
  'surname.part': [1.7e-4, 0.5],
  'surname.oneDeletion': [1.2e-3, 0.7],
  'surname.unordered': [1e-6, 0.1],
  'surname.either': [5e-4, 0.5],
  'surname.soundex': [5e-4, 0.5],
  'surname.firstThree': [8e-4, 0.5],
  'surname.lastThree': [8e-4, 0.5],
  'surname.eitherSound': [1e-3, 0.5],
  'birthDate.full': [9e-6, 0.02],
  'birthDate.sorted': [1.2e-5, 0.02],
  'birthDate.yearDay': [1e-4, 0.1],
  'birthDate.yearMonth': [2.7e-4, 0.2],
  'birthDate.monthDay': [9e-4, 0.2],
  'birthDate.near': [8e-4, 0.5],
  'birthDate.year': [3e-3, 1],
  'sex.exact': [0.4, 1],
  'ssn.nine': [1e-9, 0.02],
  'ssn.lastFour': [3e-5, 0.03],
  'street.line': [1e-8, 0.2],
  'street.numberWord': [1e-7, 0.2],
  'street.word': [5e-5, 1],
  'city.exact': [1e-5, 1],
  'city.oneDeletion': [1e-4, 1],
  'zip.five': [9e-6, 1],
  'zip.oneDeletion': [1e-4, 1],
  'zip.firstThree': [3e-4, 1],
  'phone.exact': [1e-9, 0.02],
  'phone.lastSeven': [3e-8, 0.02],
  'email.address': [1e-9, 0.02],
  'email.oneDeletion': [1e-6, 0.2],
  'email.local': [1e-6, 0.05],
  'email.domain': [9e-4, 1],
  'reference.exact': [0, 1],
};

/**
 * How many times more varied the people of one source may be than those of the others: names and birth dates of linked
 * sources are of one population, while the people of one town may be a part of a state's.
 */
const MOST_VARIED: Readonly<Partial<Record<Attribute, number>>> = {
  given: 2,
  middle: 2,
  surname: 2,
  birthDate: 4,
  street: 20,
  city: 20,
  zip: 20,
};

function within(value: number, [least, most]: Bounds): number {
  return Math.min(most, Math.max(least, value));
}

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/**
 * Claim: no contributor decides by what its manifest states how much an agreement is worth. Chance agreement is stated
 * and cannot be checked, for the exchange sees no names; a manifest of zeros would make any two people of one name a
 * link, a manifest of ones would make differences speak for one person. What is stated counts only between what the
 * most varied and the most uniform of populations would give, and no source is believed to be many times more varied
 * than the others: a tenth of the middle one of the others (a hundredth for addresses) is the least.
 *
 * Not claimed: that within these bounds a wrong figure does no harm, or that a majority of sources cannot lie.
 *
 * @param stated chance by series; undefined where no file of it carries the attribute
 */
export function plausibleChances(
  level: KnownLevel,
  stated: readonly (number | undefined)[],
): readonly (number | undefined)[] {
  const bounded = stated.map((chance) => (chance === undefined ? undefined : within(chance, BOUNDS[level])));
  const ratio = MOST_VARIED[attributeOf(level)];
  if (ratio === undefined) return bounded;
  return bounded.map((chance, index) => {
    const others = bounded.flatMap((other, place) => (other === undefined || place === index ? [] : [other]));
    return chance === undefined ? undefined : Math.max(chance, middleOf(others) / ratio);
  });
}
