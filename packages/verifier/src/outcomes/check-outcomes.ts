import { type AuditLimits, auditRanges, type Bounded } from '../audit-ranges.ts';
import { derivableFrom } from '../derivable.ts';
import type { Solver } from '../linear-program.ts';
import { propagateBounds } from '../propagate-bounds.ts';
import type { Attacker } from '../range.ts';
import { distributionOf } from '../range-distribution.ts';
import { violationsOf } from '../range-questions.ts';
import {
  type CheckResult,
  checkResult,
  type Finding,
  notCheckable,
  type RangeDistribution,
} from '../report.ts';
import { checkFigures } from './check-figures.ts';
import { type OutcomeBounds, outcomeBounds } from './outcome-bounds.ts';
import { inclusionFact, type OutcomeGroups, outcomeGroups, type PreviousOutcomes } from './outcome-groups.ts';
import { outcomeNames, outcomeQuestions } from './outcome-questions.ts';
import type { OutcomeRelease } from './parse-outcomes.ts';
import { joinNotes, type Unsaid, unsaidBy } from './unsaid.ts';

export type OutcomesReport = {
  readonly cells: number;
  readonly shown: number;
  readonly checks: readonly CheckResult[];
  readonly findings: readonly Finding[];
  readonly ranges: RangeDistribution;
  readonly solutions: number;
};

/**
 * Re-checks a release of the service from what is published of it: counts, bands of shares, how they add up, and which
 * groups are part of which.
 *
 * @param previous the release before, where the reader has it
 */
export async function checkOutcomes(
  release: OutcomeRelease,
  attacker: Attacker,
  solver: Solver,
  limits: AuditLimits,
  previous: PreviousOutcomes | null = null,
): Promise<OutcomesReport> {
  const { lattice, cells } = release;
  const groups = outcomeGroups(release, previous);
  const bounds = outcomeBounds(groups, lattice, lattice.rounding.base === 1 ? 'whole' : attacker);
  const findings: Finding[] = [
    ...groups.faults.map(({ kind, cell: { table, key } }): Finding => {
      return { check: 'form', kind, of: [{ table, key }], without: [], range: null };
    }),
    ...checkFigures(cells, groups.figures, lattice, bounds.high),
  ];
  const facts = [...bounds.facts, ...groups.inclusions.map(inclusionFact)];
  const { low, high } = bounds;
  const isConsistent = propagateBounds(groups.sums, low, high).length === 0;
  if (lattice.rounding.base === 1) findings.push(...toldExactly(groups, bounds));
  const questions = outcomeQuestions(groups, bounds, lattice.minimum, attacker);
  const bounded: Bounded = { sums: groups.sums, facts, low, high };
  const targets = questions.map(({ target }) => target);
  const audit = isConsistent ? await auditRanges(bounded, targets, solver, limits) : null;
  if (audit?.isFeasible !== true) {
    findings.push({ check: 'form', kind: 'sums_contradict', of: [], without: [], range: null });
  }
  const nameOf = outcomeNames(groups);
  const unsaid = unsaidBy(lattice);
  const widths: number[] = [];
  const undecided = { B3: 0, B4: 0 };
  for (const [q, question] of questions.entries()) {
    const { check } = question;
    const answer = audit?.answers[q];
    if (answer === undefined || answer.verdict === 'undecided') undecided[check] += 1;
    if (answer !== undefined && check === 'B4') widths.push(answer.seen.high - answer.seen.low);
    if (answer?.verdict !== 'violated') continue;
    findings.push(...violationsOf(question, answer, nameOf));
  }
  return {
    cells: cells.length,
    shown: cells.filter(({ status }) => status === 'ok' || status === 'carried').length,
    checks: [
      checkResult('form', findings),
      personsCheck(findings, unsaid),
      checkResult('B2', findings, { undecided: undecided.B4 }),
      checkResult('B3', findings, { undecided: undecided.B3 }),
      checkResult('B4', findings, { undecided: undecided.B4 }),
      notCheckable('B5', 'needs the persons behind the cells'),
      checkResult('B6', findings, { note: unsaid.suppliers }),
      checkResult('B7', findings, {
        note: joinNotes('as far as shown counts tell the populations', unsaid.ends),
      }),
      notCheckable('B8', 'needs the service: one address, asked again and again'),
      checkResult('B10', findings),
    ],
    findings,
    ranges: distributionOf(widths, lattice.minimum),
    solutions: audit?.solutions ?? 0,
  };
}

/** Who is counted takes the persons to see, but that single suppliers need thirty is known by the shown counts. */
function personsCheck(findings: readonly Finding[], { suppliers }: Unsaid): CheckResult {
  const check = checkResult('B1', findings);
  const known =
    suppliers === '' ? 'shown counts of some of what one organisation supplied are large enough' : suppliers;
  return check.result === 'failed'
    ? check
    : notCheckable('B1', joinNotes('needs the persons behind the cells', known));
}

/** Of true counts: hidden ones that follow by addition and subtraction alone. */
function toldExactly(groups: OutcomeGroups, { low, high, isShown, isHidden }: OutcomeBounds): Finding[] {
  const isKnown = isShown.map((shown, group) => shown && low[group] === high[group]);
  const derivable = derivableFrom(groups.sums, isKnown, low);
  if (!derivable.isConsistent) return [];
  const nameOf = outcomeNames(groups);
  return isHidden.flatMap((hidden, group): Finding[] => {
    const form = { groups: [group], signs: [1] };
    if (!hidden || !(isKnown[group] === true || derivable.isDerivable(form))) return [];
    const value = isKnown[group] === true ? (low[group] ?? 0) : derivable.valueOf(form);
    const range = { low: value, high: value };
    return [{ check: 'B2', kind: 'exactly_derivable', of: [nameOf(group)], without: [], range }];
  });
}
