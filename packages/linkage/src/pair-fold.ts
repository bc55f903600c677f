import type { Rarity } from './pair-sql.ts';

/** Words of a hit: the smaller node, the larger one, and a tag. */
export const HIT_WORDS = 3;

const RULE_BITS = 7;
const RULE_MASK = 2 ** RULE_BITS - 1;
const OWN_BITS = 10;
const MOST_OWN = 2 ** OWN_BITS - 1;

/**
 * Which rule found two nodes, by a value that how many share: `n` nodes in all, `own` of them of the files that the two are
 * of. Rules of a run are 128 at most; within the budget of a rule fewer nodes than 2 to the power of 15 share a value, up to
 * half a billion nodes; of own ones 1,023 and more are told as 1,023.
 */
export function hitTag(rule: number, n: number, own: number): number {
  return (n << (OWN_BITS + RULE_BITS)) | (Math.min(own, MOST_OWN) << RULE_BITS) | rule;
}

export function ruleOfTag(tag: number): number {
  return tag & RULE_MASK;
}

function sizeOfTag(tag: number): number {
  return tag >>> (OWN_BITS + RULE_BITS);
}

export function ownOfTag(tag: number): number {
  return (tag >>> RULE_BITS) & MOST_OWN;
}

/** The fewest nodes of either hit of a rule: each figure for itself, so that none depends on who else bears a value. */
function rarerOf(one: number, other: number): number {
  const n = Math.min(sizeOfTag(one), sizeOfTag(other));
  return hitTag(ruleOfTag(one), n, Math.min(ownOfTag(one), ownOfTag(other)));
}

/** What the hits of a rule say. */
export type FoldRule = {
  /** Levels that agree, in two words of 32 bits. */
  readonly low: number;
  readonly high: number;
  readonly rarity: Rarity;
  /** The most nodes that share a value which proposes a pair; where it is below two, values of two still count. */
  readonly cap: number;
};

/** Pairs that rules propose, a place each. */
export type FoldedPairs = {
  readonly count: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Every level they agree at, two words a pair. */
  readonly agreed: Int32Array;
  /** How many nodes bear the rarest shared combination of either kind; 0 where none is shared. */
  readonly sg: Int32Array;
  readonly sd: Int32Array;
  readonly gd: Int32Array;
  /** The rule that alone proposes the pair, by its place among the rules; -1 where several do. */
  readonly lone: Int32Array;
  /** Of a pair that one rule alone proposes: its hit, with the fewest nodes that share a value, in all and of its files. */
  readonly tags: Int32Array;
};

function emptyPairs(size: number): FoldedPairs {
  const column = () => new Int32Array(size);
  const figures = { sg: column(), sd: column(), gd: column(), lone: column(), tags: column() };
  return { count: 0, a: column(), b: column(), agreed: new Int32Array(2 * size), ...figures };
}

/** Leaves out all but some pairs, in their order. @returns how many are left */
export function keepPairs(
  { count, a, b, agreed, sg, sd, gd, lone, tags }: FoldedPairs,
  isKept: (place: number) => boolean,
): number {
  let to = 0;
  for (let place = 0; place < count; place += 1) {
    if (!isKept(place)) continue;
    if (to < place) {
      a[to] = a[place] ?? 0;
      b[to] = b[place] ?? 0;
      agreed[2 * to] = agreed[2 * place] ?? 0;
      agreed[2 * to + 1] = agreed[2 * place + 1] ?? 0;
      sg[to] = sg[place] ?? 0;
      sd[to] = sd[place] ?? 0;
      gd[to] = gd[place] ?? 0;
      lone[to] = lone[place] ?? 0;
      tags[to] = tags[place] ?? 0;
    }
    to += 1;
  }
  return to;
}

/** Leaves out all but some hits, in their order. @returns how many are left */
export function keepHits(
  hits: Int32Array,
  length: number,
  isKept: (a: number, b: number, tag: number) => boolean,
): number {
  let to = 0;
  for (let hit = 0; hit < length; hit += 1) {
    const a = hits[HIT_WORDS * hit] ?? 0;
    const b = hits[HIT_WORDS * hit + 1] ?? 0;
    const tag = hits[HIT_WORDS * hit + 2] ?? 0;
    if (!isKept(a, b, tag)) continue;
    hits[HIT_WORDS * to] = a;
    hits[HIT_WORDS * to + 1] = b;
    hits[HIT_WORDS * to + 2] = tag;
    to += 1;
  }
  return to;
}

