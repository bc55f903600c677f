import { type Audit, type AuditLimits, auditRanges, type Bounded } from '../audit-ranges.ts';
import type { Solver } from '../linear-program.ts';
import type { Attacker, Verdict } from '../range.ts';
import { type Form, outerRange, RangeTarget } from '../range-target.ts';
import type { Finding } from '../report.ts';
import type { JointQuestion, JointSide } from './joint-side.ts';

/** Whether one number alone is left; that a range is narrow is known before both its ends are. */
const isOneNumber: Verdict = (seen, outer) => {
  if (seen.low < seen.high) return 'safe';
  return outer.low === outer.high ? 'violated' : 'open';
};

/**
 * B2 over both releases: of groups whose range both make narrow, those that both tell to the person and the release they are
 * in does not.
 */
export async function toldToThePerson(
  both: Bounded,
  then: JointSide,
  now: JointSide,
  violated: readonly JointQuestion[],
  attacker: Attacker,
  solver: Solver,
  limits: AuditLimits,
): Promise<{
  readonly findings: readonly Finding[];
  readonly undecided: number;
  readonly solutions: number;
}> {
  const ask = async (bounded: Bounded, forms: readonly Form[]): Promise<Audit> => {
    const outer = (form: Form) => outerRange(form, bounded.low, bounded.high);
    const targets = forms.map((form) => new RangeTarget(form, isOneNumber, outer(form), attacker));
    return await auditRanges(bounded, targets, solver, { ...limits, onProgress: () => undefined });
  };
  const narrow = violated.filter(({ question }) => question.check === 'B4');
  const together = await ask(
    both,
    narrow.map(({ question }) => question.target.form),
  );
  const findings: Finding[] = [];
  let { solutions } = together;
  for (const [side, name, kind] of [
    [now, 'after', 'single_point'] as const,
    [then, 'before', 'single_point_then'] as const,
  ]) {
    const told = narrow.flatMap((each, n) => {
      const answer = together.answers[n];
      return each.side === name && answer?.verdict === 'violated' ? [{ of: each.asked.of, answer }] : [];
    });
    const alone = await ask(
      side.bounded,
      told.map(({ of }) => ({ groups: of, signs: of.map(() => 1) })),
    );
    solutions += alone.solutions;
    for (const [t, { of, answer }] of told.entries()) {
      if (alone.answers[t]?.verdict === 'violated') continue;
      findings.push({
        check: 'B2-both',
        kind,
        of: of.map((group) => side.nameOf(group)),
        without: [],
        range: answer.outer,
      });
    }
  }
  return {
    findings,
    undecided: together.answers.filter(({ verdict }) => verdict === 'undecided').length,
    solutions,
  };
}
