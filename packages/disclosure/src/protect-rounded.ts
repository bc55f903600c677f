import type { ToldChange } from './audit/audit-changes.ts';
import { prepareCountAudit } from './audit/audit-counts.ts';
import { type Audit, type AuditBudget, auditRanges } from './audit/audit-ranges.ts';
import type { Solver } from './audit/solver.ts';
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
  let proven: Audit['proven'] | null = null;
  const spent = { targets: 0, runs: 0, wholeRuns: 0, regions: 0, rounds: 0, unsettled: 0 };
  const withdrawn = new Set<number>();
  const takeBack = (repair: Repair) => {
    const next = isShown.map((shown, group) => shown && !repair.groups.has(group));
    isShown = repair.groups.size === 0 ? isShown : suppressRounded(lattice, system, next, policy);
    const kept = new Set(chooseShares(lattice, system, isShown, input).map(({ id }) => id));
    shares = shares.filter(({ id }) => kept.has(id) && !repair.shares.has(id));
  };
  // First, because a change that is not told stays so whatever else is hidden. Half of what may be spent is for ranges.
  let workOfChanges = 0;
  let changes = findCarriedChanges(system);
  while (changes.length > 0) {
    const left = { ...budget, wholeWork: budget.wholeWork / 2 - workOfChanges };
    const few = hideFewChanges({ lattice, system, isShown, shares, policy }, changes, solver, left);
    spent.runs += few.statistics.runs;
    spent.wholeRuns += few.statistics.wholeRuns;
    spent.regions += few.statistics.regions;
    spent.unsettled += few.statistics.unsettled;
    workOfChanges += few.statistics.wholeWork;
    changes = few.told;
    takeBack(few);
  }
  let wholeWork = budget.wholeWork - workOfChanges;
  for (;;) {
    const hidden = hiddenQuantities(lattice, system, isShown);
    const prepared = prepareCountAudit(lattice, system, isShown, hidden, shares, policy);
    const audit = auditRanges(prepared.model, prepared.targets, solver, { ...budget, wholeWork }, proven);
    proven = keepQuantities(audit.proven, system.truth.length);
    spent.targets = audit.statistics.targets;
    spent.runs += audit.statistics.runs;
    spent.wholeRuns += audit.statistics.wholeRuns;
    wholeWork -= audit.statistics.wholeWork;
    spent.unsettled += audit.narrow.filter(({ range }) => range === null).length;
    spent.regions += audit.statistics.regions;
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
        for (const group of withdrawn) {
          proven.low[group] = 0;
          proven.high[group] = Number.POSITIVE_INFINITY;
        }
        continue;
      }
      const kept = bindingCarried(system, isShown, narrow, prepared.model);
      if (kept.size === 0) {
        const pattern = { lattice, system, isShown, shares, policy };
        const left = { ...budget, wholeWork };
        const few = askFewChanges(pattern, findCarriedChanges(system), solver, left);
        spent.runs += few.statistics.runs;
        spent.wholeRuns += few.statistics.wholeRuns;
        spent.regions += few.statistics.regions;
        return finish(pattern, { ...audit, narrow }, hidden, few.told, spent);
      }
      takeBack({ groups: kept, shares: new Set() });
      continue;
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

/** The sums of hidden parts are numbered anew for every audit, so what was proven of them is not kept. */
function keepQuantities({ low, high }: Audit['proven'], count: number): Audit['proven'] {
  return { low: low.slice(0, count), high: high.slice(0, count) };
}

function finish(
  { lattice, system, isShown, shares, policy }: ShownPattern,
  audit: Audit,
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
