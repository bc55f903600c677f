import type { CheckedCells } from './check-input.ts';
import { findCell } from './check-input.ts';
import { groupName } from './group.ts';
import {
  DEFAULT_TOTAL,
  type EarlierCell,
  type InputPercentiles,
  type InputShare,
  type ProtectInput,
} from './input.ts';
import type { Outcome } from './outcome.ts';
import type { Policy } from './policy.ts';
import { isKept } from './rules/carry.ts';

/** Shown shares that say all or none, or have a side below its minimum (bar B6). Looks at true counts and outcomes only. */
export function countBadShares(
  shares: readonly InputShare[],
  outcomes: ReadonlyMap<string, Outcome>,
  cells: CheckedCells,
  policy: Policy,
): number {
  return shares.filter(({ id, numerator, denominator }) => {
    const outcome = outcomes.get(id);
    if (outcome === undefined || outcome.status === 'suppressed') return false;
    const inside = findCell(cells, numerator).n;
    const { n: whole, vouched } = findCell(cells, denominator);
    const { minimumNumerator, minimumComplement } = policy.shares;
    const isWrong = inside / whole < outcome.low || inside / whole >= outcome.high;
    return (
      isWrong ||
      vouched < policy.counts.minimum ||
      inside < minimumNumerator ||
      whole - inside < minimumComplement
    );
  }).length;
}

/**
 * Populations with a shown percentile that are too small, plus pairs of one variable that differ by a few persons (bar
 * B7). Every pair is compared member by member.
 */
export function countBadPercentiles(
  percentiles: readonly InputPercentiles[],
  isShown: (id: string) => boolean,
  cells: CheckedCells,
  policy: Policy,
  weights: Uint32Array,
): number {
  const { minimum } = policy.counts;
  const shown = percentiles
    .filter(({ id }) => isShown(id))
    .map(({ variable, population }) => ({ variable, cell: findCell(cells, population) }))
    .sort((a, b) => a.cell.n - b.cell.n);
  let bad = shown.filter(({ cell }) => cell.vouched < policy.percentiles.minimum).length;
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
 * Shown counts that differ from what an earlier release showed although fewer than the minimum of persons came or went
 * since (bar B9); of several such releases the newest counts.
 */
export function countChanged(
  { cells, dimensions, earlier, policy, restates = false }: ProtectInput,
  figures: readonly { readonly id: string; readonly outcome: Outcome }[],
): number {
  const outcomes = new Map(figures.map(({ id, outcome }) => [id, outcome]));
  const addressOf = (population: string, key: Readonly<Record<string, string>>) =>
    groupName(
      population,
      Object.fromEntries(
        Object.entries(key).filter(([name, code]) => (dimensions[name]?.total ?? DEFAULT_TOTAL) !== code),
      ),
    );
  const last = new Map<string, EarlierCell>();
  for (const release of earlier) {
    for (const cell of release.cells) {
      if (cell.shown === null || !isKept(cell, restates, policy)) continue;
      last.set(addressOf(cell.population, cell.key), cell);
    }
  }
  return cells.filter(({ id, population, key }) => {
    const before = last.get(addressOf(population, key));
    const outcome = outcomes.get(id);
    if (before === undefined || before.shown === null) return false;
    return outcome !== undefined && outcome.status !== 'suppressed' && outcome.value !== before.shown.value;
  }).length;
}
