import type { EarlierCell, EarlierPercentile, EarlierShare } from './input.ts';
import type { SetChange } from './rules/carry.ts';

/** How far the persons of an earlier figure are from those at its address now. */
export type FigureChange = SetChange & { readonly roster: number };

export function changeOfCount({
  apart,
  rosterApart,
}: Pick<EarlierCell, 'apart' | 'rosterApart'>): FigureChange {
  return { population: apart, inside: null, outside: null, roster: rosterApart ?? apart };
}

export function changeOfShare({
  numerator,
  denominator,
  outsideApart,
  rosterApart,
}: EarlierShare): FigureChange {
  return {
    population: denominator.apart,
    inside: numerator.apart,
    outside: outsideApart,
    roster: rosterApart,
  };
}

export function changeOfPercentile({ apart, rosterApart }: EarlierPercentile): FigureChange {
  return { population: apart, inside: null, outside: null, roster: rosterApart };
}
