import type { CountAudit } from './audit-counts.ts';
import type { Binding } from './region.ts';

/** Shares whose bands are among the bounds. */
export function bandsAmong(
  binding: readonly Binding[],
  { shareOfFact }: Pick<CountAudit, 'shareOfFact'>,
): readonly string[] {
  return binding.flatMap((each) => ('fact' in each ? (shareOfFact.get(each.fact) ?? []) : []));
}

/** Groups that the bounds are of: their own, or that their figure is carried. What earlier releases said is not among it. */
export function quantitiesAmong(
  binding: readonly Binding[],
  { carriedOfFact }: Pick<CountAudit, 'carriedOfFact'>,
): readonly number[] {
  return binding.flatMap((each) =>
    'quantity' in each ? [each.quantity] : (carriedOfFact.get(each.fact) ?? []),
  );
}
