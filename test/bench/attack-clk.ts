import { createHmac } from 'node:crypto';
import { type Identifiers, normaliseIdentifiers, type RawIdentifiers } from '@credlink/tokens';
import { ATTACK_DAY } from './attack-files.ts';

/** Bits and 32-bit words of an encoding. */
export const CLK_BITS = 1024;
export const CLK_WORDS = CLK_BITS / 32;

/** Bits that the average value of a feature sets, the same for all (clkhash issue 189); together .44 of all bits. */
const BITS_PER_FEATURE = 120;

type Feature = {
  readonly name: string;
  readonly averageGrams: number;
  readonly gramsOf: (of: Identifiers) => readonly string[];
};

/** Bigrams with the margins of the text. */
function bigrams(text: string | null | undefined): readonly string[] {
  if (text === null || text === undefined || text === '') return [];
  const padded = `_${text}_`;
  return [...new Set(Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2)))];
}

const FEATURES: readonly Feature[] = [
  { name: 'given', averageGrams: 7, gramsOf: ({ given }) => bigrams(given[0]) },
  { name: 'surname', averageGrams: 8, gramsOf: ({ surname }) => bigrams(surname[0]) },
  {
    name: 'birth date',
    averageGrams: 8,
    gramsOf: ({ birthDate }) =>
      birthDate === null
        ? []
        : [...String(birthDate.year * 10_000 + birthDate.month * 100 + birthDate.day)].map(
            (digit, place) => `${place}${digit}`,
          ),
  },
  { name: 'city', averageGrams: 12, gramsOf: ({ city }) => bigrams(city) },
  {
    name: 'zip',
    averageGrams: 5,
    gramsOf: ({ zip }) => [...(zip ?? '')].map((digit, place) => `${place}${digit}`),
  },
];

/** Cryptographic long-term keys of records, one after the other, `CLK_WORDS` words each. */
export type Encodings = { readonly records: number; readonly words: Uint32Array };

/** Grams of each record in a numbering of their own; `bitsOf` how many bits each sets. */
export type Grams = {
  readonly ofRecord: readonly (readonly number[])[];
  readonly names: readonly { readonly feature: string; readonly gram: string; readonly bits: number }[];
};

export function gramsOf(records: readonly RawIdentifiers[]): Grams {
  const numbers = new Map<string, number>();
  const names: { feature: string; gram: string; bits: number }[] = [];
  const ofRecord = records.map((raw) => {
    const identifiers = normaliseIdentifiers(raw, ATTACK_DAY);
    return FEATURES.flatMap(({ name, averageGrams, gramsOf: grams }) =>
      grams(identifiers).map((gram) => {
        const known = numbers.get(`${name}/${gram}`);
        if (known !== undefined) return known;
        numbers.set(`${name}/${gram}`, names.length);
        names.push({ feature: name, gram, bits: Math.round(BITS_PER_FEATURE / averageGrams) });
        return names.length - 1;
      }),
    );
  });
  return { ofRecord, names };
}

/**
 * Encodes grams as CLKs: each gram of a feature sets bits drawn by HMAC-SHA-256 under a key of the feature
 * (independent hashing, not double hashing; Schnell et al. 2009 with the parameters of clkhash).
 */
export function encodeClks(key: Uint8Array, { ofRecord, names }: Grams): Encodings {
  const bits = names.map(({ feature, gram, bits: count }) => {
    const drawn: number[] = [];
    for (let block = 0; drawn.length < count; block++) {
      const digest = createHmac('sha256', key).update(`${feature}/${block}/${gram}`).digest();
      for (let at = 0; at < 32 && drawn.length < count; at += 2)
        drawn.push(digest.readUInt16BE(at) % CLK_BITS);
    }
    return drawn;
  });
  const words = new Uint32Array(ofRecord.length * CLK_WORDS);
  for (const [record, grams] of ofRecord.entries()) {
    for (const gram of grams) {
      for (const bit of bits[gram] ?? []) {
        const at = record * CLK_WORDS + (bit >>> 5);
        words[at] = (words[at] ?? 0) | (1 << (bit & 31));
      }
    }
  }
  return { records: ofRecord.length, words };
}

function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Set bits of each record. */
export function popcounts({ records, words }: Encodings): Uint16Array {
  return Uint16Array.from({ length: records }, (_, record) => {
    let bits = 0;
    for (let word = 0; word < CLK_WORDS; word++) bits += bitsIn(words[record * CLK_WORDS + word] ?? 0);
    return bits;
  });
}

/** Bits that are set in both records. */
export function commonBits(left: Encodings, one: number, right: Encodings, other: number): number {
  const [a, b] = [one * CLK_WORDS, other * CLK_WORDS];
  let bits = 0;
  for (let word = 0; word < CLK_WORDS; word++) {
    bits += bitsIn((left.words[a + word] ?? 0) & (right.words[b + word] ?? 0));
  }
  return bits;
}
