import { type AuditLimits, auditRanges } from '../audit-ranges.ts';
import type { Solver } from '../linear-program.ts';
import { rangeQuestions, violationsOf } from '../range-questions.ts';
import type { Answer } from '../range-target.ts';
import { type CheckResult, checkResult, type Finding, notCheckable } from '../report.ts';
import { type JoinedReleases, joinReleases, type Tie } from './join-releases.ts';
import type { AskedRange, JointQuestion, JointReading, JointSide } from './joint-side.ts';
import { narrowByTies } from './narrow-by-ties.ts';
import { toldToThePerson } from './single-points.ts';

/** B2, B3 and B4 once more, for somebody who has the release before too. */
export type JointReport = {
  readonly checks: readonly CheckResult[];
  readonly findings: readonly Finding[];
  readonly solutions: number;
};

const IDS = { B2: 'B2-both', B3: 'B3-both', B4: 'B4-both', B9: 'B9-both' } as const;

/**
 * Asks once more what may not follow from either of two releases, now of somebody who has both. A finding is what neither
 * tells by itself: what the release of now tells alone is found without this, and what the one before tells alone no
 * release can take back.
 *
 * @param ties what is known of a group then and a group now together
 * @param note who is taken to know the ties
 */
export async function checkJoint(
  then: JointSide,
  now: JointSide,
  ties: readonly Tie[],
  reading: JointReading,
  note: string,
  solver: Solver,
  limits: AuditLimits,
): Promise<JointReport> {
  const { minimum, attacker } = reading;
  const joined = joinReleases(then.bounded, now.bounded, ties);
  const { bounded } = joined;
  const isOpen = then.isWhole && now.isWhole;
  if (isOpen && !narrowByTies(bounded)) return contradiction();
  const asked = jointQuestions(then, now, ties, joined, reading);
  if (!isOpen)
    return undecided(asked, 'one of the releases alone contradicts itself or could not be read as sums');
  const audit = await auditRanges(
    bounded,
    asked.map(({ question }) => question.target),
    solver,
    limits,
  );
  if (!audit.isFeasible) return contradiction();
  const violated = asked.filter((_, a) => audit.answers[a]?.verdict === 'violated');
  const alone = {
    before: await askAlone(then, violated, 'before', minimum, attacker, solver, limits),
    after: await askAlone(now, violated, 'after', minimum, attacker, solver, limits),
  };
  const points = await toldToThePerson(bounded, then, now, violated, attacker, solver, limits);
  const findings: Finding[] = [...points.findings];
  let toldBefore = 0;
  for (const [a, each] of asked.entries()) {
    const answer = audit.answers[a];
    if (answer?.verdict !== 'violated') continue;
    const told = each.side === 'change' ? new Set<string>() : (alone[each.side].get(each.asked) ?? new Set());
    if (each.side === 'before' && told.size > 0) toldBefore += 1;
    findings.push(
      ...findingsOf(each, answer, then, now).filter(({ check }) => check !== IDS.B2 && !told.has(check)),
    );
  }
  const open = (id: Finding['check']): number =>
    asked.filter(
      (each, a) => idOf(each.question.check, each.side) === id && audit.answers[a]?.verdict === 'undecided',
    ).length;
  const carried = ties.filter(({ apart }) => apart > 0);
  const asChanges = carried.filter(({ origin }) => origin === null).length;
  const beyond = toldBefore === 0 ? note : `${note}; ${toldBefore} the release before told by itself`;
  return {
    checks: [
      checkResult(IDS.B2, findings, { undecided: open(IDS.B4) + points.undecided, note: beyond }),
      checkResult(IDS.B3, findings, { undecided: open(IDS.B3), note }),
      checkResult(IDS.B4, findings, { undecided: open(IDS.B4), note }),
      asChanges === 0 && carried.length > 0
        ? notCheckable(IDS.B9, 'both releases carry these figures from an older one')
        : checkResult(IDS.B9, findings, {
            undecided: open(IDS.B9),
            note: `changes behind ${asChanges} carried counts`,
          }),
    ],
    findings,
    solutions: audit.solutions + points.solutions,
  };
}

/** The lines of a release whose earlier one cannot be read together with it: who asked for that has no answer, so it is no pass. */
export function jointUnread(why: string): JointReport {
  return undecided([], why);
}

function undecided(asked: readonly JointQuestion[], note: string): JointReport {
  const count = Math.max(1, asked.length);
  return {
    checks: Object.values(IDS).map((id) => checkResult(id, [], { undecided: count, note })),
    findings: [],
    solutions: 0,
  };
}

