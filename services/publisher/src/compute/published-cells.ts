import type { PublishedCell } from '@credlink/contracts';
import type { Protection, Released, ReleasedFigure } from '@credlink/disclosure';
import type { ComputedCells, ComputedFigure } from './computed-cells.ts';
import { cellId, percentilesId, percentOf, shareId } from './protect-input.ts';

const NO_FIGURE = { value: null, low: null, high: null, asOf: null };

type Shown = { readonly value: number; readonly low: number; readonly high: number };

/**
 * The released cells as readers see them, one for each figure of the cube, in its order. What the calendar closes
 * says so; everything else is as disclosure control decided: shown, carried from an earlier release, or suppressed.
 */
export function publishedCells(
  { figures }: Pick<ComputedCells, 'figures'>,
  protection: Released<Protection>,
): PublishedCell[] {
  const released = new Map<string, Omit<ReleasedFigure, 'id'>>([
    ...[...protection.cells, ...protection.shares].map((figure) => [figure.id, figure] as const),
    ...protection.percentiles.flatMap(({ id, values }) =>
      values.map((figure) => [`${id} ${figure.p}`, figure] as const),
    ),
  ]);
  return figures.map((figure) => {
    const { table, key, measure, variant, unit, calendar } = figure;
    const address = { table, measure, variant, key, unit };
    if (calendar !== 'open') return { ...address, status: calendar, ...NO_FIGURE };
    const { outcome, from: asOf = null } = released.get(outcomeId(figure)) ?? {};
    if (outcome === undefined || outcome.status === 'suppressed') {
      return { ...address, status: 'suppressed', ...NO_FIGURE };
    }
    const { status } = outcome;
    if ((status === 'carried') !== (asOf !== null))
      throw new RangeError('a carried figure names its release');
    return { ...address, status, ...(unit === 'usd' ? wholeDollars(outcome) : shownOf(outcome)), asOf };
  });
}

function outcomeId(figure: ComputedFigure): string {
  switch (figure.unit) {
    case 'count':
      return cellId(figure.population);
    case 'share':
      return shareId(figure);
    case 'usd':
      return `${percentilesId(figure.distribution ?? -1)} ${percentOf(figure.share ?? 0)}`;
  }
}

function shownOf({ value, low, high }: Shown): Shown {
  return { value, low, high };
}

function wholeDollars({ value, low, high }: Shown): Shown {
  return {
    value: Math.round(value / 100),
    low: Math.floor(low / 100),
    high: Math.ceil(high / 100),
  };
}
