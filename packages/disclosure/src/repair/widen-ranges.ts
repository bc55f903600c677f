import type { Solver } from '../audit/solver.ts';
import { SLACK } from '../audit/tolerance.ts';
import { findLeafNeighbourhood } from './leaf-neighbourhood.ts';
import { factorAt } from './leaf-space.ts';
import { createMoveProgram, type Move, type MoveProgram } from './move-program.ts';
import { boundChanges, keepsTold, type MoveSpace } from './move-space.ts';
import { isWideEnough, type RangeTarget, type SeenRanges } from './seen-ranges.ts';
import type { PersonSwaps } from './swap-persons.ts';

/** What a repair may spend, in sizes and steps, so that the same input gives the same result on every machine. */
export type RepairBudget = {
  /** Leaves that may move around a target. */
  readonly neighbourhood: number;
  readonly iterationsPerRun: number;
  /** Runs of the solver times the leaves that may move in them, all rounds together; persons are swapped after that. */
  readonly work: number;
};

export const REPAIR_BUDGET: RepairBudget = {
  neighbourhood: 2000,
  iterationsPerRun: 50_000,
  work: 16_000_000,
};

/**
 * With earlier releases: moves are long, through counts of now and of then, and whoever was where then is not known, so that
 * no persons are swapped. Measured at 5,596 cells: neighbourhoods of 1,000 show 53 % of the larger cells, of 2,000 56 %, the
 * whole (some 3,000) 58 % in less time.
 */
export const HISTORY_BUDGET: RepairBudget = { ...REPAIR_BUDGET, neighbourhood: 5000 };

/** What is to be widened, and what that costs. */
export type WideningQuestion = {
  readonly space: MoveSpace;
  /** Null where earlier releases were given: who was where then is not known here. */
  readonly swaps: PersonSwaps | null;
  readonly targets: readonly RangeTarget[];
  /** Adapted: grows with every move. */
  readonly seen: SeenRanges;
  /** Loss when a group is hidden; 0 for a hidden one, infinite for one that was told. */
  readonly worth: (group: number) => number;
  /** What a group that is hidden on the way must then satisfy; null when nobody asked for it. */
  readonly targetOf: (group: number) => RangeTarget | null;
};

export type Widening = {
  /** Shown groups to hide, so that the targets can be anywhere in a wide range. */
  readonly hidden: ReadonlySet<number>;
  /** Targets for which no move was found within the budget. */
  readonly unsettled: readonly number[];
  /** Runs of the solver, and programs it was given. */
  readonly runs: number;
  readonly programs: number;
  /** Part of the budget's work that was used. */
  readonly work: number;
};

/**
 * Chooses what else to hide so that every hidden count can be anywhere in a wide range, at the least loss.
 *
 * For each target the cheapest move that makes its range wide is looked for, and the shown groups it changes are hidden.
 * Every move is a possible state of all tables afterwards and serves all other targets as well; a group hidden by one
 * move costs the next ones nothing. Smallest targets first: what helps them helps their larger neighbours. Groups hidden
 * on the way are targets themselves.
 *
 * Persons who are alike to a reader settle targets before any program is made. A large lattice is worked on by
 * neighbourhoods, one program for all targets inside. When the work is used up, the targets that are left are made
 * uncertain by swapping whole persons, which hides more than the cheapest move would but needs no program.
 */
