import type { Amount, Condition } from './condition.ts';

/** All conditions inside a condition, itself included. */
export function conditionsIn(condition: Condition): readonly Condition[] {
  switch (condition.op) {
    case 'all':
    case 'either':
      return [condition, ...condition.of.flatMap(conditionsIn)];
    case 'not':
      return [condition, ...conditionsIn(condition.of)];
    default:
      return [condition];
  }
}

/** The plain sums an amount is made of. */
export function sumsIn(amount: Amount): readonly Extract<Amount, { kind: 'sum' }>[] {
  return amount.kind === 'sum' ? [amount] : [...sumsIn(amount.after), ...sumsIn(amount.before)];
}
