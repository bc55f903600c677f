import type { AuditLimits } from './audit-ranges.ts';
import { checkInsider, insidersOf } from './check-insiders.ts';
import { checkCountsOf, checkHistory } from './check-members.ts';
import type { CheckedCounts } from './check-release.ts';
import type { Lattice, PublishedCount } from './lattice.ts';
import type { Solver } from './linear-program.ts';
import { membersOf, type Person } from './members.ts';
import { publishedValues } from './published-values.ts';
import { addDistributions, distributionOf } from './range-distribution.ts';
import {
  type CheckResult,
  checkResult,
  type Finding,
  notCheckable,
  type RangeDistribution,
} from './report.ts';

export type Evidence = {
  readonly persons: readonly Person[] | null;
  readonly insiderColumns: readonly string[];
  /** How many insiders are audited, those with most persons first. */
  readonly maxInsiders: number;
  readonly previous: {
    readonly cells: readonly PublishedCount[];
    readonly persons: readonly Person[] | null;
  } | null;
};

export type PersonsReport = {
  readonly checks: readonly CheckResult[];
  readonly findings: readonly Finding[];
  readonly insiderRanges: RangeDistribution | null;
};

/** B1, B5 and B9: what takes the persons behind the cells or an earlier release to see. */
export async function checkPersons(
  lattice: Lattice,
  { system, published, basis, narrow }: CheckedCounts,
  { persons, insiderColumns, maxInsiders, previous }: Evidence,
  solver: Solver,
  limits: AuditLimits,
): Promise<PersonsReport> {
  const members = persons === null ? null : membersOf(lattice, system, persons);
  const findings: Finding[] = [];
  const checks: CheckResult[] = [];
  let insiderRanges: RangeDistribution | null = null;
  if (members === null) {
    checks.push(notCheckable('B1', 'needs the persons behind the cells'));
    checks.push(notCheckable('B5', 'needs the persons behind the cells'));
  } else {
    findings.push(...checkCountsOf(lattice, system, published, members));
    checks.push(checkResult('B1', findings));
    const all = insidersOf(members, insiderColumns);
    const audited = all.slice(0, maxInsiders);
    let undecided = all.slice(maxInsiders).filter((one) => one.persons >= lattice.threshold).length;
    insiderRanges = distributionOf([], lattice.threshold);
    for (const [done, insider] of audited.entries()) {
      const isNarrow = (group: number): boolean => narrow.has(group);
      const within: AuditLimits = {
        ...limits,
        onProgress: (settled, ranges) => limits.onProgress(done + settled / ranges, audited.length),
      };
      const found = await checkInsider(
        lattice,
        system,
        published,
        basis,
        members,
        insider,
        isNarrow,
        solver,
        within,
      );
      findings.push(...found.findings);
      undecided += found.undecided;
      insiderRanges = addDistributions(insiderRanges, found.distribution);
      limits.onProgress(done + 1, audited.length);
    }
    checks.push(
      checkResult('B5', findings, { undecided, note: `${audited.length} of ${all.length} insiders audited` }),
    );
  }
  if (previous === null)
    return { checks: [...checks, notCheckable('B9', 'needs an earlier release')], findings, insiderRanges };
  const before = publishedValues(lattice, system, previous.cells);
  if (before.faults.some(({ kind }) => kind === 'unknown_cell')) {
    return {
      checks: [...checks, notCheckable('B9', 'the earlier release has other tables')],
      findings,
      insiderRanges,
    };
  }
  const then = previous.persons === null ? null : membersOf(lattice, system, previous.persons);
  findings.push(...checkHistory(lattice, system, published, members, { published: before, members: then }));
  const isWhole = members !== null && then !== null;
  const history = checkResult('B9', findings);
  checks.push(
    isWhole || history.result === 'failed'
      ? history
      : notCheckable(
          'B9',
          'carried figures are the earlier ones; the rest needs the persons of both releases',
        ),
  );
  return { checks, findings, insiderRanges };
}
