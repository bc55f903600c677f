import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countWords, encodeTags, PLACE_SHIFT } from './tag-list.ts';

/** Reads a list back: the tags under each rule. */
function decode(words: Uint16Array, rules: number): readonly (readonly number[])[] {
  let at = countWords(rules);
  return Array.from({ length: rules }, (_, place) => {
    const pair = words[place >> 1] ?? 0;
    const count = place % 2 === 0 ? pair & 0xff : pair >> 8;
    at += count;
    return [...words.slice(at - count, at)];
  });
}

test('a list gives back the tags of each rule, each once and ascending, whatever came before in the buffer', () => {
  const rule = fc.uniqueArray(fc.nat(65_535), { maxLength: 16 });
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 9 }), fc.nat(5), (tags, at) => {
      const placed = Uint32Array.from(
        tags.flatMap((ofRule, place) => [...ofRule, ...ofRule].map((tag) => (place << PLACE_SHIFT) | tag)),
      );
      const out = new Uint16Array(400).fill(7);
      const size = encodeTags(placed.reverse(), tags.length, out, at);
      const sorted = tags.map((ofRule) => ofRule.toSorted((a, b) => a - b));
      expect(decode(out.slice(at, at + size), tags.length)).toEqual(sorted);
      expect(size).toBe(countWords(tags.length) + tags.flat().length);
    }),
  );
});
