import type { Attribute } from '../identifiers.ts';
import type { Level } from '../rule-pack.ts';

/**
 * How an attribute can agree, strongest first. Two records agree at the first of these levels at which they share
 * a value; a rule that needs a weaker level may agree as well, and is then no further evidence.
 */
export const LEVELS = {
  given: [
    'given.exact',
    'given.root',
    'given.oneDeletion',
    'given.soundex',
    'given.firstThree',
    'given.initial',
  ],
  middle: ['middle.exact', 'middle.initial'],
  surname: [
    'surname.exact',
    'surname.part',
    'surname.oneDeletion',
    'surname.unordered',
    'surname.either',
    'surname.soundex',
    'surname.firstThree',
    'surname.lastThree',
    'surname.eitherSound',
  ],
  birthDate: [
    'birthDate.full',
    'birthDate.sorted',
    'birthDate.yearDay',
    'birthDate.yearMonth',
    'birthDate.monthDay',
    'birthDate.near',
    'birthDate.year',
  ],
  sex: ['sex.exact'],
  ssn: ['ssn.nine', 'ssn.lastFour'],
  street: ['street.line', 'street.numberWord', 'street.word'],
  city: ['city.exact', 'city.oneDeletion'],
  zip: ['zip.five', 'zip.oneDeletion', 'zip.firstThree'],
  phone: ['phone.exact', 'phone.lastSeven'],
  email: ['email.address', 'email.oneDeletion', 'email.local', 'email.domain'],
  reference: ['reference.exact'],
} as const satisfies Readonly<Record<Attribute, readonly Level[]>>;

/** A level some rule can use. */
export type KnownLevel = (typeof LEVELS)[Attribute][number];

/**
 * Levels that agree whenever the key agrees, because the weaker value is computed from the stronger one. A level
 * that is not named here implies none: one deletion leaves the sound or the first letters open.
 */
export const IMPLIED_LEVELS: Readonly<Partial<Record<KnownLevel, readonly KnownLevel[]>>> = {
  'given.exact': ['given.root', 'given.oneDeletion', 'given.soundex', 'given.firstThree', 'given.initial'],
  'given.soundex': ['given.initial'],
  'given.firstThree': ['given.initial'],
  'middle.exact': ['middle.initial'],
  'surname.exact': [
    'surname.part',
    'surname.either',
    'surname.oneDeletion',
    'surname.soundex',
    'surname.firstThree',
    'surname.lastThree',
  ],
  'surname.part': ['surname.soundex', 'surname.either'],
  'surname.unordered': ['surname.either'],
  'birthDate.full': [
    'birthDate.sorted',
    'birthDate.yearDay',
    'birthDate.yearMonth',
    'birthDate.monthDay',
    'birthDate.near',
    'birthDate.year',
  ],
  'birthDate.sorted': ['birthDate.year'],
  'birthDate.yearDay': ['birthDate.year'],
  'birthDate.yearMonth': ['birthDate.near', 'birthDate.year'],
  'ssn.nine': ['ssn.lastFour'],
  'street.line': ['street.numberWord', 'street.word'],
  'street.numberWord': ['street.word'],
  'zip.five': ['zip.oneDeletion', 'zip.firstThree'],
  'city.exact': ['city.oneDeletion'],
  'phone.exact': ['phone.lastSeven'],
  'email.address': ['email.local', 'email.oneDeletion', 'email.domain'],
};
