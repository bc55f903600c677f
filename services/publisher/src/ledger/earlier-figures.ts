import type {
  EarlierCell,
  EarlierFigure,
  EarlierGroup,
  EarlierPercentile,
  EarlierRelease,
  EarlierShare,
  Policy,
} from '@credlink/disclosure';
import type { ComputedCells, ComputedFigure } from '../compute/computed-cells.ts';
import { cellId, percentilesId, percentOf, shareId } from '../compute/protect-input.ts';
import { closePercentiles } from './close-percentiles.ts';
import { type ReleaseSets, releaseSets } from './release-sets.ts';
import { addressText, type RememberedSets, type ShownFigure, type ShownRelease } from './shown-release.ts';

/**
 * What earlier releases said of the figures that have an address today, hidden counts included, as disclosure control
 * takes it. A figure that a release carried stands under the release that computed it; beside it stands who was in the
 * group when it was carried.
 *
 * @param earlier oldest first; taken one by one, so that the sets of one are in memory at a time
 */
export async function earlierFigures(
  computed: Pick<ComputedCells, 'cells' | 'figures' | 'distributions'>,
  earlier: AsyncIterable<ShownRelease>,
  policy: Policy,
): Promise<readonly EarlierRelease[]> {
  const open = computed.figures
    .filter(({ calendar }) => calendar === 'open')
    .map((figure) => [addressText(figure), figure] as const);
  const releases: EarlierRelease[] = [];
  for await (const release of earlier) {
    const sets = releaseSets(computed, release);
    const cells = new Map<string, EarlierCell>();
    const shares = new Map<string, EarlierShare>();
    const percentiles = new Map<string, Omit<EarlierPercentile, 'near'>>();
    for (const [address, figure] of open) {
      const shown = release.figures.get(address);
      if (figure.unit === 'count') {
        const kept = release.kept.get(address);
        const remembered = shown ?? release.hidden.get(address) ?? kept;
        const cell = remembered && earlierCell(computed, sets, figure, remembered, shown);
        const keeps = kept === undefined ? {} : { keeps: kept.asOf };
        if (cell !== undefined) cells.set(cellId(figure.population), { ...cell, ...keeps });
      } else if (shown !== undefined && figure.unit === 'share') {
        const share = earlierShare(sets, figure, shown);
        if (share !== null) shares.set(share.id, share);
      } else if (shown !== undefined) {
        const percentile = earlierPercentile(sets, figure, shown);
        if (percentile !== null) percentiles.set(`${percentile.id} ${percentile.p}`, percentile);
      }
    }
    const near = closePercentiles(computed, release, sets, policy);
    releases.push({
      id: release.publishedId,
      cells: [...cells.values()],
      shares: [...shares.values()],
      percentiles: [...percentiles.values()].map((one) => ({ ...one, near: near(one.id) })),
    });
  }
  return releases;
}

function earlierCell(
  { cells }: Pick<ComputedCells, 'cells'>,
  sets: ReleaseSets,
  figure: ComputedFigure,
  remembered: RememberedSets,
  shown: ShownFigure | undefined,
): EarlierCell | undefined {
  const cell = cells[figure.population];
  return (
    cell && {
      population: cell.population,
      key: cell.key,
      shown: shown === undefined ? null : shownOf(shown, 1),
      ...groupOf(sets, remembered.population, figure.population),
      rosterApart: sets.apart(remembered.roster, figure.roster),
    }
  );
}

function earlierShare(sets: ReleaseSets, figure: ComputedFigure, shown: ShownFigure): EarlierShare | null {
  if (figure.numerator === null || shown.numerator === null) return null;
  return {
    id: shareId(figure),
    shown: shownOf(shown, 1),
    numerator: groupOf(sets, shown.numerator, figure.numerator),
    denominator: groupOf(sets, shown.population, figure.population),
    outsideApart: sets.outsideApart(
      { population: shown.population, numerator: shown.numerator },
      { population: figure.population, numerator: figure.numerator },
    ),
    rosterApart: sets.apart(shown.roster, figure.roster),
  };
}

const CENTS_PER_DOLLAR = 100;

function earlierPercentile(
  sets: ReleaseSets,
  figure: ComputedFigure,
  shown: ShownFigure,
): Omit<EarlierPercentile, 'near'> | null {
  if (figure.distribution === null || figure.share === null) return null;
  return {
    id: percentilesId(figure.distribution),
    p: percentOf(figure.share),
    shown: shownOf(shown, CENTS_PER_DOLLAR),
    apart: sets.apart(shown.population, figure.population),
    rosterApart: sets.apart(shown.roster, figure.roster),
  };
}

function groupOf(sets: ReleaseSets, set: number, cell: number): EarlierGroup {
  return { n: sets.size(set), set: sets.name(set), apart: sets.apart(set, cell) };
}

function shownOf({ value, low, high, least }: ShownFigure, unit: number): EarlierFigure {
  return {
    value: value * unit,
    low: low * unit,
    high: high * unit,
    ...(least === null ? {} : { least }),
  };
}
