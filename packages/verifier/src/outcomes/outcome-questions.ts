import type { CellAddress } from '../published-values.ts';
import type { Attacker } from '../range.ts';
import { type RangeQuestion, rangeQuestions } from '../range-questions.ts';
import type { OutcomeBounds } from './outcome-bounds.ts';
import type { OutcomeGroups } from './outcome-groups.ts';

/** Every hidden count; hidden parts of totals; differences of a shown count and a shown part of it. */
export function outcomeQuestions(
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

/** What a group is called in findings: by its count. */
export function outcomeNames({ figures }: OutcomeGroups): (group: number) => CellAddress {
  const names = new Map(
    figures
      .filter(({ cell }) => cell.unit === 'count')
      .map(({ cell: { table, key, measure }, group }) => [group, { table, key: { ...key, measure } }]),
  );
  return (group) => names.get(group) ?? { table: '', key: {} };
}
