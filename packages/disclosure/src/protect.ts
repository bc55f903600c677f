import { AUDIT_BUDGET, type AuditBudget } from './audit/audit.ts';
import { guardSolver } from './audit/guard-solver.ts';
import type { Solver } from './audit/solver.ts';
import { type CarriedFigure, findCarriedFigures, percentileName } from './carried-figures.ts';
import { CELL_LIMIT } from './cell-limit.ts';
import { countChanged } from './check-changes.ts';
import {
  countBadCounts,
  countBadPercentiles,
  countBadShares,
  countSharpPercentiles,
} from './check-figures.ts';
import { checkInput } from './check-input.ts';
import { type Check, type Findings, listChecks } from './check-list.ts';
import { buildCountSystem } from './count-system.ts';
import type { ProtectInput } from './input.ts';
import { insiderRanges, ownCounts } from './insider-ranges.ts';
import { buildLattice, type Lattice } from './lattice.ts';
import { type Outcome, SUPPRESSED } from './outcome.ts';
import { parsePolicy } from './parse-policy.ts';
import { policyDigest } from './policy.ts';
import { findPrimaries } from './primaries.ts';
import { protectExact } from './protect-exact.ts';
import { protectPercentiles } from './protect-percentiles.ts';
import { protectRounded } from './protect-rounded.ts';
import type { LatticeAudit, ProtectedLattice } from './protected-lattice.ts';
import { type Released, release } from './released.ts';
import { roundCount } from './rules/round-count.ts';
import { isToldClosely } from './rules/told-closely.ts';
import { UnsafeRelease } from './unsafe-release.ts';

export type ReleasedFigure = {
  readonly id: string;
  readonly outcome: Outcome;
  /** Of a carried figure: the earlier release it is of. */
  readonly from?: string;
};
export type ReleasedPercentiles = {
  readonly id: string;
  readonly values: readonly ({ readonly p: number } & Omit<ReleasedFigure, 'id'>)[];
};

/** Hidden counts whose range is proven to span at least `from` persons and less than the next class. */
export type WidthClass = { readonly from: number; readonly cells: number };

/** The only form in which anything leaves. Lists are sorted by id. */
export type Protection = {
  /** Cells with `use: 'publish'`: whole persons. */
  readonly cells: readonly ReleasedFigure[];
  /** 0 to 1: the middle of the band and the band. */
  readonly shares: readonly ReleasedFigure[];
  /** Cents. */
  readonly percentiles: readonly ReleasedPercentiles[];
  readonly policy: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly checks: readonly Check[];
  /** What the audit of ranges looked at and how wide the ranges of hidden counts are; null where it was not made. */
  readonly audit: (Omit<LatticeAudit, 'widths'> & { readonly widths: readonly WidthClass[] }) | null;
  /** Addresses asked for and figures shown: counts, shares and single percentiles together. */
  readonly figures: { readonly total: number; readonly published: number };
};

/**
 * Protects all tables of a release together.
 *
 * Deterministic: the result depends on the sets given, never on their order, on time or on chance.
 * @throws {RangeError | TypeError} for input that contradicts itself, see `checkInput` and `buildLattice`, and for a
 * policy that `parsePolicy` refuses.
 * @throws {RangeError} before any work, for more than `CELL_LIMIT` cells.
 * @throws {UnsafeRelease} when a check of the result fails: nothing may be published then.
 * @param solver runs the linear programs of the audit; it takes its time, see `Solver`
 */
