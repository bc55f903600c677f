import type { Findings } from './check-list.ts';
import type { CarriedCount } from './count-system.ts';
import type { ShownShare } from './share-ranges.ts';

/** What the audit of ranges looked at and spent. */
export type LatticeAudit = {
  readonly targets: number;
  /** Runs of the solver, and those of them over the whole model. */
  readonly runs: number;
  readonly wholeRuns: number;
  readonly regions: number;
  /** Audits until nothing was left to repair. */
  readonly rounds: number;
  /**
   * Ranges that were not settled when the budget ended or the solver stopped, all rounds together: what surrounds such
   * counts was hidden without proof that it had to be.
   */
  readonly unsettled: number;
  /** Of each hidden count, a width that its range is proven to have at least. */
  readonly widths: readonly number[];
};

/** What a policy's method decided about a lattice, before anything is written down as released. */
export type ProtectedLattice = {
  /** One flag per group: its count is shown. */
  readonly isShown: readonly boolean[];
  readonly shares: readonly ShownShare[];
  /** Shown groups that show an earlier figure, by index; a group that is not shown shows none. */
  readonly carried: ReadonlyMap<number, CarriedCount>;
  readonly findings: Pick<Findings, 'method' | 'derivable' | 'smallRemainders' | 'narrow' | 'unreadSums'>;
  /** Null where ranges were not audited. */
  readonly audit: LatticeAudit | null;
};
