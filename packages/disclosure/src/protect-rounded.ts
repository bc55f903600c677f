import type { AuditBudget, AuditStatistics } from './audit/audit.ts';
import type { ToldChange } from './audit/audit-changes.ts';
import { prepareCountAudit } from './audit/audit-counts.ts';
import { auditRanges, type ProvenRanges, type RangesAudit } from './audit/audit-ranges.ts';
import type { Solver } from './audit/solver.ts';
import type { State } from './audit/states.ts';
import { withdrawConnected } from './audit/withdraw-connected.ts';
import { findCarriedChanges } from './carried-changes.ts';
import { findCarriedFigures } from './carried-figures.ts';
import { buildCountSystem, type CountSystem } from './count-system.ts';
import { askFewChanges, hideFewChanges, type ShownPattern } from './hide-few-changes.ts';
import { hideFromInsiders } from './hide-from-insiders.ts';
import type { ProtectInput } from './input.ts';
import type { Lattice } from './lattice.ts';
import { findConcentrated } from './primaries.ts';
import { findAllowedShares } from './protect-shares.ts';
import type { LatticeAudit, ProtectedLattice } from './protected-lattice.ts';
import { bindingCarried, chooseRepair, type Repair } from './repair-rounded.ts';
import { rangesWithShares, type ShownShare } from './share-ranges.ts';
import { showHiddenInVain } from './show-hidden-in-vain.ts';
import {
  findToldRemainders,
  hiddenQuantities,
  showAgain,
  suppressRounded,
  wholeRanges,
} from './suppress-rounded.ts';
import { beyondElsewhere, withToldElsewhere } from './told-elsewhere.ts';
import { withholdTellingShares } from './withhold-shares.ts';

/**
 * Protection when shown counts are intervals. A base cell may carry a share below the minimum of a count, down to the
 * share's own minimums, unless it is concentrated.
 *
 * Hides by what single sums tell, which is quick and finds nearly all, then audits the whole with linear programs and
 * hides more until the audit finds nothing. Where the solver came to no end and hiding what is around did not help, all
 * that is connected is hidden.
 */
export function protectRounded(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  input: ProtectInput,
  solver: Solver,
  budget: AuditBudget,
): ProtectedLattice {
  const { policy } = input;
  const system = withToldElsewhere(lattice, buildCountSystem(lattice, input), solver, budget, policy);
  const allowed = lattice.groups.map(
    ({ index, isPublishable }) =>
      system.carried.has(index) ||
      (isPublishable && isPrimary[index] === false && !system.heldBack.has(index)),
  );
  let isShown = suppressRounded(lattice, system, allowed, policy);
  showAgain(lattice, system, isShown, allowed, policy);
  isShown = [...hideFromInsiders(lattice, system, isShown, input)];
  let shares = chooseShares(lattice, system, isShown, input);
  const isWanted = isShown;
  // Whatever is decided, sums do not change: a state that was found once may be possible again.
  const states: State[] = [];
  let isShownAgain = false;
  const spent = { targets: 0, runs: 0, wholeRuns: 0, regions: 0, rounds: 0, unsettled: 0 };
  const withdrawn = new Set<number>();
  let wholeWork = budget.wholeWork;
  const spend = (used: Omit<AuditStatistics, 'targets'>) => {
    spent.runs += used.runs;
    spent.wholeRuns += used.wholeRuns;
    spent.regions += used.regions;
    wholeWork -= used.wholeWork;
  };
  const stayingShares = (shown: readonly boolean[]) => {
    const kept = new Set(chooseShares(lattice, system, shown, input).map(({ id }) => id));
    return shares.filter(({ id }) => kept.has(id));
  };
  const takeBack = (repair: Repair) => {
    const next = isShown.map((shown, group) => shown && !repair.groups.has(group));
    isShown = repair.groups.size === 0 ? isShown : suppressRounded(lattice, system, next, policy);
    shares = stayingShares(isShown).filter(({ id }) => !repair.shares.has(id));
  };
  // First, because a change that is not told stays so whatever else is hidden. Half of what may be spent is for ranges.
  let changes = findCarriedChanges(system);
  while (changes.length > 0) {
    const pattern = { lattice, system, isShown, shares, policy };
    const left = { ...budget, wholeWork: wholeWork - budget.wholeWork / 2 };
    const few = hideFewChanges(pattern, changes, solver, left, states);
    spend(few.statistics);
    spent.unsettled += few.unsettled;
    changes = few.told;
    takeBack(few);
  }
  for (;;) {
    const hidden = hiddenQuantities(lattice, system, isShown);
    const prepared = prepareCountAudit(lattice, system, isShown, hidden, shares, policy);
    const seen = freeOf(withdrawn, prepared.model.truth);
    const left = { ...budget, wholeWork };
    const audit = auditRanges(prepared.model, prepared.targets, solver, left, { seen, states });
    spend(audit.statistics);
    spent.targets = audit.statistics.targets;
    spent.unsettled += audit.narrow.filter(({ range }) => range === null).length;
    spent.rounds += 1;
    const narrow = beyondElsewhere(lattice, system, hidden, audit.narrow, solver, budget, policy);
    const repair = chooseRepair(lattice, system, isShown, narrow, prepared, input);
    if (repair.groups.size === 0 && repair.shares.size === 0) {
      const open = narrow.flatMap(({ target, range }) => (range === null ? [target.quantity] : []));
      const parts = new Set(open);
      for (const { parent, children } of prepared.model.sums) {
        if (parent >= lattice.groups.length && parts.has(parent))
          for (const child of children) parts.add(child);
      }
      const fresh = [...parts].filter((group) => group < lattice.groups.length && !withdrawn.has(group));
      const { groups, shares: touching } = withdrawConnected(lattice, system, shares, fresh);
      if (groups.size > 0) {
        for (const group of groups) withdrawn.add(group);
        isShown = isShown.map((shown, group) => shown && !groups.has(group));
        shares = shares.filter(({ id }) => !touching.has(id));
        continue;
      }
      const kept = bindingCarried(system, isShown, narrow, prepared);
      if (kept.size > 0) {
        takeBack({ groups: kept, shares: new Set() });
        continue;
      }
      const pattern = { lattice, system, isShown, shares, policy };
      if (!isShownAgain && narrow.length === 0 && withdrawn.size === 0) {
        isShownAgain = true;
        const keepsShares = (shown: readonly boolean[]) => stayingShares(shown).length === shares.length;
        const inVain = { isWanted, isAllowed: keepsShares };
        const again = showHiddenInVain(pattern, inVain, solver, { ...budget, wholeWork }, states);
        spend(again.statistics);
        isShown = isShown.map((shown, group) => shown || again.groups.has(group));
        // What is shown now is audited like any other release.
        if (again.groups.size > 0) continue;
      }
      const few = askFewChanges(
        pattern,
        findCarriedChanges(system),
        solver,
        { ...budget, wholeWork },
        states,
      );
      spend(few.statistics);
      return finish(pattern, { ...audit, narrow }, hidden, few.told, spent);
    }
    takeBack(repair);
  }
}