export function protect(
  input: ProtectInput,
  solver: Solver,
  budget: AuditBudget = AUDIT_BUDGET,
): Released<Protection> {
  const { policy } = input;
  parsePolicy(policy);
  if (input.cells.length > CELL_LIMIT) throw new RangeError(`more than ${CELL_LIMIT} cells`);
  if (policy.counts.base === 1 && (input.elsewhere?.length ?? 0) > 0)
    throw new RangeError('counts of other publishers are reckoned with where counts are rounded');
  const checkedCells = checkInput(input);
  const lattice = buildLattice(checkedCells, input);
  const isPrimary = findPrimaries(lattice, input.concentrations, policy);
  const guarded = guardSolver(solver);
  const decided: ProtectedLattice =
    policy.counts.base === 1
      ? protectExact(lattice, isPrimary, input, guarded, budget)
      : protectRounded(lattice, isPrimary, input, guarded, budget);
  const { isShown, shares: shownShares, findings } = decided;
  const mayRank = (group: number) =>
    isShown[group] === true || (lattice.groups[group]?.isPublishable === false && isPrimary[group] === false);

  const cells = input.cells
    .filter(({ use }) => use === 'publish')
    .map(({ id }) => releasedCount(lattice, id, decided, input));
  const kept = findCarriedFigures(input);
  const bands = new Map(shownShares.map(({ id, low, high }) => [id, { low, high }]));
  const shares = input.shares.map(({ id }): ReleasedFigure => {
    const carried = kept.shares.get(id);
    if (carried !== undefined) return { id, ...carriedFigure(carried) };
    const band = bands.get(id);
    if (band === undefined) return { id, outcome: SUPPRESSED };
    return { id, outcome: { status: 'ok', value: (band.low + band.high) / 2, ...band } };
  });
  const percentiles = protectPercentiles(input, lattice, mayRank).map(
    ({ id, values }): ReleasedPercentiles => ({
      id,
      values: values.map(({ p, outcome }) => {
        const carried = kept.percentiles.get(percentileName(id, p));
        return { p, ...(carried === undefined ? { outcome } : carriedFigure(carried)) };
      }),
    }),
  );

  const outcomes = [
    ...cells.map(({ outcome }) => outcome),
    ...shares.map(({ outcome }) => outcome),
    ...percentiles.flatMap(({ values }) => values.map(({ outcome }) => outcome)),
  ];
  const shownPercentiles = new Set(
    percentiles
      .filter(({ values }) => values.some(({ outcome }) => outcome.status === 'ok'))
      .map(({ id }) => id),
  );
  const percentileOutcomes = new Map(
    percentiles.flatMap(({ id, values }) =>
      values.map(({ p, outcome }) => [percentileName(id, p), outcome] as const),
    ),
  );
  const checks = listChecks({
    ...findings,
    insiders: insidersToldBy(lattice, decided.isShown, input),
    badCounts: countBadCounts(checkedCells, new Map(cells.map(({ id, outcome }) => [id, outcome])), policy),
    badShares: countBadShares(
      input.shares,
      new Map(shares.map(({ id, outcome }) => [id, outcome])),
      checkedCells,
      policy,
    ),
    badPercentiles:
      countBadPercentiles(input, (id) => shownPercentiles.has(id), checkedCells) +
      countSharpPercentiles(input, (id, p) => percentileOutcomes.get(percentileName(id, p))),
    blurCents: input.percentiles.length === 0 ? 0 : (input.blurCents ?? 0),
    changed: countChanged(input, cells, shares, percentiles),
    earlierReleases: input.earlier.length,
    restates: input.restates === true,
    elsewhere: input.elsewhere?.length ?? 0,
  });
  const failed = checks
    .filter(({ id, result }) => result === 'failed' && id !== REPORTED)
    .map(({ id }) => id);
  if (failed.length > 0) throw new UnsafeRelease(failed, reasonOf(findings, input));
  return release({
    cells: sortById(cells),
    shares: sortById(shares),
    percentiles: sortById(percentiles),
    policy: { name: policy.name, version: policy.version, sha256: policyDigest(policy) },
    checks,
    audit: auditOf(decided.audit),
    figures: {
      total: outcomes.length,
      published: outcomes.filter(({ status }) => status !== 'suppressed').length,
    },
  });
}

/** Of true counts all is hidden before a range is left narrow: what remains was told before. */
function reasonOf(
  { method, narrow }: ProtectedLattice['findings'],
  { earlier }: ProtectInput,
): string | null {
  if (method !== 'exact' || narrow === 0 || earlier.length === 0) return null;
  return `earlier releases alone leave ${narrow} counts they hid, or this one hides, in ranges below the minimum, whatever is hidden now`;
}

function carriedFigure({ shown, from }: CarriedFigure): Omit<ReleasedFigure, 'id'> {
  const { value, low, high } = shown;
  return { outcome: { status: 'carried', value, low, high }, from };
}

function releasedCount(
  lattice: Lattice,
  id: string,
  { isShown, carried }: ProtectedLattice,
  { policy }: ProtectInput,
): ReleasedFigure {
  const group = lattice.groups[lattice.groupOfCell.get(id) ?? -1];
  if (group === undefined || isShown[group.index] !== true) {
    return { id, outcome: SUPPRESSED };
  }
  const kept = carried.get(group.index);
  if (kept !== undefined) return { id, ...carriedFigure({ shown: kept.shown, from: kept.release }) };
  return { id, outcome: { status: 'ok', ...roundCount(group.n, policy) } };
}

/** What insiders are told is reported, not refused: no policy here promises against them. */
const REPORTED = 'B5';

function insidersToldBy(
  lattice: Lattice,
  isShown: readonly boolean[],
  input: ProtectInput,
): Findings['insiders'] {
  const { insiders, policy } = input;
  if (insiders === undefined || insiders.length === 0) return null;
  const system = buildCountSystem(lattice, input);
  const told = ownCounts(lattice, input)
    .flatMap((own) => insiderRanges(lattice, system, isShown, own, policy))
    .filter(({ range, others }) => isToldClosely(range, others, policy));
  return { count: insiders.length, told: told.length };
}

const WIDTH_CLASSES = [0, 10, 15, 20, 30, 50, 100];

function auditOf(audit: LatticeAudit | null): Protection['audit'] {
  if (audit === null) return null;
  const { widths, ...rest } = audit;
  // A width that should be whole may be a little off.
  const reached = (from: number | undefined) =>
    from === undefined ? 0 : widths.filter((width) => width >= from - 1e-6).length;
  return {
    ...rest,
    widths: WIDTH_CLASSES.map((from, place) => ({
      from,
      cells: reached(from) - reached(WIDTH_CLASSES[place + 1]),
    })),
  };
}

function sortById<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
