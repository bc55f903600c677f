import type { Findings } from './check-list.ts';
import type { ShownShare } from './share-ranges.ts';

/** What a policy's method decided about a lattice, before anything is written down as released. */
export type ProtectedLattice = {
  /** One flag per group: its count is shown. */
  readonly isShown: readonly boolean[];
  readonly shares: readonly ShownShare[];
  readonly findings: Pick<Findings, 'method' | 'derivable' | 'smallRemainders' | 'narrow'>;
};
