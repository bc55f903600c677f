import { type Catalogue, rejected } from '@credlink/contracts';
import type { CountElsewhere, Policy } from '@credlink/disclosure';
import { addressText } from '../ledger/shown-release.ts';
import type { ComputedCells } from './computed-cells.ts';

/**
 * The counts that the catalogue says other publishers show, as disclosure control takes them. Those of figures that the
 * calendar still closes are left out: nothing is published of such a group.
 *
 * @throws {AppError} `catalogue_invalid` for an address that no count of the cube has, `policy_invalid` beside a policy that
 * shows true counts
 */
export function countsElsewhere(
  { published_elsewhere: entries = [] }: Pick<Catalogue, 'published_elsewhere'>,
  { cells, figures }: Pick<ComputedCells, 'cells' | 'figures'>,
  { counts }: Policy,
): readonly CountElsewhere[] {
  if (entries.length === 0) return [];
  if (counts.base === 1) {
    throw rejected(
      'policy_invalid',
      'The catalogue names counts that other publishers show; they are reckoned with where counts are rounded. Order the release under a policy with rounded counts.',
    );
  }
  const countAt = new Map(
    figures.flatMap((figure) => (figure.unit === 'count' ? [[addressText(figure), figure] as const] : [])),
  );
  return entries.flatMap((entry, place) => {
    const figure = countAt.get(addressText({ ...entry, variant: entry.variant ?? '' }));
    const cell = cells[figure?.population ?? -1];
    if (figure === undefined || cell === undefined) {
      throw rejected(
        'catalogue_invalid',
        `Entry ${place + 1} of published_elsewhere in the catalogue has no count at its address in any table; correct or remove it.`,
        { entry: place + 1 },
      );
    }
    return figure.calendar === 'open' ? [{ population: cell.population, key: cell.key }] : [];
  });
}
