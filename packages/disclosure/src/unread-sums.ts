import type { EarlierRelease } from './input.ts';
import type { Lattice } from './lattice.ts';

/**
 * Claim: what earlier releases told is only said to be reckoned with where all of it was. An earlier release may have had a
 * count of a total and of some of its parts, and none of a part that there is now (a cohort that had not closed, a new
 * credential). Readers knew how that total added up then; the count system, which adds up by the parts of now, leaves the sum
 * out.
 *
 * @returns how many sums of earlier releases are left out so
 */
export function countUnreadSums(lattice: Lattice, earlier: readonly EarlierRelease[]): number {
  return earlier.reduce((count, { cells }) => {
    const counted = new Set(cells.map(({ population, key }) => lattice.groupAt(population, key)));
    const unread = lattice.relations.filter(
      ({ parent, children }) =>
        counted.has(parent) &&
        children.some((child) => counted.has(child)) &&
        children.some((child) => child < lattice.named && !counted.has(child)),
    );
    return count + unread.length;
  }, 0);
}
