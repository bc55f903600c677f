import type { AttributeState, BirthDate, Identifiers, RawIdentifiers } from '../identifiers.ts';
import { parseIsoDay, readBirthDate } from './birth-date.ts';
import { readCity } from './city.ts';
import { readEmail } from './email.ts';
import { NAME_READERS, type Names, readNames } from './names.ts';
import { readPhone } from './phone.ts';
import { readPostalCode } from './postal-code.ts';
import type { Reading } from './reading.ts';
import { readReference } from './reference.ts';
import { remembering } from './remembering.ts';
import { readSex } from './sex.ts';
import { maskedLastFour, readLastFour, readSsn } from './social-security-number.ts';
import { readStreet } from './street.ts';

/** The nine digits, the last four, and what became of the attribute: valid where either is known. */
function readSsnColumns(raw: RawIdentifiers): {
  readonly ssn: string | null;
  readonly lastFour: string | null;
  readonly state: AttributeState;
} {
  const nine = readSsn(raw.ssn);
  if (nine.state === 'valid') return { ssn: nine.value, lastFour: nine.value.slice(5), state: 'valid' };
  const four = readLastFour(raw.ssnLastFour);
  const lastFour = four.value ?? maskedLastFour(raw.ssn);
  if (lastFour !== null) return { ssn: null, lastFour, state: 'valid' };
  return { ssn: null, lastFour: null, state: nine.state === 'missing' ? four.state : nine.state };
}

/** How the columns are read whose values come again and again. */
type Readers = {
  readonly names: (raw: RawIdentifiers) => Names;
  readonly birthDate: (text: string) => Reading<BirthDate>;
  readonly sex: (text: string) => ReturnType<typeof readSex>;
  readonly city: (text: string) => Reading<string>;
  readonly zip: (text: string) => Reading<string>;
};

/**
 * The canonical record (docs/NORMALISATION.md, version NORMALISER_VERSION). Never throws on what a row holds.
 *
 * @param today ISO day; a birth date after it is invalid.
 * @throws {TypeError} when `today` is no ISO day.
 */
export function normaliseIdentifiers(raw: RawIdentifiers, today: string): Identifiers {
  const day = parseIsoDay(today);
  return readRecord(raw, {
    names: readNames,
    birthDate: (text) => readBirthDate(text, day),
    sex: readSex,
    city: readCity,
    zip: readPostalCode,
  });
}

/**
 * `normaliseIdentifiers` for many records: what a name, a town or a date comes to is worked out once. Remembers at most
 * 16,384 values a column, so it holds identifiers in memory for as long as it lives.
 */
export function createNormaliser(today: string): (raw: RawIdentifiers) => Identifiers {
  const day = parseIsoDay(today);
  const nameReaders = {
    given: remembering(NAME_READERS.given),
    surname: remembering(NAME_READERS.surname),
    middle: remembering(NAME_READERS.middle),
  };
  const readers: Readers = {
    names: (raw) => readNames(raw, nameReaders),
    birthDate: remembering((text) => readBirthDate(text, day)),
    sex: remembering(readSex),
    city: remembering(readCity),
    zip: remembering(readPostalCode),
  };
  return (raw) => readRecord(raw, readers);
}

function readRecord(raw: RawIdentifiers, readers: Readers): Identifiers {
  const names = readers.names(raw);
  const birthDate = readers.birthDate(raw.dateOfBirth ?? '');
  const sex = readers.sex(raw.sex ?? '');
  const ssn = readSsnColumns(raw);
  const street = readStreet(raw.street);
  const city = readers.city(raw.city ?? '');
  const zip = readers.zip(raw.zip ?? '');
  const phone = readPhone(raw.phone);
  const email = readEmail(raw.email);
  const reference = readReference(raw.reference);
  const list = (reading: Reading<readonly string[]>): readonly string[] => reading.value ?? [];
  return {
    given: list(names.given),
    middle: names.middle.value,
    surname: list(names.surname),
    formerSurname: names.formerSurname,
    suffix: names.suffix,
    birthDate: birthDate.value,
    sex: sex.value,
    ssn: ssn.ssn,
    ssnLastFour: ssn.lastFour,
    street: street.value,
    city: city.value,
    zip: zip.value,
    phone: phone.value,
    email: email.value,
    reference: reference.value,
    states: {
      given: names.given.state,
      middle: names.middle.state,
      surname: names.surname.state,
      birthDate: birthDate.state,
      sex: sex.state,
      ssn: ssn.state,
      street: street.state,
      city: city.state,
      zip: zip.state,
      phone: phone.state,
      email: email.state,
      reference: reference.state,
    },
  };
}
