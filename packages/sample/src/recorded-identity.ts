import { usDay } from './calendar.ts';
import { SHORT_NAMES } from './name-lists.ts';
import type { Random } from './random.ts';
import type { SimulatedPerson } from './simulated-person.ts';

/** What one file says about a person: true at a day, with the slips of whoever typed it. Empty text: missing. */
export type RecordedIdentity = {
  readonly given: string;
  readonly middle: string;
  readonly surname: string;
  readonly formerSurname: string;
  readonly suffix: string;
  readonly birthDay: string;
  readonly sex: string;
  readonly street: string;
  readonly city: string;
  readonly zip: string;
  readonly email: string;
  readonly ssn: string;
};

const BIRTH_DAY_PLACEHOLDER = '1900-01-01';
const SSN_PLACEHOLDERS = ['999999999', '111111111', '123456789'] as const;

/**
 * The person as known on `day` to a file that is `carelessness` times as careless as the average. Every rate below
 * is a share of records.
 */
export function recordIdentity(
  random: Random,
  person: SimulatedPerson,
  day: string,
  carelessness: number,
): RecordedIdentity {
  const may = (share: number) => random.chance(share * carelessness);
  const isRenamed = person.newSurname !== null && person.newSurname.from <= day;
  const surname = isRenamed && person.newSurname !== null ? person.newSurname.surname : person.birthSurname;
  const address = person.move !== null && person.move.from <= day ? person.move.address : person.address;
  return {
    given: givenName(may, random, person.given),
    middle: may(0.1) ? '' : person.middle,
    surname: may(0.012) ? mistype(random, surname) : may(0.02) ? surname.replace('-', ' ') : surname,
    formerSurname: isRenamed ? person.birthSurname : '',
    suffix: may(0.3) ? '' : person.suffix,
    birthDay: birthDay(may, random, person.birthDay),
    sex: may(0.02) ? '' : person.sex,
    street: may(0.03) ? '' : may(0.04) ? mistype(random, address.street) : address.street,
    city: address.city,
    zip: may(0.015) ? '' : may(0.05) ? address.zip.slice(1) : address.zip,
    email: may(0.04) ? '' : may(0.015) ? mistype(random, person.email) : person.email,
    ssn: person.ssn === null ? '' : writtenSsn(may, random, person.ssn),
  };
}

type May = (share: number) => boolean;

function givenName(may: May, random: Random, given: string): string {
  if (may(0.025)) return SHORT_NAMES[given] ?? given;
  if (may(0.006)) return given.slice(0, 1);
  return may(0.012) ? mistype(random, given) : given;
}

function birthDay(may: May, random: Random, day: string): string {
  if (may(0.015)) return '';
  if (may(0.003)) return BIRTH_DAY_PLACEHOLDER;
  if (may(0.006) && day.slice(8) <= '12') return `${day.slice(0, 4)}-${day.slice(8)}-${day.slice(5, 7)}`;
  const written = may(0.008) ? day.slice(0, 9) + String(random.below(10)) : day;
  return may(0.06) ? usDay(written) : written;
}

function writtenSsn(may: May, random: Random, ssn: string): string {
  if (may(0.002)) return random.pick(SSN_PLACEHOLDERS);
  const place = random.between(3, 8);
  const written = may(0.004) ? ssn.slice(0, place) + String(random.below(10)) + ssn.slice(place + 1) : ssn;
  return may(0.3) ? `${written.slice(0, 3)}-${written.slice(3, 5)}-${written.slice(5)}` : written;
}

/** One slip: a letter left out, doubled, changed or swapped with the next. */
export function mistype(random: Random, text: string): string {
  if (text.length < 3) return text;
  const at = random.between(1, text.length - 2);
  const letter = text.slice(at, at + 1);
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + letter + text.slice(at);
    case 2:
      return text.slice(0, at) + random.pick(['a', 'e', 'i', 'n', 'r', 's', 't']) + text.slice(at + 1);
    default:
      return text.slice(0, at) + text.slice(at + 1, at + 2) + letter + text.slice(at + 2);
  }
}
