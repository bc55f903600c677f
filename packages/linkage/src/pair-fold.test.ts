import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPairFold,
  type FoldRule,
  HIT_WORDS,
  hitTag,
  keepHits,
  ownOfTag,
  ruleOfTag,
} from './pair-fold.ts';

const RULES: readonly FoldRule[] = [
  { low: 1, high: 0, rarity: 'sg', cap: 50 },
  { low: 6, high: 0, rarity: 'sd', cap: 50 },
  { low: 0, high: 1 << 31, rarity: null, cap: 4 },
  { low: 8, high: 2, rarity: 'gd', cap: 1 },
];
const FROM = 4096;

type Hit = {
  readonly a: number;
  readonly b: number;
  readonly rule: number;
  readonly n: number;
  readonly own: number;
};

function wordsOf(hits: readonly Hit[]): Int32Array {
  return Int32Array.from(hits.flatMap(({ a, b, rule, n, own }) => [a, b, hitTag(rule, n, own)]));
}

/** Pairs by the plainest way there is. */
function plainly(hits: readonly Hit[]) {
  const capOf = ({ rule }: Hit) => RULES[rule]?.cap ?? 0;
  const counted = hits.filter((hit) => hit.n <= Math.max(2, capOf(hit)));
  return [...Map.groupBy(counted, ({ a, b }) => `${a}/${b}`)]
    .filter(([, ofPair]) => ofPair.some((hit) => hit.n <= capOf(hit)))
    .map(([pair, ofPair]) => {
      const rules = [...new Set(ofPair.map(({ rule }) => rule))];
      const rarest = (kind: string) => {
        const sizes = ofPair.filter(({ rule }) => RULES[rule]?.rarity === kind).map(({ n }) => n);
        return sizes.length === 0 ? 0 : Math.min(...sizes);
      };
      return {
        pair,
        low: rules.reduce((bits, rule) => bits | (RULES[rule]?.low ?? 0), 0),
        high: rules.reduce((bits, rule) => bits | (RULES[rule]?.high ?? 0), 0),
        figures: [rarest('sg'), rarest('sd'), rarest('gd')],
        lone: rules.length === 1 ? rules[0] : -1,
        tag:
          rules.length === 1
            ? hitTag(
                rules[0] ?? -1,
                Math.min(...ofPair.map(({ n }) => n)),
                Math.min(...ofPair.map(({ own }) => own)),
              )
            : null,
      };
    })
    .sort((one, other) => (one.pair < other.pair ? -1 : 1));
}

const hit = fc.record({
  a: fc.integer({ min: FROM, max: FROM + 5 }),
  b: fc.integer({ min: FROM + 6, max: FROM + 60 }),
  rule: fc.integer({ min: 0, max: RULES.length - 1 }),
  n: fc.integer({ min: 2, max: 60 }),
  own: fc.integer({ min: 2, max: 60 }),
});

describe('hits folded into pairs', () => {
  it('keep how many nodes of two files share a value, the most common ones all alike', () => {
    const tag = hitTag(127, 32_767, 1022);
    expect([ruleOfTag(tag), ownOfTag(tag)]).toEqual([127, 1022]);
    expect(ownOfTag(hitTag(0, 5000, 4000))).toBe(1023);
  });

  it('say what each pair has in common, how rare it is and who proposes it alone', () => {
    const fold = createPairFold(RULES);
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 200 }), (hits) => {
        const { count, a, b, agreed, sg, sd, gd, lone, tags } = fold(wordsOf(hits), hits.length, FROM, 4096);
        const found = Array.from({ length: count }, (_, place) => ({
          pair: `${a[place]}/${b[place]}`,
          low: agreed[2 * place],
          high: agreed[2 * place + 1],
          figures: [sg[place], sd[place], gd[place]],
          lone: lone[place],
          tag: (lone[place] ?? -1) < 0 ? null : tags[place],
        }));
        expect(found.map(({ pair }) => pair.split('/')[0])).toEqual(
          [...a.subarray(0, count)].sort().map(String),
        );
        expect(found.sort((one, other) => (one.pair < other.pair ? -1 : 1))).toEqual(plainly(hits));
      }),
    );
  });

  it('keep their order where some are left out before', () => {
    const hits = Array.from({ length: 9 }, (_, index) => ({
      a: FROM,
      b: FROM + 9 - index,
      rule: 0,
      n: 2 + index,
      own: 2,
    }));
    const words = wordsOf(hits);
    const left = keepHits(words, hits.length, (_a, b) => b % 2 === 0);
    expect([...words.subarray(0, HIT_WORDS * left)]).toEqual([
      ...wordsOf(hits.filter(({ b }) => b % 2 === 0)),
    ]);
  });
});
