import {
  anchorBits,
  type NumberedSource,
  type RuleSpace,
  type SlotRange,
  tagsOfNodes,
} from '@credlink/linkage';
import type { PackRule, RulePack } from '@credlink/tokens';
import { countWords, type PairFunction, streamTags, type TagRows } from '@credlink/vault';
import type { LinkEngine } from './link-engine.ts';

/** Two packs: the evidence rules they have in common, by their places in each, and the bits of their levels. */
type CommonRules = {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  /** Bits of which one at least must be known to agree: see `addAgreed`. */
  readonly anchorLow: Uint32Array;
  readonly anchorHigh: Uint32Array;
};

/** Tags of the nodes of a range of slots. A node of several parts has a list of tags for each. */
type TagStore = {
  readonly from: number;
  /** By slot: its first part + 1; 0 where it has none. */
  readonly first: Int32Array;
  /** By part: the next part of the same node + 1, its pack, where its words begin. */
  readonly next: number[];
  readonly pack: number[];
  readonly begin: number[];
  words: Uint16Array;
};

/** Bytes of tags held at once, for each of two ranges: bounds what a run needs beside the memory of the engine. */
const MOST_BYTES = 192 * 2 ** 20;

/** Values of one rule in one record, at most, as a rule: only sizes ranges. */
const TYPICAL_VALUES = 2;

const SMALLEST_WORDS = 4096;

export type Evidence = {
  /** Ranges of slots whose tags are held at the same time. */
  readonly ranges: readonly SlotRange[];
  /** Reads the tags of two ranges; until it is called again pairs of a slot of each can be compared. */
  load(engine: LinkEngine, left: SlotRange, right: SlotRange): Promise<void>;
  /** For pairs of a slot of the left range and one of the right: the levels their tags agree at. */
  readonly compare: PairFunction;
};

function evidenceOf(pack: RulePack): readonly PackRule[] {
  return pack.rules.filter(({ role }) => role === 'evidence');
}

function commonRules(space: RuleSpace, left: RulePack, right: RulePack): CommonRules {
  const [ofLeft, ofRight] = [evidenceOf(left), evidenceOf(right)];
  const common = ofLeft.flatMap((rule, place) => {
    const other = ofRight.findIndex(({ code }) => code === rule.code);
    const numbered = space.rules.find(({ code }) => code === rule.code);
    return other < 0 || numbered === undefined
      ? []
      : [{ place, other, bits: numbered.levelBits, anchors: anchorBits(numbered.levels) }];
  });
  return {
    left: Uint8Array.from(common, ({ place }) => place),
    right: Uint8Array.from(common, ({ other }) => other),
    low: Uint32Array.from(common, ({ bits }) => Number(bits & 0xffffffffn)),
    high: Uint32Array.from(common, ({ bits }) => Number(bits >> 32n)),
    anchorLow: Uint32Array.from(common, ({ anchors }) => Number(anchors & 0xffffffffn)),
    anchorHigh: Uint32Array.from(common, ({ anchors }) => Number(anchors >> 32n)),
  };
}

function emptyStore({ from, to }: SlotRange): TagStore {
  return {
    from,
    first: new Int32Array(Math.max(0, to - from)),
    next: [],
    pack: [],
    begin: [],
    words: new Uint16Array(SMALLEST_WORDS),
  };
}

/** Adds rows to a store; returns where the next ones go. */
function addRows(store: TagStore, rows: TagRows, packOf: readonly number[], at: number): number {
  let end = at;
  if (store.words.length < at + rows.words.length) {
    const larger = new Uint16Array(2 * (at + rows.words.length));
    larger.set(store.words.subarray(0, at));
    store.words = larger;
  }
  for (let row = 0; row < rows.owners.length; row += 1) {
    const begin = rows.begins[row] ?? 0;
    const length = rows.lengths[row] ?? 0;
    store.words.set(rows.words.subarray(begin, begin + length), end);
    const slot = (rows.owners[row] ?? 0) - store.from;
    store.next.push(store.first[slot] ?? 0);
    store.pack.push(packOf[rows.packs[row] ?? 0] ?? 0);
    store.begin.push(end);
    store.first[slot] = store.begin.length;
    end += length;
  }
  return end;
}

/** Where the tags under each rule of a part begin, and in the last place where they end. */
function placesOf(words: Uint16Array, begin: number, rules: number, out: Int32Array): void {
  let at = begin + countWords(rules);
  for (let place = 0; place < rules; place += 1) {
    out[place] = at;
    const pair = words[begin + (place >> 1)] ?? 0;
    at += place & 1 ? pair >> 8 : pair & 0xff;
  }
  out[rules] = at;
}