/** Each release can be true, both cannot: a figure is said to be carried of persons of whom more came or went. */
function contradiction(): JointReport {
  const findings: Finding[] = [
    { check: IDS.B2, kind: 'releases_contradict', of: [], without: [], range: null },
  ];
  return {
    checks: Object.values(IDS).map((id) => checkResult(id, findings, { undecided: 1 })),
    findings,
    solutions: 0,
  };
}

function jointQuestions(
  then: JointSide,
  now: JointSide,
  ties: readonly Tie[],
  { bounded, thenNumbers, nowNumbers }: JoinedReleases,
  { minimum, attacker, few }: JointReading,
): readonly JointQuestion[] {
  const usual = rangeQuestions(minimum, bounded, attacker);
  const fewer = rangeQuestions(minimum - 1, bounded, attacker);
  const asked: JointQuestion[] = [];
  const known = new Set<string>();
  const put = (
    side: JointQuestion['side'],
    one: AskedRange,
    of: readonly number[],
    without: readonly number[],
  ) => {
    const text = `${one.check} ${of.toSorted((a, b) => a - b).join()} ${without.toSorted((a, b) => a - b).join()}`;
    if (known.has(text)) return;
    known.add(text);
    const isFew = side === 'after' && one.check === 'B4' && one.of.every((group) => few.has(group));
    const { questions, ask } = isFew ? fewer : usual;
    const before = questions.length;
    ask(one.check, one.kind, of, without);
    for (const question of questions.slice(before)) asked.push({ question, side, asked: one });
  };
  // Of the same persons, what is asked of now is not asked of then.
  for (const [side, questionsOf, numbers] of [
    ['after', now.questions, nowNumbers] as const,
    ['before', then.questions, thenNumbers] as const,
  ]) {
    const numberOf = (group: number): number => numbers[group] ?? 0;
    for (const one of questionsOf) put(side, one, one.of.map(numberOf), one.without.map(numberOf));
  }
  for (const tie of ties) {
    if (tie.apart === 0 || tie.origin !== null) continue;
    const [before, after] = [thenNumbers[tie.before] ?? 0, nowNumbers[tie.after] ?? 0];
    const change = { check: 'B3', of: [tie.after], without: [tie.before] } as const;
    put('change', { ...change, kind: 'few_more' }, [after], [before]);
    put('change', { ...change, kind: 'few_fewer' }, [before], [after]);
  }
  return asked;
}

/** Of questions that both releases together answer: what one answers by itself, as the checks that fail there. */
async function askAlone(
  { bounded, questions: own }: JointSide,
  violated: readonly JointQuestion[],
  side: 'before' | 'after',
  minimum: number,
  attacker: JointReading['attacker'],
  solver: Solver,
  limits: AuditLimits,
): Promise<ReadonlyMap<AskedRange, ReadonlySet<string>>> {
  const wanted = new Set(violated.filter((one) => one.side === side).map(({ asked }) => asked));
  const again = own.filter((one) => wanted.has(one));
  const { questions, ask } = rangeQuestions(minimum, bounded, attacker);
  const told = new Map<AskedRange, ReadonlySet<string>>();
  const askedBy: AskedRange[] = [];
  for (const one of again) {
    const before = questions.length;
    ask(one.check, one.kind, one.of, one.without);
    if (questions.length > before) askedBy.push(one);
  }
  if (questions.length === 0) return told;
  const quiet = { ...limits, onProgress: () => undefined };
  const { answers } = await auditRanges(
    bounded,
    questions.map(({ target }) => target),
    solver,
    quiet,
  );
  for (const [q, question] of questions.entries()) {
    const [answer, one] = [answers[q], askedBy[q]];
    if (answer?.verdict !== 'violated' || one === undefined) continue;
    const failing = violationsOf(question, answer, () => ({ table: '', key: {} }));
    told.set(one, new Set(failing.map(({ check }) => idOf(check, side))));
  }
  return told;
}

function findingsOf(
  { question, side, asked }: JointQuestion,
  answer: Answer,
  then: JointSide,
  now: JointSide,
): readonly Finding[] {
  const nameOf = (side === 'before' ? then : now).nameOf;
  const of = asked.of.map(nameOf);
  const without = asked.without.map(side === 'change' ? then.nameOf : nameOf);
  return violationsOf(question, answer, () => ({ table: '', key: {} })).map((found) => ({
    ...found,
    check: idOf(found.check, side),
    kind: side === 'before' ? `${found.kind}_then` : found.kind,
    of,
    without,
    range: asked.kind === 'few_fewer' ? { low: -answer.outer.high, high: -answer.outer.low } : found.range,
  }));
}

function idOf(check: Finding['check'], side: JointQuestion['side']): Finding['check'] {
  if (side === 'change') return IDS.B9;
  return check === 'B2' || check === 'B3' || check === 'B4' ? IDS[check] : check;
}
