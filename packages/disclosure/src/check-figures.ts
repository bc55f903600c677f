import { percentilesNearEarlier } from './carried-figures.ts';
import type { CheckedCells } from './check-input.ts';
import { findCell } from './check-input.ts';
import type { InputShare, ProtectInput } from './input.ts';
import type { Outcome } from './outcome.ts';
import type { Policy } from './policy.ts';

/**
 * Counts shown anew that are none of their group, of too few confirmed persons, or of too few for who supplied them (bar
 * B1). Looks at true counts and outcomes only; a carried count was checked when it was computed.
 */
export function countBadCounts(
  cells: CheckedCells,
  outcomes: ReadonlyMap<string, Outcome>,
  { counts, shares }: Policy,
): number {
  return [...cells.values()].filter(({ id, n, vouched, suppliedByOthers = null }) => {
    const outcome = outcomes.get(id);
    if (outcome?.status !== 'ok') return false;
    const isOwn = suppliedByOthers !== null && suppliedByOthers < counts.minimum;
    const least = isOwn ? Math.max(counts.minimum, shares.singleIssuerMinimum) : counts.minimum;
    return n < outcome.low || n > outcome.high || vouched < least;
  }).length;
}

/**
 * Shown shares that say all or none, or have a side below its minimum (bar B6). Looks at true counts and outcomes only;
 * a carried share is one of other persons, and was checked with them.
 */
export function countBadShares(
  shares: readonly InputShare[],
  outcomes: ReadonlyMap<string, Outcome>,
  cells: CheckedCells,
  policy: Policy,
): number {
  return shares.filter(({ id, numerator, denominator, suppliedByOthers }) => {
    const outcome = outcomes.get(id);
    if (outcome?.status !== 'ok') return false;
    const inside = findCell(cells, numerator).n;
    const { n: whole, vouched } = findCell(cells, denominator);
    const { minimumNumerator, minimumComplement } = policy.shares;
    const isWrong = inside / whole < outcome.low || inside / whole >= outcome.high;
    return (
      isWrong ||
      vouched < policy.counts.minimum ||
      (suppliedByOthers < policy.counts.minimum && vouched < policy.shares.singleIssuerMinimum) ||
      inside < minimumNumerator ||
      whole - inside < minimumComplement
    );
  }).length;
}

/**
 * Populations with a shown percentile that are too small, plus pairs of one variable that differ by a few persons (bar
 * B7), of this release or of this one and an earlier one. Every pair of this release is compared member by member.
 */
export function countBadPercentiles(
  input: ProtectInput,
  isShown: (id: string) => boolean,
  cells: CheckedCells,
): number {
  const {
    percentiles,
    policy,
    atoms: { weights },
  } = input;
  const { minimum } = policy.counts;
  const near = percentilesNearEarlier(input);
  const shown = percentiles
    .filter(({ id }) => isShown(id))
    .map(({ variable, population }) => ({ variable, cell: findCell(cells, population) }))
    .sort((a, b) => a.cell.n - b.cell.n);
  let bad =
    shown.filter(({ cell }) => cell.vouched < policy.percentiles.minimum).length +
    percentiles.filter(({ id }) => isShown(id) && near.has(id)).length;
  shown.forEach(({ variable, cell }, place) => {
    const members = new Set(cell.members);
    // Sorted by size: further on, sizes alone are at least the minimum apart.
    for (let next = place + 1; next < shown.length; next += 1) {
      const other = shown[next];
      if (other === undefined || other.cell.n - cell.n >= minimum) break;
      if (other.variable !== variable) continue;
      let shared = 0;
      for (const atom of other.cell.members) if (members.has(atom)) shared += weights[atom] ?? 0;
      const apart = cell.n + other.cell.n - 2 * shared;
      if (apart > 0 && apart < minimum) bad += 1;
    }
  });
  return bad;
}

/**
 * Percentiles that are shown anew as something else than the mean of enough ranks to the nearest base, or further from the
 * percentile itself than the policy allows (bar B7). A carried one was checked with the persons it is of.
 */
export function countSharpPercentiles(
  { percentiles, policy }: Pick<ProtectInput, 'percentiles' | 'policy'>,
  outcomeOf: (id: string, p: number) => Outcome | undefined,
): number {
  const { ranks, baseCents, largestErrorCents } = policy.percentiles;
  const figures = percentiles.flatMap(({ id, values }) => values.map((value) => ({ id, ...value })));
  return figures.filter(({ id, p, around }) => {
    const outcome = outcomeOf(id, p);
    if (outcome?.status !== 'ok') return false;
    const middle = (around.length - 1) / 2;
    const total = around.reduce(
      (sum, cents, place) => sum + (2 * Math.abs(place - middle) < ranks ? cents : 0),
      0,
    );
    const percentile = around[middle] ?? Number.NaN;
    // Each negation is also true of what is no number.
    return (
      outcome.value % baseCents !== 0 ||
      !(2 * Math.abs(total - ranks * outcome.value) <= ranks * baseCents) ||
      !(Math.abs(outcome.value - percentile) <= largestErrorCents) ||
      !(outcome.low <= percentile && percentile <= outcome.high)
    );
  }).length;
}
