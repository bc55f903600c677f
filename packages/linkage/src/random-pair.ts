import type { Attribute, KnownLevel } from '@credlink/tokens';
import { LEVELS } from '@credlink/tokens';
import { acrossFiles, type Chances, outcomeChances } from './chance.ts';
import { BLOCKS, independentSlots } from './evidence-block.ts';
import {
  ADDRESS,
  BIRTH_DATE,
  blockNamed,
  GIVEN,
  type PairKind,
  pairKind,
  refit,
  SLOT_GROUPS,
  SURNAME,
} from './pair-kind.ts';

/** How much rarer than average a combination is that nobody else bears. */
const RARE = 0.3;

/**
 * Slot probabilities of two people at random from two series, by block, where the attributes of a block are
 * independent. `repeats` is the share of the pairs inside a file that are one person: its own scalars contain them.
 */
export function randomSlots(
  left: Chances,
  right: Chances,
  isUsed: (level: KnownLevel) => boolean,
  repeats: number,
  samePerson: PairKind,
): Float64Array[] {
  const chances = (attribute: Attribute) => {
    const levels: readonly KnownLevel[] = LEVELS[attribute];
    const values = samePerson.values[blockNamed(attribute)];
    const matched = (level: KnownLevel) =>
      values === undefined
        ? SAME_ADDRESS
        : values.slice(2, levels.indexOf(level) + 3).reduce((sum, value) => sum + value, 0);
    return outcomeChances(attribute, (level) => acrossFiles(left, right, level), isUsed, repeats, matched);
  };
  return BLOCKS.map((block) => independentSlots(block, chances));
}

/** Chance that two records of one person agree on a part of the address: only repeats inside a file need it. */
const SAME_ADDRESS = 0.8;

/**
 * The address block is not independent inside (a ZIP all but tells the city), so it is measured on pairs that are
 * surely two people and agree on two of surname, given name and birth date, whatever their address. Never below
 * independence, which those few pairs cannot refute.
 */
export function fitRandomAddress(independent: Float64Array, counted: Float64Array): Float64Array {
  const start = BLOCKS.map(({ size }, block) => (block === ADDRESS ? independent : new Float64Array(size)));
  const kind = pairKind(start);
  kind.sums[ADDRESS]?.set(counted);
  counted.fill(0);
  refit(kind, ADDRESS);
  const groups = SLOT_GROUPS[ADDRESS] ?? [];
  const fitted = (kind.values[ADDRESS] ?? independent).map((value, slot) =>
    Math.max(value, independent[slot] ?? 0),
  );
  const totals = new Map<number, number>();
  for (const [slot, group] of groups.entries())
    totals.set(group, (totals.get(group) ?? 0) + (fitted[slot] ?? 0));
  return fitted.map((value, slot) => value / (totals.get(groups[slot] ?? 0) ?? 1));
}

/**
 * Term frequency: how much likelier two random people agree on this very combination of two of surname, given
 * name and birth date than on an average one. `own` nodes of each person bear it anyway; only more bearers tell of
 * other people.
 */
export function particularity(
  slots: readonly number[],
  chances: readonly Float64Array[],
  nameBucket: number,
  own: number,
  nodes: number,
): number {
  const average = [SURNAME, GIVEN, BIRTH_DATE]
    .filter((block) => (slots[block] ?? 0) >= 2)
    .slice(0, 2)
    .reduce((product, block) => product * (chances[block]?.[slots[block] ?? 0] ?? 1), 1);
  const bearers = 2 ** ((nameBucket + 0.5) / 2);
  return Math.max(RARE, (bearers - 2 * own) / nodes / average);
}
