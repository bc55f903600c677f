import type { InputConcentration } from './input.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { isConcentrated } from './rules/concentration.ts';
import { isSmall } from './rules/minimum-cell.ts';
import { isTooFewForIssuer } from './rules/single-issuer.ts';

/** Groups of which one contributor could tell the rest apart. */
export function findConcentrated(
  lattice: Lattice,
  concentrations: readonly InputConcentration[],
  policy: Policy,
): ReadonlySet<number> {
  return new Set(
    concentrations
      .filter((facts) => isConcentrated(facts, policy))
      .flatMap(({ cell }) => lattice.groupOfCell.get(cell) ?? []),
  );
}

/**
 * Groups that may not be shown for their own sake: small, empty, concentrated, or telling a single issuer too much of its own persons.
 * @returns one flag per group of the lattice, unnamed groups included
 */
export function findPrimaries(
  lattice: Lattice,
  concentrations: readonly InputConcentration[],
  policy: Policy,
): readonly boolean[] {
  const concentrated = findConcentrated(lattice, concentrations, policy);
  return lattice.groups.map(
    ({ index, vouched, suppliedByOthers }) =>
      isSmall(vouched, policy) ||
      (suppliedByOthers !== null && isTooFewForIssuer(vouched, suppliedByOthers, policy)) ||
      concentrated.has(index),
  );
}

/**
 * What survives first: higher priority, then the larger group, then the one in larger parents (which decides much:
 * ties are common), then the name, so that the order of the input has no influence.
 */
export function orderGroups(lattice: Lattice): readonly number[] {
  const parentTotal = new Float64Array(lattice.groups.length);
  for (const { parent, children } of lattice.relations) {
    const total = lattice.groups[parent]?.n ?? 0;
    for (const child of children) parentTotal[child] = (parentTotal[child] ?? 0) + total;
  }
  return lattice.groups
    .toSorted(
      (a, b) =>
        b.priority - a.priority ||
        b.n - a.n ||
        (parentTotal[b.index] ?? 0) - (parentTotal[a.index] ?? 0) ||
        a.index - b.index,
    )
    .map(({ index }) => index);
}
