import type { RawIdentifiers } from '../identifiers.ts';
import { foldLetters, joinWords, lettersAndDigits } from './fold-letters.ts';
import { dropTitles, nameWords, readSuffix, takeSuffix } from './name-parts.ts';
import { nameValues } from './name-values.ts';
import {
  isPlaceholderGivenName,
  isPlaceholderName,
  isPlaceholderSurname,
  NO_MIDDLE_NAME,
} from './name-words.ts';
import { INVALID, MISSING, PLACEHOLDER, type Reading, readRaw, valid } from './reading.ts';
import { splitFullName } from './split-full-name.ts';

type Values = readonly string[];

export type Names = {
  readonly given: Reading<Values>;
  readonly middle: Reading<string>;
  readonly surname: Reading<Values>;
  readonly formerSurname: Values;
  readonly suffix: string | null;
};

const BORN = /[\s(]+(?:n[ée]e|born|formerly|f\/k\/a|fka)[\s.:]+/i;

function valuesOf(choices: readonly Values[], isPlaceholder: (letters: string) => boolean): Reading<Values> {
  const values = [...new Set(choices.flatMap((words) => nameValues(words)))];
  const [first] = values;
  if (first === undefined) return INVALID;
  return isPlaceholder(first) ? PLACEHOLDER : valid(values);
}

type GivenReading = {
  readonly given: Reading<Values>;
  readonly initial: string | null;
  readonly suffix: string | null;
};

/** A first-name column: titles, suffix and a trailing middle initial go, halves stay. */
function readGiven(text: string): GivenReading {
  const all = nameWords(text);
  if (isPlaceholderGivenName(joinWords(all))) return { given: PLACEHOLDER, initial: null, suffix: null };
  const titled = dropTitles(all);
  const isInitialLast = titled.length > 1 && titled.at(-1)?.length === 1 && titled[0]?.length !== 1;
  const initial = isInitialLast ? (titled.at(-1) ?? null) : null;
  const { words, suffix } = takeSuffix(isInitialLast ? titled.slice(0, -1) : titled);
  return { given: valuesOf([words], isPlaceholderGivenName), initial, suffix };
}

type SurnameReading = { readonly surname: Reading<Values>; readonly suffix: string | null };

function readSurname(text: string): SurnameReading {
  const all = nameWords(text);
  if (isPlaceholderSurname(joinWords(all))) return { surname: PLACEHOLDER, suffix: null };
  const { words, suffix } = takeSuffix(all);
  return { surname: valuesOf([words], isPlaceholderSurname), suffix };
}

function readMiddle(raw: Reading<string>): Reading<string> {
  if (raw.state !== 'valid') return raw;
  const { words } = takeSuffix(nameWords(raw.value));
  const letters = joinWords(words);
  if (letters === '') return INVALID;
  return NO_MIDDLE_NAME.has(letters) || isPlaceholderGivenName(letters) ? PLACEHOLDER : valid(letters);
}

function readFormer(texts: readonly string[]): Values {
  const values = texts
    .flatMap((text) => text.split(/[;,/|]/))
    .map((text) => readSurname(text).surname)
    .flatMap((reading) => (reading.state === 'valid' ? reading.value : []));
  return [...new Set(values)].slice(0, 8);
}

type SurnameColumn = SurnameReading & { readonly born: readonly string[] };

/** A last-name column that holds no whole name: what stands behind `née` is told apart. */
function readSurnameColumn(text: string): SurnameColumn {
  const [surname = '', ...born] = text.split(BORN);
  return { ...readSurname(surname), born };
}

/** How single columns are read; a caller with many records may remember what they gave. */
export type NameReaders = {
  readonly given: (text: string) => GivenReading;
  readonly surname: (text: string) => SurnameColumn;
  readonly middle: (text: string) => Reading<string>;
};

export const NAME_READERS: NameReaders = {
  given: readGiven,
  surname: readSurnameColumn,
  middle: (text) => readMiddle(readRaw(text)),
};

function readFormerColumn(text: string): Values {
  return text.length <= 512 ? readFormer([text]) : [];
}

/** Whether a surname column holds a whole name: `Last, First`, where what follows the comma is no suffix. */
function isWholeName(text: string): boolean {
  const behind = text.slice(text.indexOf(',') + 1);
  return text.includes(',') && readSuffix(behind) === null && nameWords(behind).length > 0;
}

function readWholeName(text: string, former: Values): Names {
  const [current = '', ...born] = text.split(BORN);
  const split = splitFullName(current);
  const middle = split.middle;
  const { givenChoices, surnameChoices } = split;
  const given = givenChoices.length === 0 ? MISSING : valuesOf(givenChoices, isPlaceholderGivenName);
  const surname = surnameChoices.length === 0 ? MISSING : valuesOf(surnameChoices, isPlaceholderSurname);
  const isPlaceholder = isPlaceholderName(lettersAndDigits(foldLetters(text)));
  return {
    given: isPlaceholder ? PLACEHOLDER : given,
    surname: isPlaceholder ? PLACEHOLDER : surname,
    middle: middle === null || isPlaceholder ? MISSING : readMiddle(valid(middle)),
    formerSurname: [...new Set([...former, ...readFormer(born)])],
    suffix: split.suffix,
  };
}

/**
 * Reads the name columns together: a suffix may stand in any of them, a middle initial behind the given name, a
 * former surname behind `née`, a whole name in the surname column. Separate columns win over `fullName`.
 */
export function readNames(raw: RawIdentifiers, readers: NameReaders = NAME_READERS): Names {
  const rawGiven = readRaw(raw.givenName);
  const rawSurname = readRaw(raw.surname);
  const rawFull = readRaw(raw.fullName);
  const former = raw.formerSurname === undefined ? [] : readFormerColumn(raw.formerSurname);
  const middleColumn = raw.middleName === undefined ? MISSING : readers.middle(raw.middleName);
  const suffixColumn = readSuffix(raw.suffix);

  if (rawGiven.state === 'missing' && rawSurname.state === 'missing') {
    if (rawFull.state !== 'valid') {
      const state = rawFull.state === 'missing' ? MISSING : INVALID;
      return {
        given: state,
        middle: middleColumn,
        surname: state,
        formerSurname: former,
        suffix: suffixColumn,
      };
    }
    return withColumns(readWholeName(rawFull.value, former), middleColumn, suffixColumn);
  }
  if (rawGiven.state === 'missing' && rawSurname.state === 'valid' && isWholeName(rawSurname.value)) {
    return withColumns(readWholeName(rawSurname.value, former), middleColumn, suffixColumn);
  }
  const given =
    rawGiven.state === 'valid'
      ? readers.given(rawGiven.value)
      : { given: rawGiven, initial: null, suffix: null };
  const surname =
    rawSurname.state === 'valid'
      ? readers.surname(rawSurname.value)
      : { surname: rawSurname, suffix: null, born: [] };
  const middle =
    middleColumn.state !== 'valid' && given.initial !== null ? valid(given.initial) : middleColumn;
  return {
    given: given.given,
    middle,
    surname: surname.surname,
    formerSurname:
      surname.born.length === 0 ? former : [...new Set([...former, ...readFormer(surname.born)])],
    suffix: suffixColumn ?? surname.suffix ?? given.suffix,
  };
}

function withColumns(names: Names, middleColumn: Reading<string>, suffixColumn: string | null): Names {
  return {
    ...names,
    middle: middleColumn.state === 'valid' ? middleColumn : names.middle,
    suffix: suffixColumn ?? names.suffix,
  };
}
