import { checkInput } from './check-input.ts';
import { buildCountSystem, startingRanges } from './count-system.ts';
import type { ProtectInput } from './input.ts';
import { buildLattice, type Lattice } from './lattice.ts';
import type { Outcome } from './outcome.ts';
import { propagateRanges } from './propagate.ts';
import { isToldClosely } from './rules/told-closely.ts';

/** Somebody who knows its own persons: an issuer, an employer. `members` are indices of atoms, all persons of each. */
export type Insider = { readonly name: string; readonly members: Uint32Array };

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
export function measureInsiders(
  input: ProtectInput,
  outcomes: ReadonlyMap<string, Outcome>,
  insiders: readonly Insider[],
): InsiderRanges {
  const { policy } = input;
  const lattice = buildLattice(checkInput(input), input);
  const isShown = lattice.groups.map(() => false);
  for (const [cell, outcome] of outcomes) {
    const group = lattice.groupOfCell.get(cell);
    if (group !== undefined && outcome.status !== 'suppressed') isShown[group] = true;
  }
  const system = buildCountSystem(lattice, input);
  const start = startingRanges(lattice, system, isShown, policy, (range) => range);
  const groupsOf = groupsOfAtoms(lattice, input.atoms.weights.length);
  const choices: number[] = [];
  let told = 0;
  for (const { members } of insiders) {
    const own = new Float64Array(lattice.groups.length);
    for (const atom of members) {
      for (const group of groupsOf[atom] ?? [])
        own[group] = (own[group] ?? 0) + (input.atoms.weights[atom] ?? 0);
    }
    const ranges = propagateRanges(
      start.map(({ low, high }, quantity) => ({ low: Math.max(low, own[quantity] ?? 0), high })),
      system.sums,
    );
    for (const { index, n, isPublishable } of lattice.groups) {
      const known = own[index] ?? 0;
      const range = ranges[index];
      const others = n - known;
      if (!isPublishable || range === undefined || known === 0) continue;
      if (others < 1 || others >= policy.counts.minimum) continue;
      choices.push(range.high - range.low + 1);
      if (isToldClosely(range, others, policy)) told += 1;
    }
  }
  const reached = (from: number | undefined) =>
    from === undefined ? 0 : choices.filter((count) => count >= from).length;
  return {
    insiders: insiders.length,
    groups: choices.length,
    told,
    choices: CHOICE_CLASSES.map((from, place) => ({
      from,
      groups: reached(from) - reached(CHOICE_CLASSES[place + 1]),
    })),
  };
}

function groupsOfAtoms(lattice: Lattice, atoms: number): readonly (readonly number[])[] {
  const groupsOf: number[][] = Array.from({ length: atoms }, () => []);
  for (const { index, members } of lattice.groups) for (const atom of members) groupsOf[atom]?.push(index);
  return groupsOf;
}