export function widenRanges(
  { space, swaps, targets, seen, worth, targetOf }: WideningQuestion,
  solver: Solver,
  budget: RepairBudget,
): Widening {
  const { low, high } = seen;
  let runs = 0;
  let programs = 0;
  let work = 0;
  const hidden = new Set<number>();
  const worthNow = (group: number) => (hidden.has(group) ? 0 : worth(group));
  const size = (group: number) => space.truth[group] ?? 0;
  const bounds = boundChanges(space);
  let open = targets.toSorted((a, b) => size(a.group) - size(b.group) || a.group - b.group);
  const isSettled = (target: RangeTarget) => isWideEnough(target, seen);

  const takeMove = (move: Move, program: MoveProgram) => {
    const changes = new Map<number, number>();
    for (const [leaf, change] of move.changes) {
      for (const group of space.groupsOf[leaf] ?? []) {
        changes.set(group, (changes.get(group) ?? 0) + factorAt(space, group, leaf) * change);
      }
    }
    take(changes, program.release);
  };
  const take = (changes: ReadonlyMap<number, number>, release: (group: number) => void) => {
    if (!keepsTold(space, changes)) return;
    for (const [group, change] of changes) {
      if (Math.abs(change) <= SLACK) continue;
      const value = size(group) + change;
      if (value < (low[group] ?? 0)) low[group] = value;
      if (value > (high[group] ?? 0)) high[group] = value;
      if (worthNow(group) === 0) continue;
      release(group);
      hidden.add(group);
      const target = targetOf(group);
      if (target !== null) open.push(target);
    }
  };
  const settle = (target: RangeTarget, program: MoveProgram, step: number) => {
    const { group, width, top } = target;
    const n = size(group);
    const rise = () => Math.max(top, Math.ceil((low[group] ?? 0) - SLACK) + width) - n;
    const accept = (move: Move | null): boolean => {
      if (move === null) return false;
      takeMove(move, program);
      return isSettled(target);
    };
    const run = (move: () => Move | null): Move | null => {
      runs += 1;
      work += step;
      return move();
    };
    const raised = run(() => program.shift(group, rise()));
    if (raised !== null && raised.cost <= SLACK && accept(raised)) return;
    // All the room that is there for nothing, to both sides, before any is bought.
    for (const amount of [-n, rise()]) {
      if (amount === 0) continue;
      const slid = run(() => program.slide(group, amount));
      if (slid !== null && slid.cost <= SLACK && accept(slid)) return;
    }
    // What has no move at all has none when groups are cheaper.
    const up = raised === null ? null : run(() => program.shift(group, rise()));
    const reached = Math.floor((high[group] ?? 0) + SLACK);
    const fall = n - (reached - width);
    const down = reached >= top && fall <= n ? run(() => program.shift(group, -fall)) : null;
    accept(up === null || (down !== null && down.cost < up.cost - SLACK) ? down : up);
  };
  const isFinest = ({ group }: RangeTarget) => space.finest[space.leavesOf[group]?.[0] ?? -1] === group;
  const tried = new Set<number>();
  /** Settles a target and what else lies in its neighbourhood. */
  const workAround = (target: RangeTarget, others: readonly RangeTarget[], neighbourhood: number) => {
    const near = findLeafNeighbourhood(space, target.group, neighbourhood);
    const isFree = new Uint8Array(space.finest.length);
    for (const leaf of near) isFree[leaf] = 1;
    const free = near.filter((leaf) => !space.isTold(space.finest[leaf] ?? -1));
    const inside = others.filter(
      (each) => !isSettled(each) && space.leavesOf[each.group]?.every((leaf) => isFree[leaf] === 1) === true,
    );
    const due = inside.map(({ group }) => group);
    programs += 1;
    const program = createMoveProgram(
      { space, bounds, free, targets: due, worth: worthNow, iterationLimit: budget.iterationsPerRun },
      solver,
    );
    try {
      for (const each of inside) {
        if (work < budget.work && !isSettled(each)) settle(each, program, free.length);
      }
    } finally {
      program.dispose();
    }
  };
  const sweep = () => {
    // The finest groups first: what makes them uncertain makes most of their sums uncertain.
    for (const isDue of [isFinest, (target: RangeTarget) => !isFinest(target)]) {
      const due = open.filter((target) => isDue(target) && !isSettled(target));
      for (const target of due) {
        if (isSettled(target) || tried.has(target.group)) continue;
        // What no neighbourhood lets rise may rise in the whole.
        for (const size of new Set([
          Math.min(budget.neighbourhood, space.finest.length),
          space.finest.length,
        ])) {
          if (work < budget.work && !isSettled(target)) workAround(target, due, size);
        }
        if (isSettled(target)) continue;
        const swap = swaps?.widenAtCost(target, seen, worthNow);
        if (swap) take(swap.changes, () => {});
        if (!isSettled(target)) tried.add(target.group);
      }
    }
    open = open.filter((target) => !isSettled(target));
  };
  swaps?.widenForNothing(open, seen, (group) => worthNow(group) > 0);
  open = open.filter((target) => !isSettled(target));
  while (open.some(({ group }) => !tried.has(group))) sweep();
  return { hidden, unsettled: [...tried], runs, programs, work };
}
