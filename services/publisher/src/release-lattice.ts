import type { Catalogue, ReleaseLattice } from '@credlink/contracts';
import type { Policy } from '@credlink/disclosure';
import { latticeSections } from '@credlink/measures';
import type { ComputedCells } from './compute/computed-cells.ts';
import { withTrueSums } from './true-sums.ts';

const CENTS_PER_DOLLAR = 100;

/**
 * The lattice document of a release. It follows from the catalogue and the policy, but for what `withTrueSums` takes
 * back; what the policy keeps to itself (concentration) is not in it.
 */
export function releaseLattice(
  catalogue: Catalogue,
  { counts, shares, percentiles }: Policy,
  computed: Pick<ComputedCells, 'cells' | 'figures'>,
): ReleaseLattice {
  return {
    version: 2,
    minimum: counts.minimum,
    rounding: { base: counts.base, mode: 'nearest' },
    shares: {
      minimumNumerator: shares.minimumNumerator,
      minimumComplement: shares.minimumComplement,
      singleIssuerMinimum: shares.singleIssuerMinimum,
      bands: shares.bands.map(({ atLeast, points }) => ({ atLeast, points })),
    },
    percentiles: {
      minimum: percentiles.minimum,
      base: percentiles.baseCents / CENTS_PER_DOLLAR,
      ranks: percentiles.ranks,
      largestError: percentiles.largestErrorCents / CENTS_PER_DOLLAR,
    },
    sections: withTrueSums(latticeSections(catalogue), computed),
  };
}
