import { dayNumber, isoDay } from './calendar.ts';
import { GIVEN_NAMES, MAIL_HOSTS, RACES, STREET_KINDS, STREETS, SURNAMES, TOWNS } from './name-lists.ts';
import { scramble } from './permutation.ts';
import { Random } from './random.ts';
import type { SampleOptions, SampleWindow } from './sample-options.ts';

type Address = { readonly street: string; readonly city: string; readonly zip: string };

export type FieldOfWork = 'trade' | 'computing' | 'health' | 'other';

/** The truth about one person. Days are ISO. */
export type SimulatedPerson = {
  readonly index: number;
  readonly personId: string;
  readonly sex: 'F' | 'M';
  readonly race: (typeof RACES)[number];
  readonly birthDay: string;
  readonly given: string;
  readonly middle: string;
  readonly birthSurname: string;
  readonly suffix: string;
  /** A later surname and the day from which it holds. */
  readonly newSurname: { readonly from: string; readonly surname: string } | null;
  readonly address: Address;
  readonly move: { readonly from: string; readonly address: Address } | null;
  readonly email: string;
  /** Null: works without one, or under somebody else's. */
  readonly ssn: string | null;
  readonly field: FieldOfWork;
  /** What makes for better pay and for earning credentials alike; mean 0, deviation 1. */
  readonly ability: number;
  /** Whether a credential is within reach at all, by a coin: the others are clean controls. */
  readonly mayEarnCredentials: boolean;
  /** Whether the person's work is covered by the wage files (not federal, military or self-employed). */
  readonly isCovered: boolean;
};

/** Persons live in households of one to five, made in blocks so that any person can be drawn by itself. */
const BLOCK = 12;

/** Areas 773 to 899 were given to nobody before 2011, so no adult of the window holds such a number. */
const FIRST_AREA = 773;
const SERIALS = 9999;
const GROUPS = 99;
const AREAS = 127;

export function simulatePerson(options: SampleOptions, window: SampleWindow, index: number): SimulatedPerson {
  const random = new Random(`${options.seed}/person/${index}`);
  const home = household(options, index);
  const sex = random.chance(0.51) ? 'F' : 'M';
  const birthDay = isoDay(dayNumber(window.firstDay) - Math.floor((14 + random.next() * 48) * 365.25));
  const given = random.frontOf(GIVEN_NAMES[sex]);
  const birthSurname = random.chance(home.isFamily ? 0.85 : 0) ? home.surname : random.frontOf(SURNAMES);
  const email = emailOf(random, given, birthSurname);
  return {
    index,
    personId: personIdOf(index),
    sex,
    race: random.pick(RACES),
    birthDay,
    given,
    middle: random.frontOf(GIVEN_NAMES[sex]),
    birthSurname,
    suffix: sex === 'M' && random.chance(0.04) ? random.pick(['Jr', 'Sr', 'III']) : '',
    newSurname: random.chance(sex === 'F' ? 0.1 : 0.01) ? newSurname(random, window, birthSurname) : null,
    address: home.address,
    move: random.chance(0.25) ? { from: dayWithin(random, window), address: drawAddress(random) } : null,
    email,
    ssn: random.chance(0.96) ? ssnOf(options, index) : null,
    field: random.pick([
      'trade',
      'trade',
      'trade',
      'computing',
      'computing',
      'health',
      'health',
      'health',
      'other',
      'other',
    ]),
    ability: random.normal(),
    mayEarnCredentials: random.chance(0.85),
    isCovered: random.chance(0.82),
  };
}

export function personIdOf(index: number): string {
  return `P${String(index + 1).padStart(7, '0')}`;
}

/** Somebody whose number a person without one works under: the next in line, often of the same household. */
export function neighbourSsn(options: SampleOptions, index: number): string {
  return ssnOf(options, (index + 1) % options.persons);
}

/** A valid number that is nobody's, the same each time it is asked for. */
export function inventedSsn(options: SampleOptions, index: number): string {
  return ssnAt(scramble(options.persons + index, AREAS * GROUPS * SERIALS, ssnSalt(options)));
}

function ssnOf(options: SampleOptions, index: number): string {
  return ssnAt(scramble(index, AREAS * GROUPS * SERIALS, ssnSalt(options)));
}

function ssnSalt(options: SampleOptions): number {
  return new Random(`${options.seed}/ssn`).below(1_000_000);
}

function ssnAt(place: number): string {
  const serial = (place % SERIALS) + 1;
  const group = (Math.floor(place / SERIALS) % GROUPS) + 1;
  const area = FIRST_AREA + Math.floor(place / (SERIALS * GROUPS));
  return `${area}${String(group).padStart(2, '0')}${String(serial).padStart(4, '0')}`;
}

function household(
  options: SampleOptions,
  index: number,
): { surname: string; address: Address; isFamily: boolean } {
  const block = Math.floor(index / BLOCK);
  const random = new Random(`${options.seed}/block/${block}`);
  let place = index % BLOCK;
  for (;;) {
    const size = random.pick([1, 1, 2, 2, 3, 4, 5]);
    const surname = random.frontOf(SURNAMES);
    const address = drawAddress(random);
    if (place < size) return { surname, address, isFamily: size > 1 };
    place -= size;
  }
}

function drawAddress(random: Random): Address {
  const town = random.frontOf(TOWNS);
  const street = `${random.between(1, 2400)} ${random.frontOf(STREETS)} ${random.frontOf(STREET_KINDS)}`;
  return { street, city: town.city, zip: random.pick(town.zips) };
}

function newSurname(
  random: Random,
  window: SampleWindow,
  birthSurname: string,
): { from: string; surname: string } {
  const other = random.frontOf(SURNAMES);
  const kind = random.next();
  const surname = kind < 0.7 ? other : kind < 0.88 ? `${birthSurname}-${other}` : `${birthSurname} ${other}`;
  return { from: dayWithin(random, window), surname };
}

function dayWithin(random: Random, window: SampleWindow): string {
  const first = dayNumber(window.firstDay);
  return isoDay(first + random.below(dayNumber(window.lastDay) - first));
}

function emailOf(random: Random, given: string, surname: string): string {
  const local = random.chance(0.5) ? `${given}.${surname}` : `${given.slice(0, 1)}${surname}`;
  return `${local}${random.digits(3)}@${random.pick(MAIL_HOSTS)}`.toLowerCase();
}
