import type { Random } from '../../packages/sample/src/random.ts';
import type { CubePerson, PersonSource } from './cube-persons.ts';

const LATE_AWARDS = 130;
const INTAKE = 60;
const ERASURES = 9;
const CORRECTIONS = 7;

/**
 * The same roster one quarter later: awards that came late, one big intake of one issuer into one credential, a few
 * erased persons, a few corrected regions. The order is shuffled, so that places say nothing.
 */
export function nextQuarter(
  persons: readonly CubePerson[],
  source: PersonSource,
  regions: readonly string[],
  random: Random,
): readonly CubePerson[] {
  const changed = persons.slice();
  for (let count = 0; count < ERASURES; count += 1) changed.splice(random.below(changed.length), 1);
  for (let count = 0; count < CORRECTIONS; count += 1) {
    const place = random.below(changed.length);
    const person = changed[place];
    if (person === undefined) continue;
    changed[place] = { ...person, region: random.pick(regions.filter((code) => code !== person.region)) };
  }
  const late = LATE_AWARDS + Math.floor(persons.length / 100);
  const { credential, cohort, issuer } = source(0);
  for (let number = 1; number <= late + INTAKE; number += 1) {
    const person = source(persons.length + number);
    changed.push(number <= late ? person : { ...person, credential, cohort, issuer });
  }
  for (let place = changed.length - 1; place > 0; place -= 1) {
    const other = random.below(place + 1);
    const [one, two] = [changed[place], changed[other]];
    if (one === undefined || two === undefined) continue;
    changed[place] = two;
    changed[other] = one;
  }
  return changed;
}
