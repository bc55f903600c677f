import type { EarlierCell, EarlierRelease } from '@credlink/disclosure';
import type { ComputedCells, ComputedFigure } from '../compute/computed-cells.ts';
import { cellId } from '../compute/protect-input.ts';
import { setComparison } from './compare-sets.ts';
import { addressText, type RememberedSets, type ShownRelease } from './shown-release.ts';

/**
 * What earlier releases said of the counts that have an address today, hidden ones included, as disclosure control
 * takes it. A figure that a release carried stands under the release that computed it.
 *
 * @param earlier oldest first; taken one by one, so that the sets of one are in memory at a time
 */
export async function earlierCounts(
  { cells, figures }: Pick<ComputedCells, 'cells' | 'figures'>,
  earlier: AsyncIterable<ShownRelease>,
): Promise<readonly EarlierRelease[]> {
  const open = figures
    .filter(({ calendar, unit }) => calendar === 'open' && unit === 'count')
    .map((figure) => [addressText(figure), figure] as const);
  const releases: EarlierRelease[] = [];
  for await (const release of earlier) {
    const describe = describeSets(cells, release);
    const found = new Map<string, EarlierCell>();
    for (const [address, figure] of open) {
      const shown = release.figures.get(address);
      const remembered = shown ?? release.hidden.get(address);
      const cell = cells[figure.population];
      if (remembered === undefined || cell === undefined) continue;
      found.set(cellId(cell.id), {
        population: cell.population,
        key: cell.key,
        shown: shown === undefined ? null : { value: shown.value, low: shown.low, high: shown.high },
        ...describe(remembered, figure),
      });
    }
    releases.push({ id: release.publishedId, cells: [...found.values()] });
  }
  return releases;
}

type Described = Pick<EarlierCell, 'n' | 'set' | 'apart' | 'rosterApart'>;

function describeSets(
  cells: ComputedCells['cells'],
  release: ShownRelease,
): (remembered: RememberedSets, figure: ComputedFigure) => Described {
  const compare = setComparison(release);
  const then = (set: number): Uint32Array => {
    const atoms = release.sets.get(set);
    if (atoms === undefined) throw new RangeError('a figure of the ledger rests on a set it does not hold');
    return atoms;
  };
  const now = (cell: number): Uint32Array => cells[cell]?.atoms ?? new Uint32Array();
  const nobody = new Uint32Array();
  return ({ population, roster }, figure) => {
    const persons = then(population);
    return {
      n: compare(persons, nobody),
      set: release.nameOfSet(persons),
      apart: compare(persons, now(figure.population)),
      rosterApart: compare(then(roster), now(figure.roster)),
    };
  };
}
