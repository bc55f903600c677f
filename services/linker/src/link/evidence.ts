import type { NumberedSource, RuleSpace, SlotRange } from '@credlink/linkage';
import { countWords, type PairFunction } from '@credlink/vault';
import { type CommonRules, commonRules, evidenceOf } from './common-rules.ts';
import type { LinkEngine } from './link-engine.ts';
import { emptyStore, nextPart, PART_HEADER, packOfPart, readTags, type TagStore } from './tag-store.ts';

export type Evidence = {
  /** Reads the tags of two ranges, of which one may be held already; until it is called again pairs of a slot of each can be compared. */
  load(engine: LinkEngine, left: SlotRange, right: SlotRange): Promise<void>;
  /** For pairs of a slot of the left range and one of the right: the levels their tags agree at. */
  readonly compare: PairFunction;
};

/**
 * Evidence tags of the nodes that pairs have, held outside the engine: a pair is looked at once, and comparing two
 * short lists in memory costs a tenth of joining them. At most two ranges are held at a time.
 *
 * Tags of two bytes are equal by chance once in 65,536, and a rule with many values compares many: a tag counts only
 * where one of the two attributes it joins is known to agree by a candidate token, so that chance can feign one weak
 * level, never a name and a date at once.
 */
export function createEvidence(
  space: RuleSpace,
  sources: readonly NumberedSource[],
  wordsOfNode: number,
): Evidence {
  const packs = [...new Set(sources.map(({ pack }) => pack))];
  const packOf = sources.map(({ pack }) => packs.indexOf(pack));
  const sizes = packs.map((pack) => evidenceOf(pack).length);
  const headers = sizes.map(countWords);
  const common = packs.map((left) => packs.map((right) => commonRules(space, left, right)));
  const mostRules = Math.max(0, ...sizes);
  const none = { range: null, store: emptyStore({ from: 0, to: 0 }, 0) };
  type Held = { readonly range: SlotRange | null; readonly store: TagStore };
  let [left, right]: [Held, Held] = [none, none];
  const places = { left: new Int32Array(mostRules + 1), right: new Int32Array(mostRules + 1) };
  let agreedLow = 0;
  let agreedHigh = 0;

  /** Adds the levels at which two parts agree to what agrees. */
  function addAgreed(partOfLeft: number, partOfRight: number, low: number, high: number): void {
    const [mine, theirs] = [left.store.words, right.store.words];
    const one = packOfPart(mine, partOfLeft);
    const other = packOfPart(theirs, partOfRight);
    const rules: CommonRules | undefined = common[one]?.[other];
    const believed = rules?.believed(low, high);
    if (believed === undefined || believed.left.length === 0) return;
    const { left: ofLeft, right: ofRight } = places;
    placesOf(mine, partOfLeft + PART_HEADER, headers[one] ?? 0, believed.leftEnd, ofLeft);
    placesOf(theirs, partOfRight + PART_HEADER, headers[other] ?? 0, believed.rightEnd, ofRight);
    for (let index = 0; index < believed.left.length; index += 1) {
      const p = believed.left[index] ?? 0;
      const q = believed.right[index] ?? 0;
      const end = ofLeft[p + 1] ?? 0;
      const otherEnd = ofRight[q + 1] ?? 0;
      const otherFrom = ofRight[q] ?? 0;
      for (let i = ofLeft[p] ?? 0; i < end; i += 1) {
        const tag = mine[i];
        let j = otherFrom;
        while (j < otherEnd && theirs[j] !== tag) j += 1;
        if (j === otherEnd) continue;
        agreedLow |= believed.low[index] ?? 0;
        agreedHigh |= believed.high[index] ?? 0;
        break;
      }
    }
  }

  return {
    load: async (engine, ofLeft, ofRight) => {
      const read = async (range: SlotRange): Promise<Held> => ({
        range,
        store: await readTags(engine, sources, packOf, range, wordsOfNode),
      });
      // What is not wanted any more goes before anything is read: never more than two ranges are held.
      if (right.range !== ofRight) right = none;
      if (left.range !== ofLeft) {
        left = none;
        left = await read(ofLeft);
      }
      if (right === none) right = ofLeft === ofRight ? left : await read(ofRight);
    },
    compare: (one, other, known, out) => {
      for (let row = 0; row < one.length; row += 1) {
        agreedLow = 0;
        agreedHigh = 0;
        const low = known[2 * row] ?? 0;
        const high = known[2 * row + 1] ?? 0;
        const start = right.store.first[(other[row] ?? 0) - right.store.from] ?? 0;
        const begin = left.store.first[(one[row] ?? 0) - left.store.from] ?? 0;
        for (let p = begin; p > 0; p = nextPart(left.store.words, p - 1)) {
          for (let q = start; q > 0; q = nextPart(right.store.words, q - 1))
            addAgreed(p - 1, q - 1, low, high);
        }
        out[2 * row] = agreedLow;
        out[2 * row + 1] = agreedHigh;
      }
    },
  };
}

/** Where the tags under the rules at the first places of a part begin, and in the last place where they end. */
function placesOf(words: Uint16Array, begin: number, header: number, rules: number, out: Int32Array): void {
  let at = begin + header;
  let place = 0;
  for (let word = begin; place < rules; word += 1) {
    const pair = words[word] ?? 0;
    out[place] = at;
    at += pair & 0xff;
    out[place + 1] = at;
    at += pair >> 8;
    place += 2;
  }
  out[place] = at;
}
