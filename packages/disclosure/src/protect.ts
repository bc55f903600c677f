import { countBadPercentiles, countBadShares } from './check-figures.ts';
import { checkInput } from './check-input.ts';
import { type Check, listChecks } from './check-list.ts';
import type { ProtectInput } from './input.ts';
import { buildLattice, type Lattice } from './lattice.ts';
import { type Outcome, SUPPRESSED } from './outcome.ts';
import { policyDigest } from './policy.ts';
import { findPrimaries } from './primaries.ts';
import { protectPercentiles } from './protect-percentiles.ts';
import { protectShare } from './protect-shares.ts';
import { type Released, release } from './released.ts';
import { roundCount } from './rules/round-count.ts';
import { findNarrowGroups, knownRanges, suppressRounded } from './suppress-rounded.ts';

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
 * @throws {RangeError | TypeError} for input that contradicts itself, see `checkInput` and `buildLattice`.
 * @throws {Error} when a check of the result fails: nothing may be published then.
 */
export function protect(input: ProtectInput): Released<Protection> {
  const { policy } = input;
  const checkedCells = checkInput(input);
  const lattice = buildLattice(input.cells, input.dimensions, input.atoms.weights);
  const isPrimary = findPrimaries(lattice, input.concentrations, policy);
  const isShown = suppressRounded(lattice, isPrimary, policy);
  const mayBeKnown = (group: number) =>
    isShown[group] === true || (lattice.groups[group]?.isPublishable === false && isPrimary[group] === false);
  const mayBePart = (group: number) =>
    isShown[group] === true || lattice.groups[group]?.isPublishable === false;

  const cells = input.cells
    .filter(({ use }) => use === 'publish')
    .map(({ id }): ReleasedFigure => ({ id, outcome: countOutcome(lattice, id, isShown, input) }));
  const shares = input.shares.map((share): ReleasedFigure => {
    return { id: share.id, outcome: protectShare(share, lattice, mayBePart, policy) };
  });
  const percentiles = protectPercentiles(input.percentiles, lattice, mayBeKnown, policy, input.atoms.weights);

  const ranges = knownRanges(lattice, isShown, policy);
  const hidden = lattice.groups.filter(
    ({ index, isPublishable }) => isPublishable && isShown[index] === false,
  );
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
    method: 'rounded',
    derivable: hidden.filter(({ index }) => ranges[index]?.low === ranges[index]?.high).length,
    smallRemainders: 0,
    narrow: findNarrowGroups(lattice, isShown, ranges, policy).length,
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
