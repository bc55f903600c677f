import type { PublishedCell } from '@credlink/contracts';
import type { Protection, Released } from '@credlink/disclosure';
import type { CarriedFigures } from '../ledger/carry-figures.ts';
import { addressText } from '../ledger/shown-release.ts';
import type { ComputedCells, ComputedFigure } from './computed-cells.ts';
import { cellId, percentilesId, shareId } from './protect-input.ts';

const NO_FIGURE = { value: null, low: null, high: null, asOf: null };

type Shown = { readonly value: number; readonly low: number; readonly high: number };

/**
 * The released cells as readers see them, one for each figure of the cube, in its order. What the calendar closes
 * says so; a share or a percentile that must keep an earlier value is carried; everything else is shown as disclosure control lets it, or
 * suppressed. A carried figure is what readers have: it is shown whatever is decided about its neighbours.
 */
export function publishedCells(
  { figures }: Pick<ComputedCells, 'figures'>,
  protection: Released<Protection>,
  carried: CarriedFigures,
): PublishedCell[] {
  const outcomes = new Map([
    ...[...protection.cells, ...protection.shares].map(({ id, outcome }) => [id, outcome] as const),
    ...protection.percentiles.flatMap(({ id, values }) =>
      values.map(({ p, outcome }) => [`${id} ${p}`, outcome] as const),
    ),
  ]);
  const keptCounts = new Map(
    protection.cells.flatMap(({ id, from }) => (from === undefined ? [] : [[id, from]])),
  );
  return figures.map((figure) => {
    const { table, key, measure, variant, unit, calendar } = figure;
    const address = { table, measure, variant, key, unit };
    if (calendar !== 'open') return { ...address, status: calendar, ...NO_FIGURE };
    const kept = carried.get(addressText(figure));
    if (kept !== undefined) return { ...address, status: 'carried', ...kept };
    const outcome = outcomes.get(outcomeId(figure));
    if (outcome === undefined || outcome.status === 'suppressed') {
      return { ...address, status: 'suppressed', ...NO_FIGURE };
    }
    if (outcome.status === 'carried') {
      const asOf = keptCounts.get(outcomeId(figure));
      if (asOf === undefined) throw new RangeError('a carried count without its release');
      return { ...address, status: 'carried', ...shownOf(outcome), asOf };
    }
    const shown = unit === 'usd' ? wholeDollars(outcome) : shownOf(outcome);
    return { ...address, status: 'ok', ...shown, asOf: null };
  });
}

function outcomeId(figure: ComputedFigure): string {
  switch (figure.unit) {
    case 'count':
      return cellId(figure.population);
    case 'share':
      return shareId(figure);
    case 'usd':
      return `${percentilesId(figure.distribution ?? -1)} ${Math.round((figure.share ?? 0) * 100)}`;
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
