import type { EarlierCell, EarlierPercentile, EarlierShare } from './input.ts';
import type { RestatedChange } from './rules/carry.ts';

/** How far the persons of an earlier figure are from those at its address now. */
export type FigureChange = RestatedChange;

export function changeOfCount({
  apart,
  rosterApart,
}: Pick<EarlierCell, 'apart' | 'rosterApart'>): FigureChange {
  return { population: apart, inside: null, outside: null, roster: rosterApart ?? apart, revised: 0 };
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
    revised: 0,
  };
}

/** @param revised persons of the population of now whose values were revised */
export function changeOfPercentile({ apart, rosterApart }: EarlierPercentile, revised: number): FigureChange {
  return { population: apart, inside: null, outside: null, roster: rosterApart, revised };
}
