import type { AuditBudget } from '../audit/audit.ts';
import { auditRanges } from '../audit/audit-ranges.ts';
import type { Solver } from '../audit/solver.ts';
import type { CountSystem } from '../count-system.ts';
import type { Lattice } from '../lattice.ts';
import type { Policy } from '../policy.ts';
import { findConnected } from './connected-groups.ts';
import { buildMoveSpace } from './move-space.ts';
import { rangeTargetOf } from './range-targets.ts';
import type { RepairedPattern } from './repair-exact.ts';
import { isWideEnough, type RangeTarget, type SeenRanges } from './seen-ranges.ts';

export type SettledHistory = {
  /** Groups whose carried figure is withheld. */
  readonly withheld: ReadonlySet<number>;
  /** What stays narrow, or was not settled, with nothing shown beside what earlier releases told. */
  readonly narrow: readonly RangeTarget[];
  readonly seen: SeenRanges;
};

/**
 * Claim: a count for which the repair found no wide range, in one release or in several together, is not left so. The
 * repair has hidden everything around it that would be shown for the first time; here an audit of all releases asks again,
 * then without the figures carried around it; what is new in such a total is asked like any other count then. What is narrow even so is told by the earlier releases alone: it is returned,
 * and nothing may be published.
 *
 * Source: bar B4 over the history; the audit shares no code with the moves of the repair.
 */
export function settleHistory(
  lattice: Lattice,
  system: CountSystem,
  { isKnown, targets: all, open, seen }: Pick<RepairedPattern, 'isKnown' | 'targets' | 'open' | 'seen'>,
  solver: Solver,
  budget: AuditBudget,
  policy: Policy,
): SettledHistory {
  const withheld = new Set<number>();
  const { truth, carried } = system;
  let known = seen;
  let due = open;
  while (due.length > 0) {
    const isCarried = lattice.groups.map(({ index }) => carried.has(index) && !withheld.has(index));
    const { facts, isTold } = buildMoveSpace(system, isCarried, policy);
    const isFixed = (quantity: number) => isTold(quantity) || isKnown[quantity] === true;
    const model = {
      truth,
      low: truth.map((n, quantity) => (isFixed(quantity) ? n : 0)),
      high: truth.map((n, quantity) => (isFixed(quantity) ? n : Number.POSITIVE_INFINITY)),
      sums: system.sums,
      facts,
    };
    const targets = due.map(({ group: quantity, width, top }) => ({ quantity, width, top }));
    const { narrow, proven } = auditRanges(model, targets, solver, budget, { seen: known });
    known = proven;
    due = narrow.map(({ target: { quantity: group, width, top } }) => ({ group, width, top }));
    const block = findConnected(
      truth.length,
      system.sums,
      lattice.sameSets,
      due.map(({ group }) => group),
    );
    const more = [...block].filter((group) => isCarried[group] === true);
    if (more.length === 0) break;
    for (const group of more) withheld.add(group);
    const stays = isCarried.map((isOne, group) => isOne && !withheld.has(group));
    const isDue = new Set(due.map(({ group }) => group));
    due = all
      .map((target) => rangeTargetOf(lattice, system, policy, target.group, stays) ?? target)
      .filter((target) => isDue.has(target.group) || !isWideEnough(target, known));
  }
  return { withheld, narrow: due, seen: known };
}
