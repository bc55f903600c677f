import type { CellAddress } from './published-values.ts';
import type { Attacker } from './range.ts';
import { type Answer, type Form, outerRange, RangeTarget } from './range-target.ts';
import type { Finding } from './report.ts';
import { noSmallRemainder } from './rules/no-small-remainder.ts';
import { wideRange } from './rules/wide-range.ts';

/** What is asked of the solver: why, and in which words a violation is told. */
export type RangeQuestion = {
  readonly check: 'B3' | 'B4';
  readonly kind: string;
  readonly of: readonly number[];
  readonly without: readonly number[];
  readonly target: RangeTarget;
};

export type AskRange = (
  check: RangeQuestion['check'],
  kind: string,
  of: readonly number[],
  without: readonly number[],
) => void;

/**
 * A list of questions and what adds to it. A remainder that bounds alone already settle is not asked; the range of a hidden
 * count always is, for its width is reported.
 */
export function rangeQuestions(
  minimum: number,
  { low, high }: { readonly low: Float64Array; readonly high: Float64Array },
  attacker: Attacker,
): { readonly questions: readonly RangeQuestion[]; readonly ask: AskRange } {
  const questions: RangeQuestion[] = [];
  const ask: AskRange = (check, kind, of, without) => {
    const form: Form = { groups: [...of, ...without], signs: [...of.map(() => 1), ...without.map(() => -1)] };
    const rule = check === 'B4' ? wideRange(minimum) : noSmallRemainder(minimum);
    const target = new RangeTarget(form, rule, outerRange(form, low, high), attacker);
    if (check === 'B4' || target.state !== 'safe') questions.push({ check, kind, of, without, target });
  };
  return { questions, ask };
}

/** What a violated question is told as; a range of one point is a derivation too. */
export function violationsOf(
  { check, kind, of, without }: RangeQuestion,
  { outer }: Answer,
  nameOf: (group: number) => CellAddress,
): readonly Finding[] {
  const found = { of: of.map(nameOf), without: without.map(nameOf), range: outer };
  const told: Finding[] = [{ check, kind, ...found }];
  if (check === 'B4' && outer.low === outer.high) told.push({ check: 'B2', kind: 'single_point', ...found });
  return told;
}
