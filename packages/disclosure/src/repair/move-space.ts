import type { LinearFact } from '../audit/attacker-model.ts';
import { SLACK } from '../audit/tolerance.ts';
import { carryFacts } from '../carry-facts.ts';
import { type CountSystem, isToldEarlier } from '../count-system.ts';
import type { Policy } from '../policy.ts';
import { buildLeafSpace, factorAt, type LeafSpace } from './leaf-space.ts';

/**
 * What a possible state of all tables has to keep to, those of earlier releases included: the sums, every count that an
 * earlier release told, and what carried figures and earlier shares say of several counts together. Quantities are those
 * of the count system, so a group whose persons stayed the same moves in all releases at once.
 */
export type MoveSpace = LeafSpace & {
  readonly truth: Float64Array;
  readonly facts: readonly LinearFact[];
  /** An earlier release told it to the person: it never moves. */
  readonly isTold: (quantity: number) => boolean;
};

/** @param isShown one flag per group, a carried figure that is not shown says nothing */
export function buildMoveSpace(system: CountSystem, isShown: readonly boolean[], policy: Policy): MoveSpace {
  const space = buildLeafSpace({
    groups: [...system.truth.keys()].map((index) => ({ index })),
    relations: system.sums,
  });
  return {
    ...space,
    truth: system.truth,
    facts: [...system.facts, ...earlierRanges(system), ...carryFacts(system, isShown, policy)],
    isTold: (quantity) => isToldEarlier(system, quantity),
  };
}

/** Counts that an earlier release showed rounded. */
function earlierRanges(system: CountSystem): readonly LinearFact[] {
  return system.earlier.flatMap(({ low, high }, quantity) =>
    isToldEarlier(system, quantity) || (low <= 0 && high === Number.POSITIVE_INFINITY)
      ? []
      : [{ parts: [quantity], factors: [1], low, high }],
  );
}

/** A fact over leaves, as bounds of how far it may change. */
export type ChangeBound = {
  readonly leaves: readonly number[];
  readonly factors: readonly number[];
  readonly least: number;
  readonly most: number;
};

/** What really happened is possible, so no change at all always is. */
export function boundChanges(space: MoveSpace): readonly ChangeBound[] {
  return space.facts.map(({ parts, factors, low, high }) => {
    const terms = new Map<number, number>();
    let value = 0;
    parts.forEach((part, place) => {
      const factor = factors[place] ?? 0;
      value += factor * (space.truth[part] ?? 0);
      if (space.isTold(part)) return;
      for (const leaf of space.leavesOf[part] ?? [])
        terms.set(leaf, (terms.get(leaf) ?? 0) + factor * factorAt(space, part, leaf));
    });
    const entries = [...terms].filter(([, factor]) => factor !== 0);
    return {
      leaves: entries.map(([leaf]) => leaf),
      factors: entries.map(([, factor]) => factor),
      least: Math.min(0, low - value),
      most: Math.max(0, high - value),
    };
  });
}

/**
 * Claim: a move that is taken as possible changes no count that an earlier release told and breaks no fact, whatever the
 * solver says of it: one that does is not taken, so a solver that errs can leave a count unsettled, never safe.
 *
 * @param changes quantity -> change
 */
export function keepsTold(space: MoveSpace, changes: ReadonlyMap<number, number>): boolean {
  const at = (quantity: number) => changes.get(quantity) ?? 0;
  for (const [quantity, change] of changes) {
    if (Math.abs(change) <= SLACK) continue;
    if (space.isTold(quantity) || (space.truth[quantity] ?? 0) + change < -SLACK) return false;
  }
  return space.facts.every(({ parts, factors, low, high }) => {
    const moved = parts.reduce((sum, part, place) => sum + (factors[place] ?? 0) * at(part), 0);
    if (Math.abs(moved) <= SLACK) return true;
    const value = parts.reduce(
      (sum, part, place) => sum + (factors[place] ?? 0) * (space.truth[part] ?? 0),
      moved,
    );
    return value >= low - SLACK && value <= high + SLACK;
  });
}
