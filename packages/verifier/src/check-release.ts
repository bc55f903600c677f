import type { AuditLimits } from './audit-ranges.ts';
import { basisSums } from './basis-sums.ts';
import { checkExact } from './check-exact.ts';
import { checkRanges } from './check-ranges.ts';
import { type GroupSystem, groupSystem } from './group-system.ts';
import { isAcyclic } from './is-acyclic.ts';
import type { Lattice, PublishedCount } from './lattice.ts';
import type { Solver } from './linear-program.ts';
import { propagateBounds } from './propagate-bounds.ts';
import { type PublishedValues, publishedValues } from './published-values.ts';
import { distributionOf } from './range-distribution.ts';
import { type CheckResult, checkResult, type Finding, type RangeDistribution } from './report.ts';

/** What the checks with persons and with earlier releases go on from. */
export type CheckedCounts = {
  readonly system: GroupSystem;
  readonly published: PublishedValues;
  readonly basis: readonly number[];
  readonly narrow: ReadonlySet<number>;
};

export type CountReport = {
  readonly cells: number;
  readonly shown: number;
  readonly checks: readonly CheckResult[];
  readonly findings: readonly Finding[];
  readonly ranges: RangeDistribution;
  readonly solutions: number;
  readonly checked: CheckedCounts;
};

/**
 * Re-checks a release of counts from nothing but what is published. What the published cells cannot show (members,
 * microdata, earlier releases) is for other checks.
 */
export async function checkCounts(
  lattice: Lattice,
  cells: readonly PublishedCount[],
  solver: Solver,
  limits: AuditLimits,
): Promise<CountReport> {
  const system = groupSystem(lattice);
  const published = publishedValues(lattice, system, cells);
  const findings: Finding[] = published.faults.map(({ kind, cell }) => ({
    check: 'form',
    kind,
    of: [cell],
    without: [],
    range: null,
  }));
  const basis = basisSums(system, (group) => lattice.roundingBase === 1 && published.isShown[group] === true);
  const bounds = { low: published.low.slice(), high: published.high.slice() };
  const contradictions = propagateBounds(system.sums, bounds.low, bounds.high);
  const exact =
    lattice.roundingBase === 1
      ? checkExact(lattice, system, published, basis)
      : { findings: [], isConsistent: true };
  findings.push(...exact.findings);
  let isConsistent = contradictions.length === 0 && exact.isConsistent;
  const ranges = isConsistent
    ? await checkRanges(lattice, system, published, bounds, basis, solver, limits)
    : null;
  isConsistent = isConsistent && ranges?.isFeasible === true;
  if (!isConsistent) {
    findings.push({ check: 'form', kind: 'sums_contradict', of: [], without: [], range: null });
  }
  for (const finding of ranges?.findings ?? []) {
    if (!isRepeated(finding, lattice)) findings.push(finding);
  }
  const hidden = cells.filter(({ value }) => value === null).length;
  // Where nothing is shown there is nothing to derive from, in a ring of tables either.
  const isWhole = isConsistent && (hidden === cells.length || isAcyclic(lattice));
  const undecided = (check: 'B3' | 'B4'): number => (isWhole ? (ranges?.undecided[check] ?? 0) : hidden);
  return {
    cells: cells.length,
    shown: cells.length - hidden,
    checks: [
      checkResult('form', findings),
      checkResult('B2', findings, { undecided: isWhole ? 0 : hidden }),
      checkResult('B3', findings, { undecided: undecided('B3') }),
      checkResult('B4', findings, { undecided: undecided('B4') }),
    ],
    findings,
    ranges: ranges?.distribution ?? distributionOf([], lattice.threshold),
    solutions: ranges?.solutions ?? 0,
    checked: { system, published, basis, narrow: ranges?.narrow ?? new Set() },
  };
}

/** With exact counts the rank test says more of single points than the ranges do. */
function isRepeated({ check, range }: Finding, { roundingBase }: Lattice): boolean {
  return roundingBase === 1 && check === 'B2' && range !== null && range.low > 0;
}
