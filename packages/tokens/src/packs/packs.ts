import type { PackRule, RulePack } from '../rule-pack.ts';
import { RULES } from './rules.ts';

export const PACK_NAMES = ['full', 'register', 'wage', 'enrolment', 'holder', 'reference'] as const;
export type PackName = (typeof PACK_NAMES)[number];

const VERSION = '3.0.0';
const MAX_VALUES_PER_RULE = 16;

function pack(name: PackName, rules: readonly PackRule[]): RulePack {
  return { name, version: VERSION, maxValuesPerRule: MAX_VALUES_PER_RULE, rules };
}

/** What a wage record carries. */
const WAGE_ATTRIBUTES: readonly string[] = ['ssn', 'surname', 'given', 'middle'];

/**
 * A wage record is found by the whole SSN and one name, or by its last four digits and both names (bodies often hold no
 * more): never by a name alone.
 */
function isWageRule(rule: PackRule): boolean {
  const attributes = rule.levels.map((level) => level.split('.')[0]);
  return (
    (rule.levels.includes('ssn.nine') || (rule.levels.includes('ssn.lastFour') && rule.levels.length > 2)) &&
    attributes.every((attribute) => attribute !== undefined && WAGE_ATTRIBUTES.includes(attribute))
  );
}

const ALL: readonly PackRule[] = Object.values(RULES);
const PERSON = ALL.filter((rule) => rule !== RULES.reference);

/** What a register of ten million rows cannot afford: candidates that find little there, and tags of many values. */
const RICH: readonly PackRule[] = [
  RULES.nameStart,
  RULES.nameSound,
  RULES.nameUnordered,
  RULES.givenSurnameSound,
  RULES.givenCity,
  RULES.surnameStartBirth,
  RULES.givenStartBirth,
  RULES.givenYearDay,
  RULES.givenSoundYearMonth,
  RULES.eitherSoundBirth,
  RULES.unorderedYear,
  RULES.monthDayZip,
  RULES.yearMonthZip,
  RULES.yearDayZip,
  RULES.surnameSoundCity,
  RULES.surnameStartStreet,
  RULES.yearMonthCity,
  RULES.cityStreet,
  RULES.zipStreet,
  RULES.surnameStartZip,
  RULES.givenStartZip,
  RULES.birthRegion,
  RULES.surnameRegion,
  RULES.eitherSoundZip,
  RULES.givenInitialEmailLocal,
  RULES.surnameStartEmailLocal,
  RULES.cityEmailLocal,
  RULES.surnameTypo,
  RULES.givenTypo,
  RULES.surnameEndInitial,
  RULES.givenSoundNear,
  RULES.surnameSoundNear,
  RULES.surnameSoundMonthDay,
  RULES.surnameWord,
  RULES.givenWord,
  RULES.nearZip,
  RULES.givenSoundZip,
  RULES.nearCity,
  RULES.eitherNameCity,
  RULES.surnameZipTypo,
  RULES.yearCityTypo,
  RULES.zipCityTypo,
  RULES.givenSoundEmailLocal,
  RULES.givenEmailLocal,
  RULES.surnameEmailLocal,
  RULES.eitherSoundEmailLocal,
  RULES.birthEmailLocal,
  RULES.monthDayEmailLocal,
  RULES.givenDomain,
  RULES.surnameDomain,
  RULES.birthPhone,
  RULES.surnameTypoSsn,
  RULES.yearDaySsn,
  RULES.yearMonthSsn,
  RULES.monthDaySsn,
  RULES.givenLastFour,
];

/** The rule packs by name. */
export const PACKS: Readonly<Record<PackName, RulePack>> = {
  /** Everything a record can carry: college rosters. */
  full: pack('full', ALL),
  /** For sources of ten million rows: at most 320 bytes a record. */
  register: pack(
    'register',
    PERSON.filter((rule) => !RICH.includes(rule)),
  ),
  /** Wage records carry an SSN and a name and nothing else. */
  wage: pack('wage', PERSON.filter(isWageRule)),
  enrolment: pack('enrolment', ALL),
  holder: pack('holder', PERSON),
  /** Files of an organisation that name a person only by its own key. */
  reference: pack('reference', [RULES.reference]),
};

/** Kinds of source, in the words of the fact contracts. */
type PackedKind =
  | 'holders'
  | 'roster'
  | 'enrollment'
  | 'courses'
  | 'awards'
  | 'level_gains'
  | 'clearinghouse'
  | 'register'
  | 'wages'
  | 'employers';

const PACK_OF_KIND: Readonly<Record<PackedKind, PackName>> = {
  holders: 'holder',
  roster: 'full',
  register: 'register',
  wages: 'wage',
  clearinghouse: 'enrolment',
  enrollment: 'reference',
  courses: 'reference',
  awards: 'reference',
  level_gains: 'reference',
  // Files without persons yield no token; they name the smallest pack.
  employers: 'reference',
};

/**
 * The one pack a source of this kind is tokenised with.
 *
 * Claim: intake, which takes no other, lets no file bring tokens of rules its kind has no identifiers for. Against: a
 * holders file of the pack `reference`, whose tokens stand for another organisation's student numbers.
 */
export function packFor(kind: PackedKind): RulePack {
  return PACKS[PACK_OF_KIND[kind]];
}
