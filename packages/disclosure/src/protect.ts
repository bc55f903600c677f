import { countBadPercentiles, countBadShares } from './check-figures.ts';
import { checkInput } from './check-input.ts';
import { type Check, listChecks } from './check-list.ts';
import type { ProtectInput } from './input.ts';
import { buildLattice, type Lattice } from './lattice.ts';
import { type Outcome, SUPPRESSED } from './outcome.ts';
import { parsePolicy } from './parse-policy.ts';
import { policyDigest } from './policy.ts';
import { findPrimaries } from './primaries.ts';
import { protectExact } from './protect-exact.ts';
import { protectPercentiles } from './protect-percentiles.ts';
import { protectRounded } from './protect-rounded.ts';
import { type Released, release } from './released.ts';
import { roundCount } from './rules/round-count.ts';

export type ReleasedFigure = { readonly id: string; readonly outcome: Outcome };
export type ReleasedPercentiles = {
  readonly id: string;
  readonly values: readonly { readonly p: number; readonly outcome: Outcome }[];
};

/** The only form in which anything leaves. Lists are sorted by id. */
export type Protection = {
  /** Cells with `use: 'publish'`: whole persons. */
  readonly cells: readonly ReleasedFigure[];
  /** 0 to 1: the middle of the band and the band. */
  readonly shares: readonly ReleasedFigure[];
  /** Cents. */
  readonly percentiles: readonly ReleasedPercentiles[];
  readonly policy: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly checks: readonly Check[];
  /** Addresses asked for and figures shown: counts, shares and single percentiles together. */
  readonly figures: { readonly total: number; readonly published: number };
};

/**
 * Protects all tables of a release together.
 *
 * Deterministic: the result depends on the sets given, never on their order, on time or on chance.
 * @throws {RangeError | TypeError} for input that contradicts itself, see `checkInput` and `buildLattice`, and for a
 * policy that `parsePolicy` refuses.
 * @throws {Error} when a check of the result fails: nothing may be published then.
 */
export function protect(input: ProtectInput): Released<Protection> {
  const { policy } = input;
  parsePolicy(policy);
  const checkedCells = checkInput(input);
  const lattice = buildLattice(checkedCells, input);
  const isPrimary = findPrimaries(lattice, input.concentrations, policy);
  const protectLattice = policy.counts.base === 1 ? protectExact : protectRounded;
  const { isShown, shares: shownShares, findings } = protectLattice(lattice, isPrimary, input);
  const mayRank = (group: number) =>
    isShown[group] === true || (lattice.groups[group]?.isPublishable === false && isPrimary[group] === false);

  const cells = input.cells
    .filter(({ use }) => use === 'publish')
    .map(({ id }): ReleasedFigure => ({ id, outcome: countOutcome(lattice, id, isShown, input) }));
  const bands = new Map(shownShares.map(({ id, low, high }) => [id, { low, high }]));
  const shares = input.shares.map(({ id }): ReleasedFigure => {
    const band = bands.get(id);
    if (band === undefined) return { id, outcome: SUPPRESSED };
    return { id, outcome: { status: 'ok', value: (band.low + band.high) / 2, ...band } };
  });
  const percentiles = protectPercentiles(input.percentiles, lattice, mayRank, policy, input.atoms.weights);

  const outcomes = [
    ...cells.map(({ outcome }) => outcome),
    ...shares.map(({ outcome }) => outcome),
    ...percentiles.flatMap(({ values }) => values.map(({ outcome }) => outcome)),
  ];
  const shownPercentiles = new Set(
    percentiles
      .filter(({ values }) => values.some(({ outcome }) => outcome.status === 'ok'))
      .map(({ id }) => id),
  );
  const checks = listChecks({
    ...findings,
    badShares: countBadShares(
      input.shares,
      new Map(shares.map(({ id, outcome }) => [id, outcome])),
      checkedCells,
      policy,
    ),
    badPercentiles: countBadPercentiles(
      input.percentiles,
      (id) => shownPercentiles.has(id),
      checkedCells,
      policy,
      input.atoms.weights,
    ),
    earlierReleases: input.earlier.length,
  });
  if (checks.some(({ result }) => result === 'failed'))
    throw new Error('a check of the protected tables failed');
  return release({
    cells: sortById(cells),
    shares: sortById(shares),
    percentiles: sortById(percentiles),
    policy: { name: policy.name, version: policy.version, sha256: policyDigest(policy) },
    checks,
    figures: { total: outcomes.length, published: outcomes.filter(({ status }) => status === 'ok').length },
  });
}

function countOutcome(
  lattice: Lattice,
  id: string,
  isShown: readonly boolean[],
  { policy }: ProtectInput,
): Outcome {
  const group = lattice.groups[lattice.groupOfCell.get(id) ?? -1];
  if (group === undefined || isShown[group.index] !== true) return SUPPRESSED;
  return { status: 'ok', ...roundCount(group.n, policy) };
}

function sortById<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
