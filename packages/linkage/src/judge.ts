import { contradictionOf } from './contradiction.ts';
import { isShared, ownInHousehold, type PairKind } from './pair-kind.ts';
import type { PatternCount } from './pattern.ts';

/** Log odds of pairs that are refused whatever their weights. */
export const REFUSED_LOG_ODDS = { household: -30, borrowed_ssn: -60 } as const;

/** What is fitted to pairs of one person and of one household. */
export type Kinds = { readonly match: PairKind; readonly household: PairKind };

/** Share of all pairs that are one person, and that are two people of one household. */
export type Shares = { readonly match: number; readonly household: number };

/** Posteriors of the pairs of one pattern, and their log odds. */
export type Verdict = Shares & { readonly random: number; readonly logOdds: number };

/**
 * Bayes' rule over three kinds of pair.
 *
 * @param slots by block of evidence
 * @param chances probabilities of the slots of two people at random, by block
 * @param isLifted whether the files are known to hold no households across, so that no pair is refused as one
 * @param rarity how much likelier than on average two random people agree on this combination of names and birth date
 */
export function judge(
  slots: readonly number[],
  { pattern }: PatternCount,
  { match, household }: Kinds,
  chances: readonly Float64Array[],
  share: Shares,
  rarity: number,
  isLifted: boolean,
): Verdict {
  let logMatch = Math.log(share.match);
  let logHousehold = Math.log(share.household);
  let logRandom = Math.log(1 - share.match - share.household) + Math.log(rarity);
  for (let block = 0; block < slots.length; block += 1) {
    const slot = slots[block] ?? 0;
    if (slot === 0) continue;
    const chance = chances[block]?.[slot] ?? 0;
    const housed = isShared(block, slot)
      ? (household.values[block]?.[slot] ?? 0)
      : ownInHousehold(block, slot, chance);
    logMatch += Math.log(match.values[block]?.[slot] ?? 0);
    logHousehold += Math.log(housed);
    logRandom += Math.log(chance);
  }
  const refusal = isLifted ? null : contradictionOf(pattern);
  if (refusal !== null) logMatch = Number.NEGATIVE_INFINITY;
  const highest = Math.max(logMatch, logHousehold, logRandom);
  const odds = {
    match: Math.exp(logMatch - highest),
    household: Math.exp(logHousehold - highest),
    random: Math.exp(logRandom - highest),
  };
  const others = odds.household + odds.random;
  const all = odds.match + others;
  return {
    match: odds.match / all,
    household: odds.household / all,
    random: odds.random / all,
    logOdds: refusal === null ? logMatch - highest - Math.log(others) : REFUSED_LOG_ODDS[refusal],
  };
}
