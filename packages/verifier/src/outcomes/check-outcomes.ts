import { type AuditLimits, auditRanges, type Bounded } from '../audit-ranges.ts';
import { derivableFrom } from '../derivable.ts';
import type { Solver } from '../linear-program.ts';
import { propagateBounds } from '../propagate-bounds.ts';
import type { CellAddress } from '../published-values.ts';
import type { Attacker } from '../range.ts';
import { distributionOf } from '../range-distribution.ts';
import { type RangeQuestion, rangeQuestions, violationsOf } from '../range-questions.ts';
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
  const questions = questionsOf(groups, bounds, lattice.minimum, attacker);
  const bounded: Bounded = { sums: groups.sums, facts, low, high };
  const targets = questions.map(({ target }) => target);
  const audit = isConsistent ? await auditRanges(bounded, targets, solver, limits) : null;
  if (audit?.isFeasible !== true) {
    findings.push({ check: 'form', kind: 'sums_contradict', of: [], without: [], range: null });
  }
  const nameOf = namesOf(groups);
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

/** Every hidden count; hidden parts of totals; differences of a shown count and a shown part of it. */
function questionsOf(
  { sums, inclusions }: OutcomeGroups,
  bounds: OutcomeBounds,
  minimum: number,
  attacker: Attacker,
): readonly RangeQuestion[] {
  const { isShown, isHidden } = bounds;
  const { questions, ask } = rangeQuestions(minimum, bounds, attacker);
  for (const [group, hidden] of isHidden.entries()) if (hidden) ask('B4', 'narrow_range', [group], []);
  for (const { parent, children } of sums) {
    const hidden = children.filter((child) => isHidden[child] === true);
    const others = children.filter((child) => isHidden[child] !== true);
    const areAllShown = others.every((child) => isShown[child] === true);
    if (hidden.length > 1 && others.length > 0 && areAllShown) ask('B3', 'hidden_siblings_range', hidden, []);
    for (const child of others) {
      if (isShown[parent] === true && isShown[child] === true)
        ask('B3', 'nested_difference_range', [parent], [child]);
    }
  }
  for (const { inner, outer } of inclusions) {
    if (isShown[outer] === true && isShown[inner] === true)
      ask('B3', 'nested_difference_range', [outer], [inner]);
  }
  return questions;
}

/** Of true counts: hidden ones that follow by addition and subtraction alone. */
function toldExactly(groups: OutcomeGroups, { low, high, isShown, isHidden }: OutcomeBounds): Finding[] {
  const isKnown = isShown.map((shown, group) => shown && low[group] === high[group]);
  const derivable = derivableFrom(groups.sums, isKnown, low);
  if (!derivable.isConsistent) return [];
  const nameOf = namesOf(groups);
  return isHidden.flatMap((hidden, group): Finding[] => {
    const form = { groups: [group], signs: [1] };
    if (!hidden || !(isKnown[group] === true || derivable.isDerivable(form))) return [];
    const value = isKnown[group] === true ? (low[group] ?? 0) : derivable.valueOf(form);
    const range = { low: value, high: value };
    return [{ check: 'B2', kind: 'exactly_derivable', of: [nameOf(group)], without: [], range }];
  });
}

function namesOf({ figures }: OutcomeGroups): (group: number) => CellAddress {
  const names = new Map(
    figures
      .filter(({ cell }) => cell.unit === 'count')
      .map(({ cell: { table, key, measure }, group }) => [group, { table, key: { ...key, measure } }]),
  );
  return (group) => names.get(group) ?? { table: '', key: {} };
}
