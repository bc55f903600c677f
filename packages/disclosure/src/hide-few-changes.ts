import type { AuditBudget } from './audit/audit.ts';
import { auditChanges, type ChangesAudit } from './audit/audit-changes.ts';
import { type CountAudit, prepareCountAudit } from './audit/audit-counts.ts';
import { bandsAmong, quantitiesAmong } from './audit/bindings.ts';
import type { Change } from './audit/questions.ts';
import type { Solver } from './audit/solver.ts';
import type { State } from './audit/states.ts';
import { cheapestCover } from './cheapest-cover.ts';
import type { CountSystem } from './count-system.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { worthOf } from './repair/group-worth.ts';
import type { ShownShare } from './share-ranges.ts';
import { rankGroups, suppressRounded } from './suppress-rounded.ts';

/** What readers of a release would have. */
export type ShownPattern = {
  readonly lattice: Lattice;
  readonly system: CountSystem;
  /** One flag per group. */
  readonly isShown: readonly boolean[];
  readonly shares: readonly ShownShare[];
  readonly policy: Policy;
};

/** What to take back so that no change behind a carried figure is told to be one of few persons. */
export type HiddenChanges = {
  readonly groups: ReadonlySet<number>;
  readonly shares: ReadonlySet<string>;
  /** Changes that are told now; of all others it stays so when more is hidden. */
  readonly told: readonly Change[];
  readonly statistics: ChangesAudit['statistics'];
  /** How many of them only because the budget ran out. */
  readonly unsettled: number;
};

/**
 * Times that a carried count costs: its count of now is hidden between carried counts then, and where those tell it, nothing new
 * that is taken back makes it wide. Measured on linked cubes: at the price of others more is hidden around it than it saves.
 */
const CARRIED = 2;

/**
 * Claim: where this finds nothing to hide, no reader can tell by sums, bands and what "carried" means that 1 to the minimum
 * less one came to a group, or left it, since a figure was computed that it still shows, nor since an earlier release
 * that had other persons in it. Readers are taken to know which groups stayed the same.
 *
 * A few came for certain where the parts of a total are carried and the total is not: eleven more in two parts of nine more
 * at most each are two more in either. Which of these counts is hidden matters little, so it is the one that most is told
 * by for what it is worth, together with what has to be hidden for the sums then. A carried one of the very same persons goes
 * only when there is no other: an earlier release has told it.
 *
 * Source: bars B3 and B9, attack A8.
 *
 * @param changes those that may still be told
 * @param states see `audit`
 */
export function hideFewChanges(
  pattern: ShownPattern,
  changes: readonly Change[],
  solver: Solver,
  budget: AuditBudget,
  states: State[],
): HiddenChanges {
  const { lattice, isShown, policy } = pattern;
  const { told, statistics, ...prepared } = askFewChanges(pattern, changes, solver, budget, states);
  const { carried } = pattern.system;
  const telling = new Set<string>();
  const lists: (readonly number[])[] = [];
  for (const { change, binding } of told) {
    const bands = bandsAmong(binding ?? [], prepared);
    for (const id of bands) telling.add(id);
    if (bands.length > 0) continue;
    const visible = [change.now, ...quantitiesAmong(binding ?? [], prepared)].filter(
      (quantity) => isShown[quantity] === true && carried.get(quantity)?.quantity !== quantity,
    );
    // What earlier releases alone tell, this one does not repeat.
    lists.push(visible.length > 0 ? visible : [change.now]);
  }
  const worth = worthOf(lattice, [], policy);
  const prices = new Map<number, number>();
  const priceOf = (group: number): number => {
    const without = isShown.map((shown, index) => shown && index !== group);
    const left = suppressRounded(lattice, pattern.system, without, policy);
    const lost = isShown.map((shown, index) => (shown && left[index] !== true ? (worth[index] ?? 0) : 0));
    return lost.reduce((sum, each) => sum + each, 0);
  };
  for (const group of new Set(lists.flat()))
    prices.set(group, Math.max(priceOf(group), 1) * (carried.has(group) ? CARRIED : 1));
  const rank = rankGroups(lattice);
  return {
    groups: cheapestCover(
      lists,
      (group) => prices.get(group) ?? 1,
      (group) => rank[group] ?? 0,
    ),
    shares: telling,
    told: told.map(({ change }) => change),
    statistics,
    unsettled: told.filter(({ binding }) => binding === null).length,
  };
}

/** Which changes behind carried figures that are shown are told to be of few. */
export function askFewChanges(
  { lattice, system, isShown, shares, policy }: ShownPattern,
  changes: readonly Change[],
  solver: Solver,
  budget: AuditBudget,
  states: State[],
): ChangesAudit & CountAudit {
  const prepared = prepareCountAudit(lattice, system, isShown, [], shares, policy);
  const due = changes.filter(({ now }) => isShown[now] === true);
  return { ...prepared, ...auditChanges(prepared.model, due, solver, budget, policy, states) };
}
