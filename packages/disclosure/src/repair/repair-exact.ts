import type { Solver } from '../audit/solver.ts';
import { type Derivations, findDerivations } from '../check-exact.ts';
import type { InputShare, ProtectInput } from '../input.ts';
import type { Lattice } from '../lattice.ts';
import type { Policy } from '../policy.ts';
import type { LatticeAudit } from '../protected-lattice.ts';
import { isNarrow } from '../rules/narrow-range.ts';
import { suppressExact } from '../suppress-exact.ts';
import { findConnected } from './connected-groups.ts';
import { buildLeafSpace } from './leaf-space.ts';
import { rangeTargetOf } from './range-targets.ts';
import { type RangeTarget, type SeenRanges, SLACK } from './seen-ranges.ts';
import { createPersonSwaps } from './swap-persons.ts';
import { type RepairBudget, widenRanges } from './widen-ranges.ts';

export type RepairedPattern = {
  /** May be told exactly: a shown count, or a part of a shown share. One flag per group. */
  readonly isKnown: readonly boolean[];
  /** What an attacker who adds and subtracts finds: nothing, unless the rounds came to no end. */
  readonly found: Derivations;
  /** Hidden counts that were not seen in a wide enough range: none, by construction. */
  readonly narrow: number;
  readonly audit: LatticeAudit;
  /** Groups that were hidden, everything connected with them included, because the budget ended. */
  readonly givenUp: number;
};

/**
 * Hides what makes hidden counts derivable, then what makes their ranges narrow, until neither is left. Each round only
 * hides more, so this ends, and what was once possible stays possible.
 *
 * Fails closed: where no wide range is found within the budget, all that is connected is hidden.
 */
export function repairExact(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  { shares, policy, atoms }: Pick<ProtectInput, 'shares' | 'policy' | 'atoms'>,
  solver: Solver,
  budget: RepairBudget,
): RepairedPattern {
  const space = buildLeafSpace(lattice);
  const swaps = createPersonSwaps(lattice, atoms.weights);
  const truth = Float64Array.from(lattice.groups, ({ n }) => n);
  const seen = { low: truth.slice(), high: truth.slice() };
  const value = worthOf(lattice, shares, policy);
  const targetOf = (group: number): RangeTarget | null => rangeTargetOf(lattice, policy, group);
  let mustHide = isPrimary;
  let knownBefore = lattice.groups.length + 1;
  let givenUp = 0;
  let work = budget.work;
  const spent = { runs: 0, wholeRuns: 0, regions: 0, rounds: 0, unsettled: 0 };
  for (;;) {
    const pattern = suppressExact(lattice, mustHide, shares, policy);
    const known = pattern.isKnown.slice();
    const hide = (groups: Iterable<number>) => {
      for (const group of groups) known[group] = false;
    };
    const worth = (group: number) => (known[group] === true ? (value[group] ?? 0) : 0);
    for (let isChanged = true; isChanged; ) {
      const targets = lattice.groups.flatMap(({ index }) => {
        const target = known[index] === true ? null : targetOf(index);
        return target === null ? [] : [target];
      });
      const {
        hidden,
        unsettled,
        runs,
        programs,
        work: used,
      } = widenRanges({ lattice, space, swaps, targets, seen, worth, targetOf }, solver, { ...budget, work });
      work -= used;
      spent.runs += runs;
      spent.wholeRuns += space.finest.length <= budget.neighbourhood ? runs : 0;
      spent.regions += programs;
      spent.rounds += 1;
      spent.unsettled += unsettled.length;
      hide(hidden);
      const connected = findConnected(lattice, unsettled);
      for (const group of connected) {
        known[group] = false;
        seen.low[group] = 0;
        seen.high[group] = Number.POSITIVE_INFINITY;
      }
      givenUp += connected.size;
      isChanged = hideOtherNames(lattice, known);
    }
    const found = findDerivations(lattice, known, pattern.guarded, policy);
    const knownNow = known.filter(Boolean).length;
    const isSafe = found.derivable.length === 0 && found.remainders.length === 0;
    if (isSafe || knownNow === knownBefore) {
      const targets = lattice.groups.filter(
        ({ index, isPublishable }) => isPublishable && known[index] !== true,
      );
      const widths = targets.map(({ index }) => (seen.high[index] ?? 0) - (seen.low[index] ?? 0));
      const audit = { targets: targets.length, ...spent, widths };
      return { isKnown: known, found, narrow: countNarrow(lattice, known, seen, policy), audit, givenUp };
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

function countNarrow(
  lattice: Lattice,
  known: readonly boolean[],
  { low, high }: SeenRanges,
  policy: Policy,
): number {
  return lattice.groups.filter(({ index, isPublishable }) => {
    if (!isPublishable || known[index] === true) return false;
    return isNarrow({ low: (low[index] ?? 0) - SLACK, high: (high[index] ?? 0) + SLACK }, policy);
  }).length;
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

/**
 * What is lost when a group is hidden: the cells and shares that show it, larger groups counting somewhat more (a tenth
 * for ten times the persons).
 */
function worthOf(lattice: Lattice, shares: readonly InputShare[], { counts }: Policy): Float64Array {
  const figures = new Float64Array(lattice.groups.length);
  for (const group of lattice.groupOfCell.values()) {
    if (lattice.groups[group]?.isPublishable === true) figures[group] = (figures[group] ?? 0) + 1;
  }
  for (const { numerator, denominator } of shares) {
    for (const cell of [numerator, denominator]) {
      const group = lattice.groupOfCell.get(cell) ?? -1;
      figures[group] = (figures[group] ?? 0) + 1;
    }
  }
  return figures.map(
    (count, group) => count * (1 + Math.log10((lattice.groups[group]?.n ?? 0) / counts.minimum + 1) / 10),
  );
}
