import type { KnownLevel } from '@credlink/tokens';
import { LEVELS } from '@credlink/tokens';
import { BLOCKS, groupsOf } from './evidence-block.ts';

/** One kind of pair: the probability of every slot of every block, and what the pairs seen so far add up to. */
export type PairKind = {
  readonly values: readonly Float64Array[];
  readonly start: readonly Float64Array[];
  readonly sums: readonly Float64Array[];
};

/** Groups of slots by block: within a group probabilities sum to one. */
export const SLOT_GROUPS: readonly (readonly number[])[] = BLOCKS.map(groupsOf);

/** Pairs' worth of belief in the starting values: keeps a run with few links from fitting its own noise. */
const PRIOR_PAIRS = 20;

/** Share of pairs in one household that are twins, or siblings whose birth date was copied. */
const TWIN_SHARE = 0.01;
/** Share of pairs in one household of which one works, or is filed, under the other's SSN. */
const SHARED_SSN = 0.002;

/** What a household has in common; everything else is as in the population. */
const OF_HOUSEHOLD: readonly string[] = ['surname', 'phone', 'email', 'address'];

const SWAPPED_LEVELS: readonly KnownLevel[] = ['surname.unordered', 'surname.either', 'surname.eitherSound'];

export function blockNamed(name: string): number {
  return BLOCKS.findIndex((block) => block.name === name);
}

export const SURNAME = blockNamed('surname');
export const GIVEN = blockNamed('given');
export const BIRTH_DATE = blockNamed('birthDate');
export const ADDRESS = blockNamed('address');
const SSN = blockNamed('ssn');
const IS_OF_HOUSEHOLD: readonly boolean[] = BLOCKS.map(({ name }) => OF_HOUSEHOLD.includes(name));
const SURNAME_LEVELS: readonly KnownLevel[] = LEVELS.surname;
const SWAPPED_SLOTS: readonly number[] = SWAPPED_LEVELS.map((level) => SURNAME_LEVELS.indexOf(level) + 2);

export function pairKind(start: readonly Float64Array[]): PairKind {
  return {
    start,
    values: start.map((values) => values.slice()),
    sums: start.map((values) => new Float64Array(values.length)),
  };
}

/** Adds pairs to the slot of a block. */
export function addPairs(sums: readonly Float64Array[], block: number, slot: number, pairs: number): void {
  const ofBlock = sums[block];
  if (ofBlock !== undefined) ofBlock[slot] = (ofBlock[slot] ?? 0) + pairs;
}

/** Maximisation step of one block, in place; forgets the sums; returns the largest change. */
export function refit({ values, sums, start }: PairKind, block: number): number {
  const [fitted, counted, prior] = [values[block], sums[block], start[block]];
  const groups = SLOT_GROUPS[block] ?? [];
  if (fitted === undefined || counted === undefined || prior === undefined) return 0;
  const totals = new Map<number, number>();
  for (const [slot, group] of groups.entries()) {
    totals.set(group, (totals.get(group) ?? PRIOR_PAIRS) + (counted[slot] ?? 0));
  }
  let change = 0;
  for (const [slot, group] of groups.entries()) {
    const after = ((counted[slot] ?? 0) + PRIOR_PAIRS * (prior[slot] ?? 0)) / (totals.get(group) ?? 1);
    change = Math.max(change, Math.abs(after - (fitted[slot] ?? 0)));
    fitted[slot] = after;
    counted[slot] = 0;
  }
  return change;
}

/**
 * Whether a household has this in common. Names that changed places are the full name of one person: two people of
 * one household agree on them by chance only.
 */
export function isShared(block: number, slot: number): boolean {
  return IS_OF_HOUSEHOLD[block] === true && !(block === SURNAME && SWAPPED_SLOTS.includes(slot));
}

/**
 * How many household pairs one that is seen stands for: in wage files nothing but a borrowed SSN brings two of one
 * household together, so the others are not seen.
 */
export function householdsBehind(meetsBySsnOnly: boolean): number {
  return meetsBySsnOnly ? 1 / SHARED_SSN : 1;
}

/** What is a person's own is in a household as in the population, but for twins and borrowed SSNs. */
export function ownInHousehold(block: number, slot: number, chance: number): number {
  const isExact = slot === 2 || slot === 3;
  if (block === BIRTH_DATE) return (1 - TWIN_SHARE) * chance + (isExact ? TWIN_SHARE : 0);
  if (block === SSN) return (1 - SHARED_SSN) * chance + (slot === 2 ? SHARED_SSN : 0);
  return chance;
}
