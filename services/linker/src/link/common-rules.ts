import { anchorBits, type RuleSpace } from '@credlink/linkage';
import type { PackRule, RulePack } from '@credlink/tokens';

/** An evidence rule that two packs have in common: its places in them, and the bits of its levels. */
type CommonRule = {
  readonly left: number;
  readonly right: number;
  readonly bits: readonly [low: number, high: number];
  /** Bits of which one at least must be known to agree before a tag is believed. */
  readonly anchors: readonly [low: number, high: number];
};

/** Rules that are believed of a pair; one place each in the four lists. */
export type BelievedRules = {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Behind the last place that is looked at, in the pack of either side. */
  readonly leftEnd: number;
  readonly rightEnd: number;
};

/** Believed rules by what is known: few combinations of levels come up, however many the pairs. */
export type CommonRules = {
  readonly believed: (knownLow: number, knownHigh: number) => BelievedRules;
};

/** Combinations remembered; beyond them all are forgotten. */
const MOST_REMEMBERED = 65_536;

const WORD_BITS = 32n;

/** 64 bits in two words of 32, low one first. */
export function wordsOf(bits: bigint): readonly [number, number] {
  return [Number(BigInt.asIntN(32, bits)), Number(BigInt.asIntN(32, bits >> WORD_BITS))];
}

export function evidenceOf(pack: RulePack): readonly PackRule[] {
  return pack.rules.filter(({ role }) => role === 'evidence');
}

/** The evidence rules that two packs have in common. */
export function commonRules(space: RuleSpace, left: RulePack, right: RulePack): CommonRules {
  const [ofLeft, ofRight] = [evidenceOf(left), evidenceOf(right)];
  const rules = ofLeft.flatMap((rule, place): CommonRule[] => {
    const other = ofRight.findIndex(({ code }) => code === rule.code);
    const numbered = space.rules.find(({ code }) => code === rule.code);
    if (other < 0 || numbered === undefined) return [];
    const anchors = wordsOf(anchorBits(numbered.levels));
    return [{ left: place, right: other, bits: wordsOf(numbered.levelBits), anchors }];
  });
  const remembered = new Map<number, Map<number, BelievedRules>>();
  let count = 0;

  function choose(knownLow: number, knownHigh: number): BelievedRules {
    const chosen = rules.filter(
      ({ anchors: [low, high] }) => (low & knownLow) !== 0 || (high & knownHigh) !== 0,
    );
    return {
      left: Uint8Array.from(chosen, (rule) => rule.left),
      right: Uint8Array.from(chosen, (rule) => rule.right),
      low: Int32Array.from(chosen, ({ bits }) => bits[0]),
      high: Int32Array.from(chosen, ({ bits }) => bits[1]),
      leftEnd: Math.max(0, ...chosen.map((rule) => rule.left + 1)),
      rightEnd: Math.max(0, ...chosen.map((rule) => rule.right + 1)),
    };
  }

  return {
    believed: (knownLow, knownHigh) => {
      const found = remembered.get(knownLow)?.get(knownHigh);
      if (found !== undefined) return found;
      if (count >= MOST_REMEMBERED) {
        remembered.clear();
        count = 0;
      }
      const chosen = choose(knownLow, knownHigh);
      const ofLow = remembered.get(knownLow) ?? new Map<number, BelievedRules>();
      remembered.set(knownLow, ofLow.set(knownHigh, chosen));
      count += 1;
      return chosen;
    },
  };
}