/** Puts places of hits in the order of their smaller node; returns the end of those of each node. */
function orderHits(
  hits: Int32Array,
  length: number,
  from: number,
  width: number,
  order: Int32Array,
): Int32Array {
  const ends = new Int32Array(width);
  for (let hit = 0; hit < length; hit += 1) {
    const node = (hits[HIT_WORDS * hit] ?? 0) - from;
    ends[node] = (ends[node] ?? 0) + 1;
  }
  let begin = 0;
  for (let node = 0; node < width; node += 1) {
    const count = ends[node] ?? 0;
    ends[node] = begin;
    begin += count;
  }
  for (let hit = 0; hit < length; hit += 1) {
    const node = (hits[HIT_WORDS * hit] ?? 0) - from;
    const to = ends[node] ?? 0;
    order[to] = hit;
    ends[node] = to + 1;
  }
  return ends;
}

/** Knuth's multiplicative hashing: consecutive numbers lie far apart. */
const SPREAD = 0x9e3779b1;

/**
 * Folds hits into pairs: of the nodes from `from` on, `width` of them, all hits whose smaller node they are, in any order.
 * Pairs come in the order of their smaller node, those that no value proposes left out.
 *
 * @returns pairs, valid until the next hits are folded
 */
export function createPairFold(
  rules: readonly FoldRule[],
): (hits: Int32Array, length: number, from: number, width: number) => FoldedPairs {
  const lows = Int32Array.from(rules, (rule) => rule.low);
  const highs = Int32Array.from(rules, (rule) => rule.high);
  const caps = Float64Array.from(rules, (rule) => rule.cap);
  const kinds = rules.map(({ rarity }) => rarity);
  let room = emptyPairs(0);
  let isProposed = new Uint8Array(0);
  let order = new Int32Array(0);
  let slots = new Int32Array(2);

  return (hits, length, from, width) => {
    if (order.length < length) {
      room = emptyPairs(length);
      isProposed = new Uint8Array(length);
      order = new Int32Array(length);
    }
    const { a, b, agreed, sg, sd, gd, lone, tags } = room;
    const ends = orderHits(hits, length, from, width, order);
    let count = 0;
    let begin = 0;
    for (let node = 0; node < width; node += 1) {
      const end = ends[node] ?? 0;
      if (end === begin) continue;
      // Twice as many slots as hits.
      const bits = 33 - Math.clz32(end - begin);
      if (slots.length < 2 ** bits) slots = new Int32Array(2 ** bits);
      const mask = 2 ** bits - 1;
      slots.fill(0, 0, mask + 1);
      for (let at = begin; at < end; at += 1) {
        const hit = HIT_WORDS * (order[at] ?? 0);
        const other = hits[hit + 1] ?? 0;
        const tag = hits[hit + 2] ?? 0;
        const rule = ruleOfTag(tag);
        const size = sizeOfTag(tag);
        const cap = caps[rule] ?? 0;
        // A cap that was lowered later: the value proposes nothing, and is evidence of another kind.
        if (size > 2 && size > cap) continue;
        let slot = Math.imul(other, SPREAD) >>> (32 - bits);
        let place = (slots[slot] ?? 0) - 1;
        while (place >= 0 && b[place] !== other) {
          slot = (slot + 1) & mask;
          place = (slots[slot] ?? 0) - 1;
        }
        if (place < 0) {
          place = count;
          count += 1;
          slots[slot] = count;
          a[place] = node + from;
          b[place] = other;
          agreed[2 * place] = lows[rule] ?? 0;
          agreed[2 * place + 1] = highs[rule] ?? 0;
          sg[place] = 0;
          sd[place] = 0;
          gd[place] = 0;
          lone[place] = rule;
          tags[place] = tag;
          isProposed[place] = size <= cap ? 1 : 0;
        } else {
          agreed[2 * place] = (agreed[2 * place] ?? 0) | (lows[rule] ?? 0);
          agreed[2 * place + 1] = (agreed[2 * place + 1] ?? 0) | (highs[rule] ?? 0);
          if (lone[place] === rule) tags[place] = rarerOf(tags[place] ?? 0, tag);
          else lone[place] = -1;
          if (size <= cap) isProposed[place] = 1;
        }
        const kind = kinds[rule];
        if (kind === null || kind === undefined) continue;
        const figures = kind === 'sg' ? sg : kind === 'sd' ? sd : gd;
        const known = figures[place] ?? 0;
        if (known === 0 || size < known) figures[place] = size;
      }
      begin = end;
    }
    return { ...room, count: keepPairs({ ...room, count }, (place) => isProposed[place] === 1) };
  };
}
