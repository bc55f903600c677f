import { isCarried, isCarriedInRestatement, type Policy, type SetChange } from '@credlink/disclosure';
import type { ComputedCells, ComputedFigure } from '../compute/computed-cells.ts';
import { type SetComparison, setComparison, without } from './compare-sets.ts';
import { addressText, type ShownFigure, type ShownRelease } from './shown-release.ts';

/** A figure that keeps the value of an earlier release. */
export type CarriedFigure = {
  readonly asOf: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
};

/** By address. */
export type CarriedFigures = ReadonlyMap<string, CarriedFigure>;

export const NOTHING_CARRIED: CarriedFigures = new Map();

/**
 * Shares and percentiles that must keep a value readers have seen, because too few persons came or went since. Where
 * several earlier releases are that close, the newest counts. Of counts `protect` decides.
 *
 * @param earlier oldest first; taken one by one, so that one at a time is in memory
 */
export async function carryFigures(
  computed: Pick<ComputedCells, 'cells' | 'figures'>,
  earlier: AsyncIterable<ShownRelease>,
  policy: Policy,
  isRestatement: boolean,
): Promise<CarriedFigures> {
  const carried = new Map<string, CarriedFigure>();
  const open = computed.figures
    .filter(({ calendar, unit }) => calendar === 'open' && unit !== 'count')
    .map((figure) => [addressText(figure), figure] as const);
  for await (const release of earlier) {
    const changeOf = changeSince(computed, release);
    for (const [address, figure] of open) {
      const shown = release.figures.get(address);
      if (shown === undefined) continue;
      const isKept = isRestatement
        ? isCarriedInRestatement(changeOf.roster(shown, figure), policy)
        : isCarried(changeOf.figure(shown, figure), policy);
      const { value, low, high } = shown;
      if (isKept) carried.set(address, { asOf: release.publishedId, value, low, high });
    }
  }
  return carried;
}

type Changes = {
  readonly figure: (shown: ShownFigure, figure: ComputedFigure) => SetChange;
  readonly roster: (shown: ShownFigure, figure: ComputedFigure) => number;
};

function changeSince({ cells }: Pick<ComputedCells, 'cells'>, release: ShownRelease): Changes {
  const compare = remembered(setComparison(release));
  const then = (set: number): Uint32Array => {
    const atoms = release.sets.get(set);
    if (atoms === undefined) throw new RangeError('a figure of the ledger rests on a set it does not hold');
    return atoms;
  };
  const now = (cell: number): Uint32Array => cells[cell]?.atoms ?? new Uint32Array();
  const whole = (set: number, cell: number): number =>
    compare(`${set} ${cell}`, () => [then(set), now(cell)]);
  return {
    roster: (shown, figure) => whole(shown.roster, figure.roster),
    figure: (shown, figure) => {
      const population = whole(shown.population, figure.population);
      if (shown.numerator === null || figure.numerator === null) {
        return { population, inside: null, outside: null };
      }
      const [set, cell] = [shown.numerator, figure.numerator];
      const sides = `${shown.population}-${set} ${figure.population}-${cell}`;
      return {
        population,
        inside: whole(set, cell),
        outside: compare(sides, () => [
          without(then(shown.population), then(set)),
          without(now(figure.population), now(cell)),
        ]),
      };
    },
  };
}

/** Many figures rest on the same sets. */
function remembered(
  compare: SetComparison,
): (name: string, sets: () => readonly [Uint32Array, Uint32Array]) => number {
  const known = new Map<string, number>();
  return (name, sets) => {
    const found = known.get(name) ?? compare(...sets());
    known.set(name, found);
    return found;
  };
}