function chooseShares(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  input: ProtectInput,
): readonly ShownShare[] {
  const { concentrations, shares, policy } = input;
  const kept = findCarriedFigures(input).shares;
  const concentrated = findConcentrated(lattice, concentrations, policy);
  const mayBePart = (group: number) =>
    isShown[group] === true || (lattice.groups[group]?.isPublishable === false && !concentrated.has(group));
  const anew = shares.filter(({ id }) => !kept.has(id));
  const allowed = findAllowedShares(anew, lattice, mayBePart, policy);
  const staying = withholdTellingShares(
    lattice,
    groupRanges(lattice, system, isShown, policy),
    allowed,
    policy,
  );
  return allowed.filter(({ id }) => staying.has(id));
}

function groupRanges(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  policy: ProtectInput['policy'],
) {
  return wholeRanges(lattice, system, isShown, policy).slice(0, lattice.groups.length);
}

/** With all that is connected hidden a group can be anything. */
function freeOf(withdrawn: ReadonlySet<number>, truth: Float64Array): ProvenRanges {
  const isFree = (quantity: number) => withdrawn.has(quantity);
  return {
    low: truth.map((n, quantity) => (isFree(quantity) ? 0 : n)),
    high: truth.map((n, quantity) => (isFree(quantity) ? Number.POSITIVE_INFINITY : n)),
  };
}

function finish(
  { lattice, system, isShown, shares, policy }: ShownPattern,
  audit: RangesAudit,
  hidden: readonly number[],
  few: readonly ToldChange[],
  spent: Omit<LatticeAudit, 'widths'>,
): ProtectedLattice {
  const counts = groupRanges(lattice, system, isShown, policy);
  const known = rangesWithShares(lattice, counts, shares, policy);
  const isTold = (group: number) => known[group]?.low === known[group]?.high;
  const whole = wholeRanges(lattice, system, isShown, policy);
  return {
    isShown,
    shares,
    carried: new Map([...system.carried].filter(([group]) => isShown[group] === true)),
    findings: {
      method: 'rounded',
      derivable: lattice.groups.filter(
        ({ index, isPublishable, n }) =>
          isShown[index] === false &&
          isTold(index) &&
          !system.elsewhere.counts.has(index) &&
          !system.elsewhere.exact.has(index) &&
          (isPublishable || n < policy.counts.minimum),
      ).length,
      smallRemainders:
        findToldRemainders(system, isShown, whole, policy).length +
        // What the budget did not reach was asked before more was hidden, and hiding tells nothing.
        few.filter(({ binding }) => binding !== null).length,
      narrow: audit.narrow.length,
      unreadSums: system.unreadSums,
    },
    audit: {
      ...spent,
      widths: hidden.map(
        (quantity) => (audit.proven.high[quantity] ?? 0) - (audit.proven.low[quantity] ?? 0),
      ),
    },
  };
}
