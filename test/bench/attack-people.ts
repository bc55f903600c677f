import type { RawIdentifiers } from '@credlink/tokens';
import { GIVEN_NAMES } from '../../packages/sample/src/name-lists.ts';
import { Random } from '../../packages/sample/src/random.ts';
import { mistype } from '../../packages/sample/src/recorded-identity.ts';

/**
 * An invented region whose names are as skewed as real ones, because that is what an attack lives on. Surnames: the
 * most frequent is borne by .9 %, the first thousand by 40 % (US Census Bureau, surnames of 2010). Given names: the
 * first hundred are borne by half. Three quarters of the people live in families that share surname, address and phone.
 */
const SURNAMES = 30_000;
const SURNAME_SHIFT = 12;
const RARE_GIVEN_NAMES = 4000;
const STREETS = 1500;
const CITIES = 120;
const SYLLABLES =
  'an bar bel ber car co da del den di dor el er fa fer gar go hal han har i jo kal ken kir la len lo mar mel mi mon na nor o pal per quin ra ri ros sal sch ser sta sul ta tor u van ver wal wil win ya zim'.split(
    ' ',
  );
const ENDINGS = 'a son ez ton s er man ley ski ell y ard o in tt'.split(' ');

/** A pronounceable word of two to four parts, another one for each number. */
function word(number: number): string {
  const parts = SYLLABLES.length;
  const first = SYLLABLES[number % parts] ?? '';
  const middle = number < 600 ? '' : (SYLLABLES[Math.floor(number / parts) % parts] ?? '');
  const rest = Math.floor(number / parts ** 2);
  const third = rest % 3 === 0 ? '' : (SYLLABLES[(rest * 7) % parts] ?? '');
  return first + middle + third + (ENDINGS[(number + Math.floor(number / parts)) % ENDINGS.length] ?? '');
}

/** A rank from 0 on, drawn with a chance that falls off as 1 / (rank + shift). */
function ranked(random: Random, limit: number, shift: number): number {
  return Math.floor(shift * ((limit + shift) / shift) ** random.next() - shift);
}

type Home = { readonly street: string; readonly city: string; readonly zip: string; readonly phone: string };

function homeOf(random: Random): Home {
  const city = ranked(random, CITIES, 3);
  return {
    street: `${random.between(1, 1900)} ${word(ranked(random, STREETS, 20))} ${random.pick(['st', 'ave', 'rd', 'ln'])}`,
    city: `${word(city + 700)}ville`,
    zip: String(30_100 + city * 3 + random.below(city < 10 ? 3 : 1)),
    phone: `201${random.between(200, 999)}${random.digits(4)}`,
  };
}

const surnameOf = (random: Random): string => word(ranked(random, SURNAMES, SURNAME_SHIFT));

function givenOf(random: Random, sex: 'F' | 'M'): string {
  return random.chance(0.6)
    ? random.frontOf(GIVEN_NAMES[sex])
    : word(10_000 + ranked(random, RARE_GIVEN_NAMES, 30));
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Households of one to five, made in blocks, so that any person can be drawn alone. */
const BLOCK = 12;

function familyOf(seed: string, person: number): { home: Home; surname: string; isFamily: boolean } {
  const random = new Random(`${seed}/block/${Math.floor(person / BLOCK)}`);
  for (let place = person % BLOCK; ; ) {
    const size = random.pick([1, 1, 2, 2, 3, 4, 5]);
    const [surname, home] = [surnameOf(random), homeOf(random)];
    if (place < size) return { surname, home, isFamily: size > 1 };
    place -= size;
  }
}

/** What one file has of a person. `slips` of null: everything as it is; else names the file whose slips are made. */
export type Recording = { readonly slips: string | null; readonly ssnShare: number };

/** Person `person` of the region of this seed, as a file records it. Same arguments, same record. */
export function attackPerson(seed: string, person: number, { slips, ssnShare }: Recording): RawIdentifiers {
  const truth = new Random(`${seed}/person/${person}`);
  const family = familyOf(seed, person);
  const sex = truth.chance(0.5) ? 'F' : 'M';
  const own = family.isFamily && truth.chance(0.85) ? family.surname : surnameOf(truth);
  const surname = truth.chance(0.04) ? `${own}-${surnameOf(truth)}` : own;
  const given = givenOf(truth, sex);
  const middle = givenOf(truth, sex);
  const birth = { year: truth.between(1942, 2005), month: truth.between(1, 12), day: truth.between(1, 28) };
  const email = `${given}.${surname}${truth.below(100)}@example.org`.toLowerCase();
  const has = { middle: truth.chance(0.7), phone: truth.chance(0.8), email: truth.chance(0.6) };
  const ssn = `${truth.between(100, 665)}${twoDigits(truth.between(1, 99))}${String(truth.between(1, 9999)).padStart(4, '0')}`;
  const hasSsn = truth.chance(ssnShare);
  const record = {
    givenName: given,
    surname,
    dateOfBirth: `${birth.year}-${twoDigits(birth.month)}-${twoDigits(birth.day)}`,
    street: family.home.street,
    city: family.home.city,
    zip: family.home.zip,
    ...(has.middle ? { middleName: middle } : {}),
    ...(has.phone ? { phone: family.home.phone } : {}),
    ...(has.email ? { email } : {}),
    ...(hasSsn ? { ssn } : {}),
  };
  return slips === null ? record : recordedBadly(new Random(`${slips}/${person}`), record);
}

/** Slips, moves, marriages and gaps of real files, as shares of the records. */
function recordedBadly(
  random: Random,
  record: RawIdentifiers & { readonly dateOfBirth: string },
): RawIdentifiers {
  const { givenName = '', surname = '', dateOfBirth, middleName, phone, email, ...rest } = record;
  const home = random.chance(0.15) ? homeOf(random) : null;
  const number = home?.phone ?? phone;
  return {
    ...rest,
    givenName: random.chance(0.05) ? mistype(random, givenName) : givenName,
    surname: random.chance(0.04)
      ? surnameOf(random)
      : random.chance(0.05)
        ? mistype(random, surname)
        : surname,
    dateOfBirth: random.chance(0.03)
      ? dateOfBirth.slice(0, 8) + twoDigits(random.between(1, 28))
      : dateOfBirth,
    ...(home === null ? {} : { street: home.street, city: home.city, zip: home.zip }),
    ...(middleName !== undefined && random.chance(0.7) ? { middleName } : {}),
    ...(number !== undefined && random.chance(0.8) ? { phone: number } : {}),
    ...(email !== undefined && random.chance(0.7) ? { email } : {}),
  };
}
