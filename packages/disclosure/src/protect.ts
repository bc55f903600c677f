import { findDerivations } from './check-exact.ts';
import { countBadPercentiles, countBadShares } from './check-figures.ts';
import { checkInput } from './check-input.ts';
import { type Check, type Findings, listChecks } from './check-list.ts';
import type { Group } from './group.ts';
import type { ProtectInput } from './input.ts';
import { buildLattice, type Lattice } from './lattice.ts';
import { type Outcome, SUPPRESSED } from './outcome.ts';
import { parsePolicy } from './parse-policy.ts';
import { policyDigest } from './policy.ts';
import { findConcentrated, findPrimaries } from './primaries.ts';
import { protectPercentiles } from './protect-percentiles.ts';
import { protectShare } from './protect-shares.ts';
import { type Released, release } from './released.ts';
import { roundCount } from './rules/round-count.ts';
import { suppressExact } from './suppress-exact.ts';
import {
  findNarrowGroups,
  findToldRemainders,
  roundingRanges,
  suppressRounded,
  wholeRanges,
} from './suppress-rounded.ts';

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
  const suppression =
    policy.counts.base === 1 ? exactly(lattice, isPrimary, input) : rounded(lattice, isPrimary, input);
  const { isShown, mayBePart } = suppression;
  const mayRank = (group: number) =>
    isShown[group] === true || (lattice.groups[group]?.isPublishable === false && isPrimary[group] === false);

  const cells = input.cells
    .filter(({ use }) => use === 'publish')
    .map(({ id }): ReleasedFigure => ({ id, outcome: countOutcome(lattice, id, isShown, input) }));
  const shares = input.shares.map((share): ReleasedFigure => {
    return { id: share.id, outcome: protectShare(share, lattice, mayBePart, policy) };
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
    ...suppression.findings,
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

type Suppression = {
  readonly isShown: readonly boolean[];
  /** A shown share may tell this group as closely as its band does. */
  readonly mayBePart: (group: number) => boolean;
  readonly findings: Pick<Findings, 'method' | 'derivable' | 'smallRemainders' | 'narrow'>;
};

function rounded(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  { concentrations, policy }: ProtectInput,
): Suppression {
  const concentrated = findConcentrated(lattice, concentrations, policy);
  const isShown = suppressRounded(lattice, isPrimary, policy);
  const ranges = roundingRanges(lattice, isShown, policy);
  const whole = wholeRanges(lattice, isShown, policy);
  const isExact = ({ index, isPublishable }: Group) =>
    isPublishable && whole[index]?.low === whole[index]?.high;
  const hidden = lattice.groups.filter(({ index }) => isShown[index] === false);
  return {
    isShown,
    mayBePart: (group) =>
      isShown[group] === true || (lattice.groups[group]?.isPublishable === false && !concentrated.has(group)),
    findings: {
      method: 'rounded',
      derivable: hidden.filter(isExact).length,
      smallRemainders: findToldRemainders(lattice, isShown, whole, policy).length,
      narrow: findNarrowGroups(lattice, isShown, ranges, policy).length,
    },
  };
}

function exactly(lattice: Lattice, isPrimary: readonly boolean[], input: ProtectInput): Suppression {
  const { isKnown, guarded } = suppressExact(lattice, isPrimary, input.shares, input.policy);
  const found = findDerivations(lattice, isKnown, guarded, input.policy);
  return {
    isShown: lattice.groups.map(({ index, isPublishable }) => isPublishable && isKnown[index] === true),
    mayBePart: (group) => isKnown[group] === true,
    findings: {
      method: 'exact',
      derivable: found.derivable.length,
      smallRemainders: found.remainders.length,
      narrow: 0,
    },
  };
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
