import type { Amount, Condition } from './condition.ts';
import {
  ALIGNED_MASK,
  countName,
  EMPLOYED_MASK,
  employerTestName,
  KEPT_MASK,
  sectorName,
  sumName,
  TARGETED_MASK,
} from './feature-name.ts';
import { baseSql } from './span.ts';
import { text } from './sql-dialect.ts';
import { maskTest } from './window-mask.ts';

/** The complete wage quarters: outside them nothing is known. */
export type WageSpan = { readonly firstQuarter: number; readonly lastCompleteQuarter: number };

/** One fixed-point unit of a wage sum: 1/10,000 cent, so that real wages add up exactly in any order. */
export const UNITS_PER_CENT = 10_000;

/** The SQL of an amount over a row of unit features, in units of 1/10,000 cent (BIGINT). */
export function amountSql(amount: Amount): string {
  return amount.kind === 'sum'
    ? `${amount.clock}_${sumName(amount)}`
    : `(${amountSql(amount.after)} - ${amountSql(amount.before)})`;
}

/** The SQL of a condition over a row of unit features. Never null. */
export function conditionSql(condition: Condition, wageSpan: WageSpan): string {
  const nested = (part: Condition): string => conditionSql(part, wageSpan);
  switch (condition.op) {
    case 'everybody':
      return 'true';
    case 'usable': {
      const base = baseSql(condition.span, `${condition.clock}_quarter`);
      return `(${base} + ${condition.span.from} >= ${wageSpan.firstQuarter} AND ${base} + ${condition.span.to} <= ${wageSpan.lastCompleteQuarter})`;
    }
    case 'employed':
      return maskTest(`${condition.clock}_${EMPLOYED_MASK}`, condition.how, condition.span);
    case 'employed_quarters':
      return `anchor_${countName(condition.span)} >= ${condition.atLeast}`;
    case 'kept_employer':
      return maskTest(`anchor_${KEPT_MASK}`, condition.how, condition.span);
    case 'one_employer':
      return `anchor_${employerTestName(condition)}`;
    case 'aligned':
      return maskTest(ALIGNED_MASK, 'any', condition.span);
    case 'has_alignment':
      return 'has_alignment';
    case 'targeted':
      return maskTest(TARGETED_MASK, 'any', condition.span);
    case 'sector':
      return `anchor_${sectorName(condition.at)} = ${text(condition.sector)}`;
    case 'amount':
      return `${amountSql(condition.amount)} ${condition.compare} ${BigInt(condition.cents) * BigInt(UNITS_PER_CENT)}`;
    case 'flag':
      return condition.flag;
    case 'listed':
      return `contains(${condition.list}, ${text(`|${condition.code}|`)})`;
    case 'all':
      return `(${condition.of.map(nested).join(' AND ')})`;
    case 'either':
      return `(${condition.of.map(nested).join(' OR ')})`;
    case 'not':
      return `NOT (${nested(condition.of)})`;
  }
}
