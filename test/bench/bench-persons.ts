import type { RawIdentifiers } from '@credlink/tokens';
import { Random } from '../../packages/sample/src/random.ts';

/** What sets the file apart in which a person is recorded. */
export type RecordingOptions = {
  /** Distinguishes the slips of one file from those of another. */
  readonly file: string;
  /** Share of the records that carry an SSN. */
  readonly ssnShare: number;
};

const SYLLABLES =
  'ba be bo ca ce da de di fa fe ga go ha he ja jo ka ki la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se so ta te ti to va ve vi wa we wi za'.split(
    ' ',
  );
const ENDINGS = ['n', 's', 'r', 'l', 'th', 'ck', 'ton', 'son', 'man', ''];
const SURNAMES = 20_000;
const GIVEN_NAMES = 3000;
const STREETS = 2000;
const CITIES = 300;
const ZIPS_PER_CITY = 4;

/** A pronounceable word, a different one for each number below 25,000. */
function word(number: number): string {
  const first = SYLLABLES[number % SYLLABLES.length] ?? '';
  const second = SYLLABLES[Math.floor(number / SYLLABLES.length) % SYLLABLES.length] ?? '';
  const ending = ENDINGS[Math.floor(number / SYLLABLES.length ** 2) % ENDINGS.length] ?? '';
  return first + second + ending;
}

/** Few common values and many rare ones: the most frequent of 20,000 is borne by 0.7 %. */
function skewed(random: Random, limit: number): number {
  return Math.floor(random.next() ** 2 * limit);
}

function addressOf(random: Random): { street: string; city: string; zip: string } {
  const city = skewed(random, CITIES);
  return {
    street: `${random.between(1, 2000)} ${word(skewed(random, STREETS))} street`,
    city: `${word(city)}ville`,
    zip: String(10_000 + city * ZIPS_PER_CITY + random.below(ZIPS_PER_CITY)),
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Valid numbers, one for each person up to 650 million: the factor is prime to their count. */
function ssnOf(person: number): string {
  const place = (person * 48_271) % (665 * 99 * 9999);
  const serial = (place % 9999) + 1;
  const group = (Math.floor(place / 9999) % 99) + 1;
  const area = Math.floor(place / (9999 * 99)) + 1;
  return String(area).padStart(3, '0') + twoDigits(group) + String(serial).padStart(4, '0');
}

function withSlip(random: Random, text: string): string {
  const place = random.below(text.length);
  return text.slice(0, place) + String.fromCharCode(97 + random.below(26)) + text.slice(place + 1);
}

/**
 * The record of an invented person in one file, with the slips, moves and gaps of real files: names misspelt in 8 %,
 * new surnames in 4 %, other birth dates in 3 %, other addresses in 20 %, other phones in 30 %. Same arguments, same
 * record.
 */
export function recordOf(person: number, { file, ssnShare }: RecordingOptions): RawIdentifiers {
  const truth = new Random(`person/${person}`);
  const slips = new Random(`record/${file}/${person}`);
  const surname = word(skewed(truth, SURNAMES));
  const given = word(skewed(truth, GIVEN_NAMES));
  const middle = word(skewed(truth, GIVEN_NAMES));
  const birth = { year: truth.between(1940, 2004), month: truth.between(1, 12), day: truth.between(1, 28) };
  const home = addressOf(truth);
  const phone = `201${truth.between(200, 999)}${truth.digits(4)}`;
  const email = `${given}.${surname}${truth.below(100)}@example.org`;
  const hasSsn = slips.chance(ssnShare);
  if (slips.chance(0.03)) birth.day = slips.between(1, 28);
  return {
    surname: slips.chance(0.04)
      ? word(skewed(slips, SURNAMES))
      : slips.chance(0.08)
        ? withSlip(slips, surname)
        : surname,
    givenName: slips.chance(0.08) ? withSlip(slips, given) : given,
    ...(slips.chance(0.6) ? { middleName: middle } : {}),
    dateOfBirth: `${birth.year}-${twoDigits(birth.month)}-${twoDigits(birth.day)}`,
    ...(hasSsn ? { ssn: ssnOf(person) } : {}),
    ...(slips.chance(0.2) ? addressOf(slips) : home),
    ...(slips.chance(0.7) ? { phone } : {}),
    ...(slips.chance(0.6) ? { email } : {}),
  };
}
