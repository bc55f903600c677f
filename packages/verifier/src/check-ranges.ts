import { type Audit, type AuditLimits, auditRanges } from './audit-ranges.ts';
import type { GroupSystem } from './group-system.ts';
import type { Lattice } from './lattice.ts';
import type { Solver } from './linear-program.ts';
import { nestedPairs } from './nested-pairs.ts';
import type { CellAddress, PublishedValues } from './published-values.ts';
import { CEILING } from './range.ts';
import { distributionOf } from './range-distribution.ts';
import { type RangeQuestion, rangeQuestions, violationsOf } from './range-questions.ts';
import type { CheckId, Finding, RangeDistribution } from './report.ts';

export type RangeChecks = {
  readonly findings: readonly Finding[];
  /** Targets that could not be decided, by check. */
  readonly undecided: Readonly<Partial<Record<CheckId, number>>>;
  readonly distribution: RangeDistribution;
  /** Hidden groups whose range is too narrow. */
  readonly narrow: ReadonlySet<number>;
  readonly solutions: number;
  readonly isFeasible: boolean;
};

/**
 * B3 and B4 by ranges: every hidden group, the hidden parts of every sum, and every difference of two nested shown
 * groups. With rounded counts this is all there is; with exact ones it adds what only follows because nobody counts
 * below zero.
 */
export async function checkRanges(
  lattice: Lattice,
  system: GroupSystem,
  published: PublishedValues,
  bounds: { readonly low: Float64Array; readonly high: Float64Array },
  basis: readonly number[],
  solver: Solver,
  limits: AuditLimits,
): Promise<RangeChecks> {
  const questions = countQuestions(lattice, system, published, bounds);
  const bounded = {
    sums: basis.flatMap((s) => system.sums[s] ?? []),
    low: bounds.low,
    high: bounds.high.map((high) => Math.min(high, CEILING)),
  };
  const audit = await auditRanges(
    bounded,
    questions.map(({ target }) => target),
    solver,
    limits,
  );
  return summary(lattice, published, questions, audit);
}

/** What may not follow of counts: hidden ones, hidden parts of sums, differences of nested shown ones. */
export function countQuestions(
  { threshold, roundingBase, attacker }: Lattice,
  system: GroupSystem,
  { isShown, hiddenAs }: PublishedValues,
  bounds: { readonly low: Float64Array; readonly high: Float64Array },
): readonly RangeQuestion[] {
  const { questions, ask } = rangeQuestions(threshold, bounds, attacker);
  for (const [group, names] of hiddenAs.entries()) {
    if (names.length > 0 && !(isShown[group] === true && roundingBase === 1))
      ask('B4', 'narrow_range', [group], []);
  }
  for (const { children } of system.sums) {
    const hidden = children.filter((child) => isShown[child] !== true);
    if (hidden.length > 1 && hidden.length < children.length) ask('B3', 'hidden_siblings_range', hidden, []);
  }
  if (roundingBase > 1) {
    for (const { inner, outer } of nestedPairs(system, (group) => isShown[group] === true)) {
      ask('B3', 'nested_difference_range', [outer], [inner]);
    }
  }
  return questions;
}

function summary(
  { threshold }: Lattice,
  published: PublishedValues,
  questions: readonly RangeQuestion[],
  audit: Audit,
): RangeChecks {
  const findings: Finding[] = [];
  const undecided: Partial<Record<CheckId, number>> = {};
  const widths: number[] = [];
  const narrow = new Set<number>();
  const nameOf = (group: number): CellAddress =>
    (published.shownAs[group]?.[0] ?? published.hiddenAs[group]?.[0]) || { table: '', key: {} };
  for (const [q, question] of questions.entries()) {
    const { check, of } = question;
    const answer = audit.answers[q];
    if (answer === undefined) continue;
    if (check === 'B4') widths.push(answer.seen.high - answer.seen.low);
    if (answer.verdict === 'undecided') undecided[check] = (undecided[check] ?? 0) + 1;
    if (answer.verdict !== 'violated') continue;
    if (check === 'B4') for (const group of of) narrow.add(group);
    findings.push(...violationsOf(question, answer, nameOf));
  }
  return {
    findings,
    undecided,
    distribution: distributionOf(widths, threshold),
    narrow,
    solutions: audit.solutions,
    isFeasible: audit.isFeasible,
  };
}
