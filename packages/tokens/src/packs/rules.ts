import type { KnownLevel } from '../levels/level-order.ts';
import type { PackRule } from '../rule-pack.ts';

function rule(code: number, ...levels: readonly KnownLevel[]): PackRule {
  return { code, id: levels.join('+'), levels, role: 'candidate' };
}

function evidence(code: number, ...levels: readonly KnownLevel[]): PackRule {
  return { code, id: levels.join('+'), levels, role: 'evidence' };
}

/**
 * Every rule of every pack. A code means the same composite in all packs and for ever, so tokens that were made
 * under different packs join; a rule that changes takes a new code. Tens digits group by the attributes combined.
 *
 * No rule is built on one attribute alone, except those on what is already specific to a person: a name pair in
 * either order and the owner's own record reference.
 */
export const RULES = {
  // Surname and given name.
  nameRoot: rule(2, 'surname.part', 'given.root'),
  surnameTypo: rule(3, 'surname.oneDeletion', 'given.root'),
  givenTypo: rule(4, 'surname.part', 'given.oneDeletion'),
  nameSound: rule(5, 'surname.soundex', 'given.soundex'),
  nameStart: rule(6, 'surname.firstThree', 'given.firstThree'),
  surnameInitial: evidence(7, 'surname.part', 'given.initial'),
  nameUnordered: rule(8, 'surname.unordered'),
  surnameMiddle: evidence(9, 'surname.part', 'middle.initial'),
  givenMiddle: evidence(10, 'given.root', 'middle.initial'),
  // Name and birth date.
  surnameBirth: rule(20, 'surname.part', 'birthDate.sorted'),
  surnameTypoBirth: rule(21, 'surname.oneDeletion', 'birthDate.sorted'),
  surnameSoundBirth: rule(22, 'surname.soundex', 'birthDate.sorted'),
  surnameStartBirth: rule(23, 'surname.firstThree', 'birthDate.sorted'),
  surnameEndBirth: rule(24, 'surname.lastThree', 'birthDate.sorted'),
  givenBirth: rule(25, 'given.root', 'birthDate.sorted'),
  givenTypoBirth: rule(26, 'given.oneDeletion', 'birthDate.sorted'),
  givenSoundBirth: rule(27, 'given.soundex', 'birthDate.sorted'),
  givenStartBirth: rule(28, 'given.firstThree', 'birthDate.sorted'),
  givenInitialBirth: evidence(29, 'given.initial', 'birthDate.sorted'),
  surnameYearMonth: rule(30, 'surname.part', 'birthDate.yearMonth'),
  surnameYearDay: rule(31, 'surname.part', 'birthDate.yearDay'),
  surnameMonthDay: rule(32, 'surname.part', 'birthDate.monthDay'),
  givenYearMonth: rule(33, 'given.root', 'birthDate.yearMonth'),
  givenYearDay: rule(34, 'given.root', 'birthDate.yearDay'),
  givenMonthDay: rule(35, 'given.root', 'birthDate.monthDay'),
  surnameSoundYearMonth: rule(36, 'surname.soundex', 'birthDate.yearMonth'),
  surnameSoundYearDay: rule(37, 'surname.soundex', 'birthDate.yearDay'),
  surnameSoundMonthDay: rule(38, 'surname.soundex', 'birthDate.monthDay'),
  givenSoundYearMonth: rule(39, 'given.soundex', 'birthDate.yearMonth'),
  givenSoundYearDay: rule(40, 'given.soundex', 'birthDate.yearDay'),
  givenSoundMonthDay: rule(41, 'given.soundex', 'birthDate.monthDay'),
  eitherNameBirth: rule(42, 'surname.either', 'birthDate.sorted'),
  eitherNameMonthDay: rule(43, 'surname.either', 'birthDate.monthDay'),
  // Address.
  surnameLine: rule(50, 'surname.part', 'street.line'),
  givenLine: rule(51, 'given.root', 'street.line'),
  birthLine: rule(52, 'birthDate.sorted', 'street.line'),
  surnameStreet: rule(53, 'surname.part', 'street.numberWord'),
  givenStreet: rule(54, 'given.root', 'street.numberWord'),
  birthStreet: rule(55, 'birthDate.sorted', 'street.numberWord'),
  surnameSoundStreet: rule(56, 'surname.soundex', 'street.numberWord'),
  givenSoundStreet: rule(57, 'given.soundex', 'street.numberWord'),
  givenStartStreet: rule(58, 'given.firstThree', 'street.numberWord'),
  yearMonthStreet: rule(59, 'birthDate.yearMonth', 'street.numberWord'),
  yearDayStreet: rule(60, 'birthDate.yearDay', 'street.numberWord'),
  monthDayStreet: rule(61, 'birthDate.monthDay', 'street.numberWord'),
  zipStreet: rule(62, 'zip.five', 'street.numberWord'),
  surnameZip: rule(63, 'surname.part', 'zip.five'),
  givenZip: rule(64, 'given.root', 'zip.five'),
  birthZip: rule(65, 'birthDate.sorted', 'zip.five'),
  surnameCity: rule(66, 'surname.part', 'city.exact'),
  givenCity: rule(67, 'given.root', 'city.exact'),
  birthCity: rule(68, 'birthDate.sorted', 'city.exact'),
  surnameSoundZip: rule(69, 'surname.soundex', 'zip.five'),
  givenSoundZip: rule(70, 'given.soundex', 'zip.five'),
  yearMonthZip: rule(71, 'birthDate.yearMonth', 'zip.five'),
  yearDayZip: rule(72, 'birthDate.yearDay', 'zip.five'),
  monthDayZip: rule(73, 'birthDate.monthDay', 'zip.five'),
  eitherNameStreet: rule(74, 'surname.either', 'street.numberWord'),
  // Phone and e-mail.
  surnamePhone: rule(80, 'surname.part', 'phone.exact'),
  givenPhone: rule(81, 'given.root', 'phone.exact'),
  birthPhone: rule(82, 'birthDate.sorted', 'phone.exact'),
  surnameEmail: rule(83, 'surname.part', 'email.address'),
  givenEmail: rule(84, 'given.root', 'email.address'),
  birthEmail: rule(85, 'birthDate.sorted', 'email.address'),
  surnameEmailLocal: rule(86, 'surname.part', 'email.local'),
  givenEmailLocal: rule(87, 'given.root', 'email.local'),
  birthEmailLocal: rule(88, 'birthDate.sorted', 'email.local'),
  eitherNamePhone: rule(89, 'surname.either', 'phone.exact'),
  eitherNameEmail: rule(90, 'surname.either', 'email.address'),
  email: rule(91, 'email.address'),
  // SSN: nine digits through the OPRF only, and never without a name or a birth date beside it.
  surnameSsn: rule(100, 'surname.part', 'ssn.nine'),
  surnameSoundSsn: rule(101, 'surname.soundex', 'ssn.nine'),
  surnameStartSsn: rule(102, 'surname.firstThree', 'ssn.nine'),
  givenSsn: rule(103, 'given.root', 'ssn.nine'),
  givenSoundSsn: rule(104, 'given.soundex', 'ssn.nine'),
  givenStartSsn: rule(105, 'given.firstThree', 'ssn.nine'),
  birthSsn: rule(106, 'birthDate.sorted', 'ssn.nine'),
  unorderedSsn: rule(107, 'surname.unordered', 'ssn.nine'),
  surnameTypoSsn: evidence(108, 'surname.oneDeletion', 'ssn.nine'),
  givenTypoSsn: evidence(109, 'given.oneDeletion', 'ssn.nine'),
  surnameLastFour: evidence(110, 'surname.part', 'ssn.lastFour'),
  givenLastFour: evidence(111, 'given.root', 'ssn.lastFour'),
  birthLastFour: rule(112, 'birthDate.sorted', 'ssn.lastFour'),
  surnameEndSsn: rule(113, 'surname.lastThree', 'ssn.nine'),
  givenInitialSsn: rule(114, 'given.initial', 'ssn.nine'),
  eitherNameSsn: rule(116, 'surname.either', 'ssn.nine'),
  middleSsn: evidence(115, 'middle.initial', 'ssn.nine'),
  nameLastFour: rule(117, 'surname.part', 'given.root', 'ssn.lastFour'),
  nameSoundLastFour: rule(118, 'surname.soundex', 'given.soundex', 'ssn.lastFour'),
  // The owner's own key of a person.
  reference: rule(120, 'reference.exact'),
} as const satisfies Readonly<Record<string, PackRule>>;
