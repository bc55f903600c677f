import type { CountAudit } from './audit-counts.ts';
import type { Binding } from './region.ts';

/** Shares whose bands are among the bounds. */
export function bandsAmong(
  binding: readonly Binding[],
  { shareOfFact }: Pick<CountAudit, 'shareOfFact'>,
): readonly string[] {
  return binding.flatMap((each) => ('fact' in each ? (shareOfFact.get(each.fact) ?? []) : []));
}

/** Quantities that the bounds are of; of a fact all its parts: those of carrying are the group now and what it was. */
export function quantitiesAmong(
  binding: readonly Binding[],
  { facts }: Pick<CountAudit['model'], 'facts'>,
): readonly number[] {
  return binding.flatMap((each) => ('quantity' in each ? [each.quantity] : (facts[each.fact]?.parts ?? [])));
}
