import type { KnownLevel } from '../levels/level-order.ts';
import type { PackRule } from '../rule-pack.ts';

function rule(code: number, ...levels: readonly KnownLevel[]): PackRule {
  return { code, id: levels.join('+'), levels, role: 'candidate' };
}

function evidence(code: number, ...levels: readonly KnownLevel[]): PackRule {
  return { code, id: levels.join('+'), levels, role: 'evidence' };
}

/**
 * Every rule of every pack, found by measurement: docs/RULE_PACKS.md. A code means the same composite in the same role for
 * ever, so tokens that were made under different packs join; a rule that changes takes a new code. Codes below 261 that
 * are missing here were used by earlier versions.
 *
 * No rule is built on one attribute alone, except those on what is already specific to a person: a name pair in either
 * order, an e-mail address, and the owner's own record reference.
 */
export const RULES = {
  // Candidates: names and birth date.
  nameRoot: rule(2, 'surname.part', 'given.root'),
  nameStart: rule(6, 'surname.firstThree', 'given.firstThree'),
  nameSound: rule(5, 'surname.soundex', 'given.soundex'),
  nameUnordered: rule(8, 'surname.unordered'),
  surnameBirth: rule(20, 'surname.part', 'birthDate.sorted'),
  surnameStartBirth: rule(23, 'surname.firstThree', 'birthDate.sorted'),
  givenBirth: rule(25, 'given.root', 'birthDate.sorted'),
  givenStartBirth: rule(28, 'given.firstThree', 'birthDate.sorted'),
  givenYearDay: rule(34, 'given.root', 'birthDate.yearDay'),
  surnameSoundYearMonth: rule(36, 'surname.soundex', 'birthDate.yearMonth'),
  givenSoundYearMonth: rule(39, 'given.soundex', 'birthDate.yearMonth'),
  surnameSoundMonthDay: rule(38, 'surname.soundex', 'birthDate.monthDay'),
  eitherSoundBirth: rule(154, 'surname.eitherSound', 'birthDate.sorted'),
  surnameStartYearDay: rule(169, 'surname.firstThree', 'birthDate.yearDay'),
  unorderedYear: rule(178, 'surname.unordered', 'birthDate.year'),
  // Candidates: address.
  givenStreet: rule(54, 'given.root', 'street.numberWord'),
  givenZip: rule(64, 'given.root', 'zip.five'),
  birthZip: rule(65, 'birthDate.sorted', 'zip.five'),
  surnameCity: rule(66, 'surname.part', 'city.exact'),
  givenCity: rule(67, 'given.root', 'city.exact'),
  birthCity: rule(68, 'birthDate.sorted', 'city.exact'),
  surnameSoundZip: rule(69, 'surname.soundex', 'zip.five'),
  yearMonthZip: rule(71, 'birthDate.yearMonth', 'zip.five'),
  monthDayZip: rule(73, 'birthDate.monthDay', 'zip.five'),
  surnameSoundCity: rule(76, 'surname.soundex', 'city.exact'),
  eitherNameStreet: rule(162, 'surname.either', 'street.numberWord'),
  birthWord: rule(166, 'birthDate.sorted', 'street.word'),
  unorderedCity: rule(167, 'surname.unordered', 'city.exact'),
  yearDayZip: rule(170, 'birthDate.yearDay', 'zip.five'),
  surnameStartStreet: rule(171, 'surname.firstThree', 'street.numberWord'),
  birthRegion: rule(173, 'birthDate.sorted', 'zip.firstThree'),
  givenStartZip: rule(175, 'given.firstThree', 'zip.five'),
  eitherSoundZip: rule(181, 'surname.eitherSound', 'zip.five'),
  yearMonthCity: rule(182, 'birthDate.yearMonth', 'city.exact'),
  cityStreet: rule(183, 'city.exact', 'street.numberWord'),
  zipStreet: rule(62, 'zip.five', 'street.numberWord'),
  surnameStartZip: rule(184, 'surname.firstThree', 'zip.five'),
  surnameRegion: rule(185, 'surname.part', 'zip.firstThree'),
  // Candidates: e-mail and phone.
  email: rule(91, 'email.address'),
  yearEmailLocal: rule(176, 'birthDate.year', 'email.local'),
  givenInitialEmailLocal: rule(177, 'given.initial', 'email.local'),
  surnameStartEmailLocal: rule(179, 'surname.firstThree', 'email.local'),
  cityEmailLocal: rule(180, 'city.exact', 'email.local'),
  yearPhone: rule(188, 'birthDate.year', 'phone.exact'),
  givenInitialPhone: rule(187, 'given.initial', 'phone.exact'),
  // Candidates: SSN, nine digits through the OPRF only, and never without a name or a birth date beside it.
  givenInitialSsn: rule(114, 'given.initial', 'ssn.nine'),
  surnameStartSsn: rule(102, 'surname.firstThree', 'ssn.nine'),
  surnameEndSsn: rule(113, 'surname.lastThree', 'ssn.nine'),
  birthSsn: rule(106, 'birthDate.sorted', 'ssn.nine'),
  nameLastFour: rule(117, 'surname.part', 'given.root', 'ssn.lastFour'),
  // The owner's own key of a person.
  reference: rule(120, 'reference.exact'),

  // Evidence: names and birth date.
  surnameTypo: evidence(3, 'surname.oneDeletion', 'given.root'),
  givenTypo: evidence(4, 'surname.part', 'given.oneDeletion'),
  surnameInitial: evidence(7, 'surname.part', 'given.initial'),
  givenSurnameStart: evidence(191, 'given.root', 'surname.firstThree'),
  givenSurnameSound: evidence(259, 'given.root', 'surname.soundex'),
  surnameEndInitial: evidence(192, 'surname.lastThree', 'given.initial'),
  surnameMiddle: evidence(9, 'surname.part', 'middle.initial'),
  givenMiddle: evidence(10, 'given.root', 'middle.initial'),
  middleExactInitial: evidence(193, 'given.initial', 'middle.exact'),
  givenSoundYear: evidence(196, 'given.soundex', 'birthDate.year'),
  givenInitialYear: evidence(197, 'given.initial', 'birthDate.year'),
  givenTypoYear: evidence(198, 'given.oneDeletion', 'birthDate.year'),
  surnameTypoYear: evidence(199, 'surname.oneDeletion', 'birthDate.year'),
  surnameYear: evidence(46, 'surname.part', 'birthDate.year'),
  surnameSoundYear: evidence(200, 'surname.soundex', 'birthDate.year'),
  eitherNameYear: evidence(202, 'surname.either', 'birthDate.year'),
  givenYear: evidence(47, 'given.root', 'birthDate.year'),
  givenSoundNear: evidence(48, 'given.soundex', 'birthDate.near'),
  surnameSoundNear: evidence(49, 'surname.soundex', 'birthDate.near'),
  surnameYearMonth: evidence(203, 'surname.part', 'birthDate.yearMonth'),
  surnameMonthDay: evidence(204, 'surname.part', 'birthDate.monthDay'),
  givenYearMonth: evidence(206, 'given.root', 'birthDate.yearMonth'),
  givenMonthDay: evidence(207, 'given.root', 'birthDate.monthDay'),
  // Evidence: address.
  surnameLine: evidence(210, 'surname.firstThree', 'street.line'),
  yearLine: evidence(211, 'birthDate.year', 'street.line'),
  regionLine: evidence(212, 'zip.firstThree', 'street.line'),
  yearStreet: evidence(215, 'birthDate.year', 'street.numberWord'),
  regionWord: evidence(216, 'zip.firstThree', 'street.word'),
  cityWord: evidence(157, 'city.exact', 'street.word'),
  surnameWord: evidence(130, 'surname.part', 'street.word'),
  givenWord: evidence(131, 'given.root', 'street.word'),
  yearZip: evidence(217, 'birthDate.year', 'zip.five'),
  surnameZip: evidence(253, 'surname.part', 'zip.five'),
  eitherNameZip: evidence(260, 'surname.either', 'zip.five'),
  surnameStreet: evidence(254, 'surname.part', 'street.numberWord'),
  givenSoundZip: evidence(255, 'given.soundex', 'zip.five'),
  givenRegion: evidence(136, 'given.root', 'zip.firstThree'),
  yearRegion: evidence(220, 'birthDate.year', 'zip.firstThree'),
  cityRegion: evidence(221, 'city.exact', 'zip.firstThree'),
  zipCity: evidence(142, 'zip.five', 'city.exact'),
  nearZip: evidence(140, 'birthDate.near', 'zip.five'),
  monthDayCity: evidence(223, 'birthDate.monthDay', 'city.exact'),
  nearCity: evidence(139, 'birthDate.near', 'city.exact'),
  eitherNameCity: evidence(224, 'surname.either', 'city.exact'),
  yearZipTypo: evidence(225, 'birthDate.year', 'zip.oneDeletion'),
  surnameZipTypo: evidence(226, 'surname.firstThree', 'zip.oneDeletion'),
  yearCityTypo: evidence(227, 'birthDate.year', 'city.oneDeletion'),
  zipCityTypo: evidence(228, 'zip.five', 'city.oneDeletion'),
  // Evidence: e-mail and phone.
  givenEmailLocal: evidence(237, 'given.root', 'email.local'),
  surnameEmailLocal: evidence(231, 'surname.part', 'email.local'),
  givenSoundEmailLocal: evidence(230, 'given.soundex', 'email.local'),
  eitherSoundEmailLocal: evidence(232, 'surname.eitherSound', 'email.local'),
  birthEmailLocal: evidence(233, 'birthDate.sorted', 'email.local'),
  monthDayEmailLocal: evidence(234, 'birthDate.monthDay', 'email.local'),
  givenDomain: evidence(144, 'given.root', 'email.domain'),
  surnameDomain: evidence(143, 'surname.part', 'email.domain'),
  givenPhone: evidence(256, 'given.root', 'phone.exact'),
  surnamePhone: evidence(257, 'surname.part', 'phone.exact'),
  birthPhone: evidence(240, 'birthDate.sorted', 'phone.exact'),
  // Evidence: SSN.
  surnameSsn: evidence(241, 'surname.part', 'ssn.nine'),
  surnameSoundSsn: evidence(242, 'surname.soundex', 'ssn.nine'),
  surnameTypoSsn: evidence(108, 'surname.oneDeletion', 'ssn.nine'),
  givenSsn: evidence(244, 'given.root', 'ssn.nine'),
  givenSoundSsn: evidence(245, 'given.soundex', 'ssn.nine'),
  givenStartSsn: evidence(246, 'given.firstThree', 'ssn.nine'),
  givenTypoSsn: evidence(109, 'given.oneDeletion', 'ssn.nine'),
  unorderedSsn: evidence(247, 'surname.unordered', 'ssn.nine'),
  eitherNameSsn: evidence(248, 'surname.either', 'ssn.nine'),
  middleSsn: evidence(115, 'middle.initial', 'ssn.nine'),
  yearDaySsn: evidence(249, 'birthDate.yearDay', 'ssn.nine'),
  yearMonthSsn: evidence(250, 'birthDate.yearMonth', 'ssn.nine'),
  monthDaySsn: evidence(251, 'birthDate.monthDay', 'ssn.nine'),
  surnameLastFour: evidence(110, 'surname.part', 'ssn.lastFour'),
  givenLastFour: evidence(111, 'given.root', 'ssn.lastFour'),
  birthLastFour: evidence(252, 'birthDate.sorted', 'ssn.lastFour'),
} as const satisfies Readonly<Record<string, PackRule>>;
