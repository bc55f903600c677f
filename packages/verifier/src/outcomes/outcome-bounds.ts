import type { ReleaseLattice } from '@credlink/contracts';
import type { Fact } from '../audit-ranges.ts';
import { toldBy } from '../published-values.ts';
import { type Attacker, CEILING } from '../range.ts';
import type { OutcomeFigure, OutcomeGroups } from './outcome-groups.ts';

/** What single figures say of the groups, before anything is added or subtracted. */
export type OutcomeBounds = {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Groups whose count is shown, and hidden, somewhere. */
  readonly isShown: readonly boolean[];
  readonly isHidden: readonly boolean[];
  readonly facts: readonly Fact[];
};

/** A carried share is one of other persons than are in its groups now, so it says nothing of them. */
export function outcomeBounds(
  { count, figures }: OutcomeGroups,
  lattice: ReleaseLattice,
  attacker: Attacker,
): OutcomeBounds {
  const low = new Float64Array(count);
  const high = new Float64Array(count).fill(CEILING);
  const isShown = new Array<boolean>(count).fill(false);
  const isHidden = new Array<boolean>(count).fill(false);
  const rounding = {
    roundingBase: lattice.rounding.base,
    threshold: lattice.minimum,
    areZerosOpen: false,
    attacker,
  };
  const facts: Fact[] = [];
  for (const figure of figures) {
    const { cell, group, least } = figure;
    if (cell.unit === 'count') {
      if (cell.value === null) {
        isHidden[group] = true;
        continue;
      }
      const told = toldBy(cell.value, cell.status === 'carried', rounding);
      isShown[group] = true;
      const drift = cell.status === 'carried' ? lattice.minimum - 1 : 0;
      const floor = least <= told.high - drift ? least - drift : 0;
      low[group] = Math.max(low[group] ?? 0, told.low, floor);
      high[group] = Math.min(high[group] ?? 0, told.high);
    }
    if (cell.unit === 'share' && cell.status === 'ok') facts.push(...factsOfShare(figure, lattice.shares));
  }
  return { low, high, isShown, isHidden, facts };
}

/** The band, and that both sides and the whole pass their minimums. */
function factsOfShare(
  { cell, group, numerator, least }: OutcomeFigure,
  shares: ReleaseLattice['shares'],
): Fact[] {
  if (numerator === null || cell.low === null || cell.high === null) return [];
  const groups = [numerator, group];
  return [
    { groups, factors: [1, -cell.low], least: 0, most: Infinity },
    { groups, factors: [1, -cell.high], least: -Infinity, most: 0 },
    { groups, factors: [1, 0], least: shares.minimumNumerator, most: Infinity },
    { groups, factors: [-1, 1], least: shares.minimumComplement, most: Infinity },
    { groups, factors: [0, 1], least, most: Infinity },
  ];
}
