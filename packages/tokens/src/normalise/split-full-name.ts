import { joinWords } from './fold-letters.ts';
import { dropTitles, nameGroups, takeSuffix } from './name-parts.ts';
import { isPlaceholderGivenName, PARTICLES, TIED_PARTICLES } from './name-words.ts';

type Group = readonly string[];

/** Words of each part; `surnameChoices` and `givenChoices` list the readings of an ambiguous name, likeliest first. */
export type SplitName = {
  readonly givenChoices: readonly Group[];
  readonly middle: string | null;
  readonly surnameChoices: readonly Group[];
  readonly suffix: string | null;
};

const isInitial = (group: Group | undefined): boolean => group?.length === 1 && group[0]?.length === 1;
const join = (groups: readonly Group[]): Group => groups.flat();
const choices = (...groups: Group[]): readonly Group[] => groups.filter((group) => group.length > 0);

function isParticle(group: Group | undefined): boolean {
  const [word] = group ?? [];
  return word !== undefined && group?.length === 1 && (PARTICLES.has(word) || TIED_PARTICLES.has(word));
}

/** Given and middle names: the first group is the given name, an initial or further groups behind it are middle. */
function splitGiven(groups: readonly Group[]): Pick<SplitName, 'givenChoices' | 'middle'> {
  const [first, ...rest] = groups;
  if (first === undefined) return { givenChoices: [], middle: null };
  const middle = joinWords(rest.flat());
  const initial = rest.findIndex((group) => isInitial(group));
  const named = initial < 0 ? rest : rest.slice(0, initial);
  const whole = join([first, ...named]);
  // `Son of L Smith`: the second word is no middle name.
  if (initial < 0 && isPlaceholderGivenName(joinWords(whole)))
    return { givenChoices: choices(whole), middle: null };
  return {
    givenChoices: named.length === 0 ? choices(first) : choices(whole, first),
    middle: middle === '' ? null : initial > 0 ? joinWords(rest.slice(initial).flat()) : middle,
  };
}

/** The groups of a surname whose length is not marked: all readings from the last word to the last two parts. */
function unmarkedSurname(groups: readonly Group[]): SplitName {
  const [first = [], ...rest] = groups;
  const particle = rest.findIndex((group) => isParticle(group));
  if (particle >= 0 && particle < rest.length - 1) {
    const middle = rest.slice(0, particle);
    const marked = rest.slice(particle);
    return {
      givenChoices: choices(first, middle.length === 0 ? [] : join([first, ...middle])),
      middle: middle.length === 0 ? null : joinWords(join(middle)),
      surnameChoices: choices(join(marked), middle.length === 0 ? [] : join([...middle, ...marked])),
      suffix: null,
    };
  }
  const last = rest.at(-1) ?? [];
  if (rest.length === 1)
    return { givenChoices: choices(first), middle: null, surnameChoices: choices(last), suffix: null };
  const second = rest[0] ?? [];
  return {
    givenChoices: choices(first, join([first, second])),
    middle: joinWords(second),
    surnameChoices: choices(last, join(rest.slice(-2))),
    suffix: null,
  };
}

function splitInOrder(all: readonly Group[]): SplitName {
  const { words: groups, suffix } = takeSuffix(dropTitles(all));
  if (groups.length <= 1) {
    return { givenChoices: [], middle: null, surnameChoices: choices(join(groups)), suffix };
  }
  const initial = groups.findIndex(
    (group, index) => index > 0 && isInitial(group) && !isTiedHere(groups, index),
  );
  if (initial < 0) return { ...unmarkedSurname(groups), suffix };
  const before = groups.slice(0, initial);
  const after = groups.slice(initial + 1);
  const letter = joinWords(join(groups.slice(initial, initial + 1)));
  if (after.length > 0) {
    const given = splitGiven(before);
    return { ...given, middle: given.middle ?? letter, surnameChoices: choices(join(after)), suffix };
  }
  if (before.length === 1)
    return { givenChoices: choices(join(before)), middle: letter, surnameChoices: [], suffix };
  return { ...unmarkedSurname(before), suffix };
}

/** `O` and `D` in front of a last word are the beginning of a surname (`Pat O Brien`), not a middle initial. */
function isTiedHere(groups: readonly Group[], index: number): boolean {
  const word = groups[index]?.[0];
  return word === 'O' && index === groups.length - 2 && index === 1;
}

/**
 * Splits a whole name: `Last, First Middle`, `Last Jr, First`, `First M Last Last`, `First Last`. Without comma and
 * without a middle initial three words are ambiguous (`Mary Ann Smith`, `Juan Castro Ramos`): both readings are given.
 * A single word is taken for the surname.
 */
export function splitFullName(text: string): SplitName {
  const comma = text.indexOf(',');
  if (comma < 0) return splitInOrder(nameGroups(text));
  const front = takeSuffix(nameGroups(text.slice(0, comma)));
  const backGroups = nameGroups(text.slice(comma + 1));
  const isOnlySuffix = backGroups.length === 1 && takeSuffix([['-'], ...backGroups]).words.length === 1;
  if (backGroups.length === 0 || isOnlySuffix)
    return splitInOrder([...nameGroups(text.slice(0, comma)), ...backGroups]);
  const back = takeSuffix(dropTitles(backGroups));
  return {
    ...splitGiven(back.words),
    surnameChoices: choices(join(front.words)),
    suffix: front.suffix ?? back.suffix,
  };
}
