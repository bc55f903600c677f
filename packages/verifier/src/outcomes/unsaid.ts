import type { ReleaseLattice } from '@credlink/contracts';

/** What a lattice of version 1 may leave out, and is not checked then; said beside the result of the check. */
export type Unsaid = { readonly suppliers: string; readonly ends: string };

export function unsaidBy({ shares, percentiles, sections }: ReleaseLattice): Unsaid {
  const areSuppliersSaid =
    shares.singleIssuerMinimum !== undefined &&
    sections.every(
      ({ keys, figures }) =>
        keys.every(({ hasOneSupplier }) => hasOneSupplier !== undefined) &&
        figures.every(({ isOfSome }) => isOfSome !== undefined),
    );
  return {
    suppliers: areSuppliersSaid ? '' : 'single suppliers: not checked, the lattice leaves them out',
    ends: percentiles.largestError === undefined ? 'ends: not checked, the lattice leaves them out' : '',
  };
}

/** Notes of one check, without those that say nothing. */
export function joinNotes(...notes: readonly string[]): string {
  return notes.filter((note) => note !== '').join('; ');
}
