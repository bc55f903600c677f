import type { Solver } from '../audit/solver.ts';
import { type Derivations, findDerivations } from '../check-exact.ts';
import type { CountSystem } from '../count-system.ts';
import type { Group } from '../group.ts';
import { findTelling } from '../history-derivations.ts';
import type { ProtectInput } from '../input.ts';
import type { Lattice } from '../lattice.ts';
import type { LatticeAudit } from '../protected-lattice.ts';
import { suppressExact } from '../suppress-exact.ts';
import { findConnected } from './connected-groups.ts';
import { worthOf } from './group-worth.ts';
import { buildMoveSpace } from './move-space.ts';
import { rangeTargetOf } from './range-targets.ts';
import { isWideEnough, type RangeTarget, type SeenRanges } from './seen-ranges.ts';
import { createPersonSwaps } from './swap-persons.ts';
import { type RepairBudget, widenRanges } from './widen-ranges.ts';

export type RepairedPattern = {
  /** May be told exactly: a shown count, or a part of a shown share. One flag per group. */
  readonly isKnown: readonly boolean[];
  /** What an attacker who adds and subtracts finds: nothing, unless the rounds came to no end. */
  readonly found: Derivations;
  /** Counts that have to keep a wide range, and those that were not seen in one. Alone there are none of these. */
  readonly targets: readonly RangeTarget[];
  readonly open: readonly RangeTarget[];
  readonly seen: SeenRanges;
  readonly spent: Omit<LatticeAudit, 'targets' | 'widths'>;
  /** Groups that were hidden, everything connected with them included, because the budget ended. */
  readonly givenUp: number;
};

/**
 * Hides what makes hidden counts derivable, then what makes their ranges narrow, until neither is left. Each round only
 * hides more, so this ends, and what was once possible stays possible. With earlier releases both are asked of all
 * releases together; what those told stays told.
 *
 * Fails closed: where no wide range is found within the budget, all that is connected is hidden. Alone, such a group can
 * then be anything; beside earlier releases it is open still, see `settleHistory`.
 */
export function repairExact(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  system: CountSystem,
  input: ProtectInput,
  solver: Solver,
  budget: RepairBudget,
): RepairedPattern {
  const { shares, policy, atoms } = input;
  const { carried, truth } = system;
  const isAlone = input.earlier.length === 0;
  const space = buildMoveSpace(system, lattice.groups.map(isPublishable), policy);
  const swaps = isAlone ? createPersonSwaps(lattice, atoms.weights) : null;
  const seen = { low: truth.slice(), high: truth.slice() };
  const value = worthOf(lattice, shares, policy);
  const isCarried = lattice.groups.map(({ index }) => carried.has(index));
  const targetOf = (quantity: number): RangeTarget | null =>
    rangeTargetOf(lattice, system, policy, quantity, isCarried);
  let mustHide = isPrimary;
  let knownBefore = lattice.groups.length + 1;
  let givenUp = 0;
  let work = budget.work;
  const spent = { runs: 0, wholeRuns: 0, regions: 0, rounds: 0, unsettled: 0 };
  for (;;) {
    const pattern = suppressExact(lattice, mustHide, shares, policy);
    const known = pattern.isKnown.slice();
    const hide = (groups: Iterable<number>): boolean => {
      let isMore = false;
      for (const group of groups) {
        isMore ||= known[group] === true;
        if (group < known.length) known[group] = false;
      }
      return isMore;
    };
    const hideTelling = (): boolean => {
      const told = () => findTelling(lattice, system, shownCounts(lattice, known, carried), input);
      const isMore = hide(told());
      return isMore && (hideTelling() || isMore);
    };
    const worth = (quantity: number) => {
      if (space.isTold(quantity)) return Number.POSITIVE_INFINITY;
      return known[quantity] === true ? (value[quantity] ?? 0) : 0;
    };
    const findTargets = () =>
      [...truth.keys()].flatMap((quantity) => {
        const target = known[quantity] === true ? null : targetOf(quantity);
        return target === null ? [] : [target];
      });
    hideTelling();
    for (let isChanged = true; isChanged; ) {
      const targets = findTargets();
      const {
        hidden,
        unsettled,
        runs,
        programs,
        work: used,
      } = widenRanges({ space, swaps, targets, seen, worth, targetOf }, solver, { ...budget, work });
      work -= used;
      spent.runs += runs;
      spent.wholeRuns += space.finest.length <= budget.neighbourhood ? runs : 0;
      spent.regions += programs;
      spent.rounds += 1;
      spent.unsettled += unsettled.length;
      hide(hidden);
      const connected = findConnected(truth.length, system.sums, lattice.sameSets, unsettled);
      hide(connected);
      for (const quantity of isAlone ? connected : []) {
        seen.low[quantity] = 0;
        seen.high[quantity] = Number.POSITIVE_INFINITY;
      }
      givenUp += connected.size;
      isChanged = hideOtherNames(lattice, known);
      if (hideTelling()) isChanged = true;
    }
    const found = findDerivations(lattice, known, pattern.guarded, policy);
    const knownNow = known.filter(Boolean).length;
    const isSafe = found.derivable.length === 0 && found.remainders.length === 0;
    if (isSafe || knownNow === knownBefore) {
      const targets = findTargets();
      const open = targets.filter((target) => !isWideEnough(target, seen));
      return { isKnown: known, found, targets, open, seen, spent, givenUp };
    }
    // What was hidden for its range must not be derived either, and what a move changed must not be told again: the next
    // round guards both like primaries.
    mustHide = mustHide.map(
      (isOne, group) =>
        isOne ||
        (known[group] !== true &&
          (lattice.groups[group]?.isPublishable === true || pattern.isKnown[group] === true)),
    );
    knownBefore = knownNow;
  }
}

function isPublishable(group: Group): boolean {
  return group.isPublishable;
}

/** Whose counts a reader sees: those of now that may be known, and the earlier ones that are carried. */
export function shownCounts(
  { groups }: Lattice,
  isKnown: readonly boolean[],
  carried: CountSystem['carried'],
): readonly boolean[] {
  return groups.map(
    (group) => group.isPublishable && (isKnown[group.index] === true || carried.has(group.index)),
  );
}

/** A set hidden under one name is hidden under all. Base cells are hidden because nobody asked for them. */
function hideOtherNames(lattice: Lattice, known: boolean[]): boolean {
  let isChanged = false;
  for (const { first, second } of lattice.sameSets) {
    const isAsked = [first, second].every((group) => lattice.groups[group]?.isPublishable === true);
    if (!isAsked || known[first] === known[second]) continue;
    known[first] = false;
    known[second] = false;
    isChanged = true;
  }
  return isChanged;
}
