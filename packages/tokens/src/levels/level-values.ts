import type { BirthDate, Identifiers } from '../identifiers.ts';
import type { Level } from '../rule-pack.ts';
import type { KnownLevel } from './level-order.ts';
import { nicknameRoots } from './nickname-roots.ts';
import { oneDeletionValues } from './one-deletion.ts';
import { soundex } from './soundex.ts';

type Derive = (identifiers: Identifiers, ssnEvaluation: string | null) => readonly string[];

function one(value: string | null | undefined): readonly string[] {
  return value === null || value === undefined || value === '' ? [] : [value];
}

function distinct(values: readonly string[]): readonly string[] {
  return values.length < 2 ? values : [...new Set(values)];
}

function surnames({ surname, formerSurname }: Identifiers): readonly string[] {
  return distinct([...surname, ...formerSurname]);
}

/** Surnames and given names, where a surname is known: a given name alone says nothing of the surname. */
function eitherNames(identifiers: Identifiers): readonly string[] {
  const names = surnames(identifiers);
  return names.length === 0 ? [] : distinct([...names, ...identifiers.given]);
}

function sounds(names: readonly string[]): readonly string[] {
  return distinct(names.flatMap((name) => one(soundex(name))));
}

function dateParts(identifiers: Identifiers, parts: 'ym' | 'yd' | 'md' | 'ymd'): readonly string[] {
  const date = identifiers.birthDate;
  if (date === null) return [];
  const { year, month, day } = date;
  switch (parts) {
    case 'ymd':
      return [`${year}-${month}-${day}`];
    case 'ym':
      return [`${year}-${month}`];
    case 'yd':
      return [`${year}-${day}`];
    case 'md':
      return [`${month}-${day}`];
  }
}

/** Pairs of neighbouring months a month lies in: two months that are the same or neighbours share one. */
function nearMonths({ year, month }: BirthDate): readonly string[] {
  const months = 12 * year + month;
  return [`${2 * Math.floor(months / 2)}`, `${2 * Math.floor((months + 1) / 2) - 1}`];
}

const DERIVATIONS: Readonly<Record<KnownLevel, Derive>> = {
  'given.exact': ({ given }) => one(given[0]),
  'given.root': ({ given }) => distinct(given.flatMap(nicknameRoots)),
  'given.oneDeletion': ({ given }) => one(given[0]).flatMap(oneDeletionValues),
  'given.soundex': ({ given }) => sounds(one(given[0])),
  'given.firstThree': ({ given }) => one(given[0]?.slice(0, 3)),
  'given.initial': ({ given }) => one(given[0]?.slice(0, 1)),
  'middle.exact': ({ middle }) => one(middle),
  'middle.initial': ({ middle }) => one(middle?.slice(0, 1)),
  'surname.exact': ({ surname }) => one(surname[0]),
  'surname.part': surnames,
  'surname.oneDeletion': ({ surname }) => one(surname[0]).flatMap(oneDeletionValues),
  'surname.unordered': ({ surname, given }) => {
    const [last, first] = [surname[0], given[0]];
    return last === undefined || first === undefined ? [] : [[last, first].sort().join(' ')];
  },
  'surname.either': eitherNames,
  'surname.eitherSound': (identifiers) => sounds(eitherNames(identifiers)),
  'surname.soundex': (identifiers) => sounds(surnames(identifiers)),
  'surname.firstThree': ({ surname }) => one(surname[0]?.slice(0, 3)),
  'surname.lastThree': ({ surname }) => one(surname[0]?.slice(-3)),
  'birthDate.full': (identifiers) => dateParts(identifiers, 'ymd'),
  'birthDate.sorted': ({ birthDate }) => {
    if (birthDate === null) return [];
    const { year, month, day } = birthDate;
    return [`${year}-${Math.min(month, day)}-${Math.max(month, day)}`];
  },
  'birthDate.yearMonth': (identifiers) => dateParts(identifiers, 'ym'),
  'birthDate.yearDay': (identifiers) => dateParts(identifiers, 'yd'),
  'birthDate.monthDay': (identifiers) => dateParts(identifiers, 'md'),
  'birthDate.near': ({ birthDate }) => (birthDate === null ? [] : nearMonths(birthDate)),
  'birthDate.year': ({ birthDate }) => one(birthDate === null ? null : `${birthDate.year}`),
  'sex.exact': ({ sex }) => one(sex),
  'ssn.nine': (_, ssnEvaluation) => one(ssnEvaluation),
  'ssn.lastFour': ({ ssn, ssnLastFour }) => one(ssnLastFour ?? ssn?.slice(-4)),
  'street.line': ({ street }) => one(street?.line),
  'street.numberWord': ({ street }) =>
    street === null || street.number === null || street.word === null
      ? []
      : [`${street.number} ${street.word}`],
  'street.word': ({ street }) => one(street?.word),
  'city.exact': ({ city }) => one(city),
  'city.oneDeletion': ({ city }) => one(city).flatMap(oneDeletionValues),
  'zip.five': ({ zip }) => one(zip),
  'zip.oneDeletion': ({ zip }) => one(zip).flatMap(oneDeletionValues),
  'zip.firstThree': ({ zip }) => one(zip?.slice(0, 3)),
  'phone.exact': ({ phone }) => one(phone),
  'phone.lastSeven': ({ phone }) => one(phone?.slice(-7)),
  'email.address': ({ email }) => one(email?.address),
  'email.local': ({ email }) => one(email?.local),
  'email.domain': ({ email }) => one(email?.domain),
  'email.oneDeletion': ({ email }) => one(email?.address).flatMap(oneDeletionValues),
  'reference.exact': ({ reference }) =>
    reference === null ? [] : [`${reference.issuer.length}:${reference.issuer}${reference.value}`],
};

/** Whether a rule may name this level. */
export function isKnownLevel(level: string): level is KnownLevel {
  return Object.hasOwn(DERIVATIONS, level);
}

/**
 * The values of one record at one level: none where the attribute is missing or invalid, several where the level
 * is set-valued. Two records agree at the level exactly when they share a value.
 *
 * `ssnEvaluation` is the OPRF output for the record's SSN, or null where it has none or none was asked for:
 * `ssn.nine` never looks at the SSN itself.
 *
 * @throws {RangeError} when the level is unknown.
 */
export function levelValues(
  level: Level,
  identifiers: Identifiers,
  ssnEvaluation: string | null,
): readonly string[] {
  if (!isKnownLevel(level)) throw new RangeError(`unknown level ${level}`);
  return DERIVATIONS[level](identifiers, ssnEvaluation);
}
