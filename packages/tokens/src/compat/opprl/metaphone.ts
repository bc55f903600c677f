/** Spelling at a place of an upper-case word -> its sound. The first that fits decides; what it spells is passed over. */
const SOUNDS: readonly (readonly [spelling: RegExp, sound: string])[] = [
  [/\b[AEIOU]/y, '$&'],
  [/CI(?=A)|CH/y, 'X'],
  [/C[IEY]/y, 'S'],
  [/C|(?<!C)K|Q/y, 'K'],
  [/DG[IEY]|G(?=[IEY])/y, 'J'],
  [/GH(?![AEIOU])|GN$|(?<=M)B$/y, ''],
  [/G/y, 'K'],
  [/PH|V/y, 'F'],
  [/SI[OA]|SH|T(?=I[OA])/y, 'X'],
  [/TH/y, '0'],
  [/T(?!CH)|D/y, 'T'],
  [/^WH|W(?=[AEIOU])/y, 'W'],
  [/^X(?=H|I[OA])/y, 'X'],
  [/^X|Z/y, 'S'],
  [/X/y, 'KS'],
  [/(?<![AEIOU])H|H(?=[AEIOU])/y, 'H'],
  [/Y(?=[AEIOU])/y, 'Y'],
  [/[BFJLMNPRS]/y, '$&'],
];

/**
 * Metaphone (Philips 1990) as OPPRL's tokens contain it: as the jellyfish library 1.3 computes it (a space parts
 * words and stays).
 *
 * @param word upper-case A to Z and spaces
 */
export function metaphone(word: string): string {
  const text = /^(?:[KGP]N|WR|AE)/.test(word) ? word.slice(1) : word;
  let sounds = '';
  let at = 0;
  while (at < text.length) {
    const letter = text.charAt(at);
    const isDoubled = letter !== 'C' && letter === text[at + 1];
    if (isDoubled || letter === ' ') {
      if (letter === ' ' && !isDoubled && sounds !== '' && !sounds.endsWith(' ')) sounds += ' ';
      at += 1;
      continue;
    }
    const found = SOUNDS.find(([spelling]) => {
      spelling.lastIndex = at;
      return spelling.test(text);
    });
    if (found === undefined) {
      at += 1;
      continue;
    }
    const [spelling, sound] = found;
    sounds += sound === '$&' ? letter : sound;
    at = spelling.lastIndex;
  }
  return sounds;
}
