import type { ComputedCells } from '../compute/computed-cells.ts';
import { setComparison, without } from './compare-sets.ts';
import type { ShownRelease } from './shown-release.ts';

type SharePlaces = { readonly population: number; readonly numerator: number };

/** The sets of an earlier release beside those of today; sets by number, today's by the place of their cell. */
export type ReleaseSets = {
  readonly size: (set: number) => number;
  /** Equal for equal sets of persons, whatever release they are of. */
  readonly name: (set: number) => string;
  /** Persons who are in exactly one of the two. */
  readonly apart: (set: number, cell: number) => number;
  /** The same of those in a population and not in its numerator. */
  readonly outsideApart: (then: SharePlaces, now: SharePlaces) => number;
};

/** Many figures rest on the same sets, so what was compared once is remembered. */
export function releaseSets(
  { cells }: Pick<ComputedCells, 'cells'>,
  release: Pick<ShownRelease, 'sets' | 'overlaps' | 'nameOfSet'>,
): ReleaseSets {
  const compare = setComparison(release);
  const numbers = new Map<string, number>();
  const names = new Map<number, string>();
  const nobody = new Uint32Array();
  const then = (set: number): Uint32Array => {
    const atoms = release.sets.get(set);
    if (atoms === undefined) throw new RangeError('a figure of the ledger rests on a set it does not hold');
    return atoms;
  };
  const now = (cell: number): Uint32Array => cells[cell]?.atoms ?? nobody;
  const once = (key: string, count: () => number): number => {
    const found = numbers.get(key) ?? count();
    numbers.set(key, found);
    return found;
  };
  return {
    size: (set) => once(`${set}`, () => compare(then(set), nobody)),
    name(set) {
      const name = names.get(set) ?? release.nameOfSet(then(set));
      names.set(set, name);
      return name;
    },
    apart: (set, cell) => once(`${set} ${cell}`, () => compare(then(set), now(cell))),
    outsideApart: (before, after) =>
      once(`${before.population}-${before.numerator} ${after.population}-${after.numerator}`, () =>
        compare(
          without(then(before.population), then(before.numerator)),
          without(now(after.population), now(after.numerator)),
        ),
      ),
  };
}