/**
 * Evidence tags of the nodes that pairs have, held outside the engine: a pair is looked at once, and comparing two
 * short lists in memory costs a tenth of joining them. At most two ranges of `MOST_BYTES` are held at a time.
 */
export function createEvidence(
  space: RuleSpace,
  sources: readonly NumberedSource[],
  slots: number,
): Evidence {
  const packs = [...new Set(sources.map(({ pack }) => pack))];
  const packOf = sources.map(({ pack }) => packs.indexOf(pack));
  const sizes = packs.map((pack) => evidenceOf(pack).length);
  const common = packs.map((left) => packs.map((right) => commonRules(space, left, right)));
  const mostRules = Math.max(0, ...sizes);
  const wordsOfNode = countWords(mostRules) + TYPICAL_VALUES * mostRules;
  const width = Math.max(1, Math.floor(MOST_BYTES / (2 * Math.max(1, wordsOfNode))));
  const ranges = Array.from({ length: Math.ceil(slots / width) }, (_, index) => ({
    from: index * width,
    to: Math.min(slots, (index + 1) * width),
  }));
  const none = emptyStore({ from: 0, to: 0 });
  let [left, right] = [none, none];
  const places = { left: new Int32Array(mostRules + 1), right: new Int32Array(mostRules + 1) };
  const agreed = new Uint32Array(2);

  async function read(engine: LinkEngine, range: SlotRange): Promise<TagStore> {
    const store = emptyStore(range);
    let end = 0;
    for await (const rows of streamTags(engine, tagsOfNodes(sources, range.from, range.to))) {
      end = addRows(store, rows, packOf, end);
    }
    return store;
  }

  /**
   * Adds the levels at which two parts agree to `agreed`. Tags of two bytes are equal by chance once in 65,536, and a
   * rule with many values compares many: a tag counts only where one of the two attributes it joins is known to agree
   * by a candidate token, so that chance can feign one weak level, never a name and a date at once.
   */
  function addAgreed(partOfLeft: number, partOfRight: number, low: number, high: number): void {
    const [one, other] = [left.pack[partOfLeft] ?? 0, right.pack[partOfRight] ?? 0];
    const rules = common[one]?.[other];
    if (rules === undefined) return;
    const [mine, theirs] = [left.words, right.words];
    placesOf(mine, left.begin[partOfLeft] ?? 0, sizes[one] ?? 0, places.left);
    placesOf(theirs, right.begin[partOfRight] ?? 0, sizes[other] ?? 0, places.right);
    for (let index = 0; index < rules.left.length; index += 1) {
      const isAnchored =
        ((rules.anchorLow[index] ?? 0) & low) !== 0 || ((rules.anchorHigh[index] ?? 0) & high) !== 0;
      if (!isAnchored) continue;
      const [p, q] = [rules.left[index] ?? 0, rules.right[index] ?? 0];
      const [end, otherEnd] = [places.left[p + 1] ?? 0, places.right[q + 1] ?? 0];
      if (hasCommonTag(mine, places.left[p] ?? 0, end, theirs, places.right[q] ?? 0, otherEnd)) {
        agreed[0] = (agreed[0] ?? 0) | (rules.low[index] ?? 0);
        agreed[1] = (agreed[1] ?? 0) | (rules.high[index] ?? 0);
      }
    }
  }

  return {
    ranges,
    load: async (engine, ofLeft, ofRight) => {
      left = none;
      right = none;
      left = await read(engine, ofLeft);
      right = ofLeft === ofRight ? left : await read(engine, ofRight);
    },
    compare: (one, other, known, out) => {
      for (let row = 0; row < one.length; row += 1) {
        agreed.fill(0);
        const [low, high] = [known[2 * row] ?? 0, known[2 * row + 1] ?? 0];
        const start = right.first[(other[row] ?? 0) - right.from] ?? 0;
        for (let p = left.first[(one[row] ?? 0) - left.from] ?? 0; p > 0; p = left.next[p - 1] ?? 0) {
          for (let q = start; q > 0; q = right.next[q - 1] ?? 0) addAgreed(p - 1, q - 1, low, high);
        }
        out[2 * row] = agreed[0] ?? 0;
        out[2 * row + 1] = agreed[1] ?? 0;
      }
    },
  };
}

function hasCommonTag(
  mine: Uint16Array,
  from: number,
  to: number,
  theirs: Uint16Array,
  otherFrom: number,
  otherTo: number,
): boolean {
  for (let i = from; i < to; i += 1) {
    const tag = mine[i];
    for (let j = otherFrom; j < otherTo; j += 1) if (theirs[j] === tag) return true;
  }
  return false;
}
