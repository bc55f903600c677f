import type { CountSystem } from '../count-system.ts';
import type { Lattice } from '../lattice.ts';
import { findConnected } from '../repair/connected-groups.ts';
import type { ShownShare } from '../share-ranges.ts';

/** What is taken back where the solver came to no end. */
export type Withdrawal = {
  /** Everything connected with what was open. */
  readonly groups: ReadonlySet<number>;
  readonly shares: ReadonlySet<string>;
};

/**
 * Claim: with all of this hidden nothing that anybody was ever told bounds a group of it, so each can be anything and no
 * program is needed to show it. Connected parts that an earlier release told something of are not among it: that cannot
 * be taken back, and a range there stays unsettled.
 *
 * @param open groups whose ranges were not settled
 */
export function withdrawConnected(
  lattice: Lattice,
  system: CountSystem,
  shares: readonly ShownShare[],
  open: readonly number[],
): Withdrawal {
  const groups = new Set<number>();
  const quantitiesOf = connectedQuantities(lattice, system);
  for (const group of open) {
    if (groups.has(group)) continue;
    const connected = findConnected(lattice.groups.length, lattice.relations, lattice.sameSets, [group]);
    const isTold = [...connected].some((each) =>
      quantitiesOf(each).some((quantity) => {
        const { low, high } = system.earlier[quantity] ?? { low: 0, high: 0 };
        return low > 0 || high < Number.POSITIVE_INFINITY;
      }),
    );
    if (!isTold) for (const each of connected) groups.add(each);
  }
  const touching = shares.filter(
    ({ numerator, denominator }) => groups.has(numerator) || groups.has(denominator),
  );
  return { groups, shares: new Set(touching.map(({ id }) => id)) };
}

/** A group, and the quantities of earlier releases that a sum or a carried figure ties to it. */
function connectedQuantities(lattice: Lattice, system: CountSystem): (group: number) => readonly number[] {
  const tied = new Map<number, number[]>();
  const tie = (group: number, quantity: number) => {
    if (group >= lattice.groups.length || quantity < lattice.groups.length) return;
    tied.set(group, [...(tied.get(group) ?? []), quantity]);
  };
  for (const { parent, children } of system.sums) {
    for (const one of [parent, ...children]) for (const other of [parent, ...children]) tie(one, other);
  }
  for (const [group, { quantity }] of system.carried) tie(group, quantity);
  return (group) => [group, ...(tied.get(group) ?? [])];
}
