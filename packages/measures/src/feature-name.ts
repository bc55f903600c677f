import type { Amount, Condition } from './condition.ts';
import { quarters, type Span, spanName } from './span.ts';

/** Column names of the window features. The feature SQL defines these columns, the condition SQL reads them. */
export const EMPLOYED_MASK = 'employed_mask';
export const KEPT_MASK = 'kept_mask';
export const ALIGNED_MASK = 'aligned_mask';
export const TARGETED_MASK = 'targeted_mask';

export function sumName(sum: Extract<Amount, { kind: 'sum' }>): string {
  return `sum_${wageColumn(sum)}_${spanName(sum.span)}`;
}

/** The column of `person_quarter` that a sum adds up. */
export function wageColumn({
  prices,
  isBlurred,
}: Pick<Extract<Amount, { kind: 'sum' }>, 'prices' | 'isBlurred'>): string {
  return isBlurred === true ? `blurred_${prices}` : prices;
}

export function countName(span: Span): string {
  return `employed_count_${spanName(span)}`;
}

/** Group of the primary employer so many quarters after the anchor. */
export function groupName(offset: number): string {
  return `group_${spanName(quarters(offset))}`;
}

export function sectorName(offset: number): string {
  return `sector_${spanName(quarters(offset))}`;
}

export function employerTestName(test: Extract<Condition, { op: 'one_employer' }>): string {
  const part = (word: string, span: Span | null): string =>
    span === null ? '' : `_${word}_${spanName(span)}`;
  const every = test.every.map((offset) => `_and_${spanName(quarters(offset))}`).join('');
  return `employer${part('in', test.any)}${every}${part('not', test.none)}`;
}
