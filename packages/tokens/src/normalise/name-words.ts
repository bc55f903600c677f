/** Words in front of a name that are no part of it. Dropped only where another word follows. */
export const TITLES: ReadonlySet<string> = new Set(
  (
    'MR MRS MS MISS MX DR DOCTOR PROF PROFESSOR REV REVEREND HON HONORABLE SIR DAME MADAM RABBI PASTOR ' +
    'CAPT CAPTAIN SGT LT CPT COL GEN MAJ PVT CPL OFFICER'
  ).split(' '),
);

/** Generational suffixes and the one form each is kept in. */
export const SUFFIXES: ReadonlyMap<string, string> = new Map([
  ['JR', 'JR'],
  ['JNR', 'JR'],
  ['JUNIOR', 'JR'],
  ['SR', 'SR'],
  ['SNR', 'SR'],
  ['SENIOR', 'SR'],
  ['1ST', 'I'],
  ['II', 'II'],
  ['2ND', 'II'],
  ['III', 'III'],
  ['3RD', 'III'],
  ['IV', 'IV'],
  ['4TH', 'IV'],
  ['V', 'V'],
  ['5TH', 'V'],
  ['VI', 'VI'],
  ['6TH', 'VI'],
  ['VII', 'VII'],
  ['7TH', 'VII'],
  ['VIII', 'VIII'],
  ['8TH', 'VIII'],
  ['IX', 'IX'],
  ['9TH', 'IX'],
]);

/** Letters behind a name that say what somebody has earned, not who they are. */
export const POST_NOMINALS: ReadonlySet<string> = new Set(
  'MD PHD ESQ ESQUIRE DDS DVM CPA RN LPN JD'.split(' '),
);

/** Words that belong to the surname part behind them and are never a half of their own. */
export const PARTICLES: ReadonlySet<string> = new Set(
  'DE DEL DELA DELLA DELLO DELOS DI DA DAS DO DOS DU DES LA LAS LOS LE LES EL AL VAN VON VOM ZU ZUM ZUR DER DEN TEN TER TE Y E AF AV BIN IBN BINT BEN ABU'.split(
    ' ',
  ),
);

/** Particles so tied to what follows that the rest is not a name alone: `O BRIEN`, `MC DONALD`, `ST JOHN`. */
export const TIED_PARTICLES: ReadonlySet<string> = new Set(
  'O MC MAC D L ST STE SAINT SAN SANTA FITZ'.split(' '),
);

/** Entries that stand where a name is not known, letters run together. */
const PLACEHOLDER_NAMES: ReadonlySet<string> = new Set(
  (
    'UNKNOWN UNK UNKN UNKNWN NA NONE NULL NIL NAN MISSING BLANK TEST TESTER TESTING TESTPATIENT TESTSTUDENT DUMMY FAKE ' +
    'SAMPLE EXAMPLE DONOR PATIENT STUDENT ANONYMOUS ANON NOTAVAILABLE NOTAPPLICABLE NOTGIVEN NOTKNOWN NOTPROVIDED ' +
    'NOTREPORTED NOTSTATED NONAME NOFIRSTNAME NOLASTNAME NOSURNAME NAME FIRSTNAME LASTNAME SURNAME FNU LNU ' +
    'FIRSTNAMEUNKNOWN LASTNAMEUNKNOWN NAMEUNKNOWN REFUSED DECLINED WITHHELD REDACTED DELETED DONOTUSE DUPLICATE XX XXX XXXX ZZZ ZZZZ ' +
    'ZZZTRASH ASDF QWERTY ABC ' +
    'PERSON ADULT ADULTMALE ADULTFEMALE MALE FEMALE MALECHILD FEMALECHILD MALEADULT FEMALEADULT RESIDENT OCCUPANT TENANT ' +
    'HOUSE HOUSEHOLD CHILD CHILDF CHILDM BABY BABYBOY BABYGIRL BOY GIRL INFANT NEWBORN DAUGHTER SONOF DAUGHTEROF ' +
    'FATHER MOTHER HUSBAND WIFE WIFEOF SPOUSE PARTNER BROTHER SISTER GRANDSON GRANDDAUGHTER GRANDCHILD GRANDMOTHER GRANDFATHER ' +
    'STEPSON STEPDAUGHTER NEPHEW NIECE COUSIN AUNT UNCLE MOM DAD MOMMY DADDY HIJO HIJA SENOR SENORA SENORITA ' +
    'INMATE MINOR ROOMMATE LODGER BOARDER DONTKNOW NOTSURE LADY GENTLEMAN GENTLEMEN LADYOF GENTLEMANOF MANOF WOMANOF LADYOFTHE MANOFTHE ' +
    'WOMANOFTHE GENTLEMANOFTHE LADYOFHOUSE LADYOFTHEHOUSE MANOFHOUSE MANOFTHEHOUSE WOMANOFTHEHOUSE GENTLEMANOFTHEHOUSE ' +
    'LADYINTHE MANINTHE LADYINTHEHOUSE MANINTHEHOUSE OFTHEHOUSE OFTHEHOME INTHEHOUSE INTHEHOME HEADOFHOUSEHOLD'
  ).split(' '),
);

/**
 * Entries that stand for a person in a given-name column, and others in a surname column, where a form was filled in for
 * somebody whose name was not told. Words that the Census Bureau blanks before it matches persons (Person Identification
 * Validation System), but for those that people are called: as given names SON, MAN and NINO, as surnames PARENT, YOUNGER,
 * FRIEND, DOE, HOME, HAGE, SON, MAN, NO, CASA with its particles, and in either column GOH, LOH, SOH, MOH and DOH, which
 * families of Chinese and Korean descent bear and which stand in either.
 */
const GIVEN_PLACEHOLDERS: ReadonlySet<string> = new Set(
  'ONE OLDEST YOUNGEST KID DAU WOMAN GENT GENTLE GENTELMAN RESPONDENT FRIEND COH'.split(' '),
);
const SURNAME_PLACEHOLDERS: ReadonlySet<string> = new Set(
  'ONE TWO THREE FOUR HH HHM OWNER HOUSEHOLDER APELLIDO REF REFUSE RESP RESPONDENT RESPONDANT THEHOUSE OFHOUSE COH'.split(
    ' ',
  ),
);

/**
 * Entries in a middle-name column that say there is none; among them the abbreviations of "daughter of householder" and the
 * like, which are surnames as well: taken for none they cost a little evidence, and never a token that finds anybody.
 */
export const NO_MIDDLE_NAME: ReadonlySet<string> = new Set(
  'NMN NMI NOMIDDLENAME NOMIDDLE NMNI DOH GOH LOH MOH SOH MR MRS MS MISS'.split(' '),
);

/** Whether the letters of an entry stand for 'not known': a listed word, or one letter three times or more. */
export function isPlaceholderName(letters: string): boolean {
  return PLACEHOLDER_NAMES.has(letters) || /^(.)\1{2,}$/u.test(letters);
}

/** Whether an entry says no more than that a given name is not known. */
export function isPlaceholderGivenName(letters: string): boolean {
  return isPlaceholderName(letters) || GIVEN_PLACEHOLDERS.has(letters);
}

/** Whether an entry says no more than that a surname is not known: a lone Latin letter is an initial at best. */
export function isPlaceholderSurname(letters: string): boolean {
  return /^[A-Z]$/.test(letters) || isPlaceholderName(letters) || SURNAME_PLACEHOLDERS.has(letters);
}
