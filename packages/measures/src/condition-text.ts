import type { Amount, Condition } from './condition.ts';
import { type Span, spanName } from './span.ts';

/**
 * A condition as one line of text, for names of counts that must stay the same from release to release. Two
 * conditions are the same count exactly when their texts are equal.
 */
export function conditionText(condition: Condition): string {
  const nested = (parts: readonly Condition[]): string => parts.map(conditionText).join(' ');
  switch (condition.op) {
    case 'everybody':
    case 'has_alignment':
      return condition.op;
    case 'usable':
      return `usable(${condition.clock} ${spanName(condition.span)})`;
    case 'employed':
      return `employed(${condition.how} ${condition.clock} ${spanName(condition.span)})`;
    case 'employed_quarters':
      return `employed_quarters(${condition.atLeast} ${spanName(condition.span)})`;
    case 'kept_employer':
      return `kept_employer(${condition.how} ${spanName(condition.span)})`;
    case 'one_employer':
      return `one_employer(any ${spanText(condition.any)} every ${condition.every.join(',')} none ${spanText(condition.none)})`;
    case 'aligned':
    case 'targeted':
      return `${condition.op}(${spanName(condition.span)})`;
    case 'sector':
      return `sector(${condition.at} ${condition.sector})`;
    case 'amount':
      return `amount(${amountText(condition.amount)} ${condition.compare} ${condition.cents})`;
    case 'flag':
      return `flag(${condition.flag})`;
    case 'listed':
      return `listed(${condition.list} ${condition.code})`;
    case 'all':
    case 'either':
      return `${condition.op}(${nested(condition.of)})`;
    case 'not':
      return `not(${conditionText(condition.of)})`;
  }
}

/** An amount in the words of its definition, one text for each meaning. */
export function amountText(amount: Amount): string {
  return amount.kind === 'sum'
    ? `sum(${amount.prices} ${amount.clock} ${spanName(amount.span)})`
    : `change(${amountText(amount.before)} to ${amountText(amount.after)})`;
}

function spanText(span: Span | null): string {
  return span === null ? '-' : spanName(span);
}

/**
 * Splits a count of one sector into what is counted and the sector, so that the sectors of one population stand
 * beside their total in the lattice. `sector` is null where the condition names none.
 */
export function splitSector(condition: Condition): {
  readonly population: string;
  readonly sector: string | null;
} {
  if (condition.op !== 'all') return { population: conditionText(condition), sector: null };
  const sector = condition.of.find((part) => part.op === 'sector');
  if (sector === undefined) return { population: conditionText(condition), sector: null };
  const rest = condition.of.filter((part) => part !== sector);
  const [only] = rest;
  const population: Condition = rest.length === 1 && only !== undefined ? only : { op: 'all', of: rest };
  return { population: conditionText(population), sector: sector.sector };
}
