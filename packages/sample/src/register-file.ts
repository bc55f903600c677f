import { dayNumber, isoDay } from './calendar.ts';
import { csvLine } from './csv-text.ts';
import { scramble } from './permutation.ts';
import { Random } from './random.ts';
import { recordIdentity } from './recorded-identity.ts';
import { HOME_STATE } from './simulated-employers.ts';
import type { SimulatedState } from './simulated-life.ts';
import { personIdOf } from './simulated-person.ts';

/** Share of residents the register knows. */
const COVERED_SHARE = 0.86;

export function* registerFile(state: SimulatedState): Generator<string> {
  yield 'resident_ref,ssn,first_name,middle_name,last_name,suffix,date_of_birth,sex,street_address,city,state,zip,record_updated\n';
  const { window, options } = state;
  const days = dayNumber(window.lastDay) - dayNumber(window.firstDay);
  for (const life of state.lives('register')) {
    const random = new Random(`${options.seed}/register/${life.index}`);
    if (!random.chance(COVERED_SHARE)) continue;
    const person = life.person();
    const updated = isoDay(dayNumber(window.firstDay) + random.below(days));
    const who = recordIdentity(random, person, updated, 0.7);
    yield csvLine([
      residentRef(person.index),
      random.chance(0.98) ? who.ssn.replaceAll('-', '') : '',
      who.given.toUpperCase(),
      who.middle.toUpperCase(),
      who.surname.toUpperCase(),
      who.suffix.toUpperCase(),
      who.birthDay,
      who.sex,
      who.street.toUpperCase(),
      who.city.toUpperCase(),
      HOME_STATE.postal,
      who.zip,
      updated,
    ]);
  }
}

export function* registerTruth(state: SimulatedState): Generator<string> {
  yield 'resident_ref,person_id\n';
  for (const { index } of state.lives('register')) {
    const random = new Random(`${state.options.seed}/register/${index}`);
    if (random.chance(COVERED_SHARE)) yield csvLine([residentRef(index), personIdOf(index)]);
  }
}

function residentRef(index: number): string {
  return `R${String(scramble(index, 89_999_999, 13) + 10_000_000)}`;
}
