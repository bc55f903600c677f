import { checkInput } from './check-input.ts';
import { buildCountSystem } from './count-system.ts';
import type { ProtectInput } from './input.ts';
import { insiderRanges, ownCounts } from './insider-ranges.ts';
import { buildLattice } from './lattice.ts';
import type { Outcome } from './outcome.ts';
import { isToldClosely } from './rules/told-closely.ts';

/** What insiders can tell of the others in a group that they are part of, where these are few. */
export type InsiderRanges = {
  readonly insiders: number;
  /** Pairs of an insider and a group in which it has persons and the others are 1 to the minimum less one. */
  readonly groups: number;
  /** Those of them whose others are told to the person or to one of two numbers (bar B5 as it is checked). */
  readonly told: number;
  /** Pairs by how many whole numbers stay possible for the others: at least `from` and less than the next class. */
  readonly choices: readonly { readonly from: number; readonly groups: number }[];
};

const CHOICE_CLASSES = [1, 2, 3, 5, 10, 20];

/**
 * Repeats the view of a reader who uses that counts are whole for each insider in turn: every group holds at least the
 * insider's own persons, and what is left of a range is what it says of the others. Bounds are followed along single
 * sums; a linear program could tighten them further.
 *
 * @param outcomes what was released, by cell id
 */
export function measureInsiders(input: ProtectInput, outcomes: ReadonlyMap<string, Outcome>): InsiderRanges {
  const lattice = buildLattice(checkInput(input), input);
  const isShown = lattice.groups.map(() => false);
  for (const [cell, outcome] of outcomes) {
    const group = lattice.groupOfCell.get(cell);
    if (group !== undefined && outcome.status !== 'suppressed') isShown[group] = true;
  }
  const system = buildCountSystem(lattice, input);
  const found = ownCounts(lattice, input).flatMap((own) =>
    insiderRanges(lattice, system, isShown, own, input.policy),
  );
  const choices = found.map(({ range }) => range.high - range.low + 1);
  const told = found.filter(({ range, others }) => isToldClosely(range, others, input.policy)).length;
  const reached = (from: number | undefined) =>
    from === undefined ? 0 : choices.filter((count) => count >= from).length;
  return {
    insiders: input.insiders?.length ?? 0,
    groups: choices.length,
    told,
    choices: CHOICE_CLASSES.map((from, place) => ({
      from,
      groups: reached(from) - reached(CHOICE_CLASSES[place + 1]),
    })),
  };
}
