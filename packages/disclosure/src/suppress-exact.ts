import { type Elimination, eliminate } from './eliminate.ts';
import { buildGroupVectors, type GroupVectors } from './group-vectors.ts';
import type { InputShare } from './input.ts';
import type { Lattice } from './lattice.ts';
import { FIRST_PRIME, multiplyModulo } from './modulus.ts';
import { findNestedPairs } from './nested-pairs.ts';
import type { Policy } from './policy.ts';
import { orderGroups } from './primaries.ts';
import { isSmallRemainder } from './rules/remainder.ts';
import { isShareAllowed } from './rules/share-minimums.ts';
import { findSmallCorners } from './small-corners.ts';
import { findHiddenParts, type Remainder, remainderKey, remainderOfPair } from './small-remainders.ts';
import { createAccumulator, MINUS_ONE, type SparseVector } from './sparse-vector.ts';

/** What complementary suppression leaves. One flag per group. */
export type ExactSuppression = {
  /** May be told exactly: a shown count, or a part of a shown share. */
  readonly isKnown: readonly boolean[];
  /** Every small remainder that was guarded; the check of the result tests each of them again. */
  readonly guarded: readonly Remainder[];
};

/**
 * Complementary suppression for true counts, over all tables in one system.
 *
 * Guards every primary, every share complement below its minimum, and every small remainder of what is hidden; lets
 * groups in by importance as long as no guarded one can be derived; repeats with the remainders that the newly hidden
 * groups make, until there are no new ones. The guarded set only grows and is finite, so this ends.
 *
 * Source: disclosure design 3.3 steps 2 to 5.
 */
export function suppressExact(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  shares: readonly InputShare[],
  policy: Policy,
): ExactSuppression {
  const space = buildGroupVectors(lattice);
  const candidates = findCandidates(lattice, isPrimary, shares, policy);
  const primaries = lattice.groups.filter(({ index }) => isPrimary[index] === true).map(({ index }) => index);
  const remainders = new Map<string, Remainder>();
  const guard = (found: readonly Remainder[]): boolean => {
    const before = remainders.size;
    for (const remainder of found) {
      const key = remainderKey(remainder);
      if (!remainders.has(key)) remainders.set(key, remainder);
    }
    return remainders.size > before;
  };
  guard(findNestedPairs(lattice, policy.counts.minimum).map(remainderOfPair));
  guard(findSmallCorners(lattice, policy));
  guard(findComplements(lattice, shares, policy));
  let isKnown: readonly boolean[] = lattice.groups.map(({ index }) => isPrimary[index] === false);
  guard(findHiddenParts(lattice, isKnown, policy));

  const combine = createCombiner(space);
  for (;;) {
    const guarded = [...primaries.map((index) => ({ plus: [index], minus: [] })), ...remainders.values()];
    const pass = eliminate(
      space.rowCount,
      guarded.map(combine),
      space.links,
      candidates.map((index) => space.vectors[index] ?? combine({ plus: [index], minus: [] })),
    );
    const accepted = new Set(candidates.filter((_, place) => pass.isAccepted[place] === true));
    isKnown = lattice.groups.map(({ index }) => accepted.has(index));
    const isNew = [
      guard(findHiddenParts(lattice, isKnown, policy)),
      guard(findSmallSums(lattice, primaries, pass, policy)),
    ];
    if (!isNew.includes(true)) return { isKnown, guarded: [...remainders.values()] };
  }
}

/** Groups that may become known, in order of importance: published ones, and both parts of a share that may be shown. */
function findCandidates(
  lattice: Lattice,
  isPrimary: readonly boolean[],
  shares: readonly InputShare[],
  policy: Policy,
): readonly number[] {
  const wanted = new Set<number>();
  for (const share of shares) {
    const numerator = lattice.groupOfCell.get(share.numerator) ?? -1;
    const denominator = lattice.groupOfCell.get(share.denominator) ?? -1;
    const [inside, whole] = [lattice.groups[numerator], lattice.groups[denominator]];
    if (inside === undefined || whole === undefined) continue;
    if (!isShareAllowed(inside.n, { ...whole, suppliedByOthers: share.suppliedByOthers }, policy)) continue;
    wanted.add(numerator).add(denominator);
  }
  return orderGroups(lattice).filter(
    (index) =>
      isPrimary[index] === false && (lattice.groups[index]?.isPublishable === true || wanted.has(index)),
  );
}

function findComplements(
  lattice: Lattice,
  shares: readonly InputShare[],
  policy: Policy,
): readonly Remainder[] {
  return shares.flatMap((share) => {
    const numerator = lattice.groupOfCell.get(share.numerator) ?? -1;
    const denominator = lattice.groupOfCell.get(share.denominator) ?? -1;
    const persons = (lattice.groups[denominator]?.n ?? 0) - (lattice.groups[numerator]?.n ?? 0);
    if (persons >= policy.shares.minimumComplement) return [];
    return [{ plus: [denominator], minus: [numerator], persons }];
  });
}

/**
 * Pairs of small groups of which the pass lets the sum be derived although it is small: their reduced vectors are
 * multiples of one vector with opposite factors. For each group one partner, the smallest, is enough: guarding their
 * sum parts them, and the next pass finds the next.
 */
function findSmallSums(
  lattice: Lattice,
  primaries: readonly number[],
  { ties }: Elimination,
  policy: Policy,
): readonly Remainder[] {
  const classes = new Map<number, { readonly index: number; readonly ratio: number }[]>();
  const rootOf = new Map<number, { readonly root: number; readonly ratio: number }>();
  // A vector is tied once, to one that was still kept; so walking the ties backwards meets every second before its firsts.
  for (const { first, second, ratio } of ties.toReversed()) {
    const up = rootOf.get(second) ?? { root: second, ratio: 1 };
    rootOf.set(first, { root: up.root, ratio: multiplyModulo(ratio, up.ratio, FIRST_PRIME) });
  }
  const place = (at: number, root: number, ratio: number) => {
    const index = primaries[at];
    if (index === undefined) return;
    const list = classes.get(root);
    if (list === undefined) classes.set(root, [{ index, ratio }]);
    else list.push({ index, ratio });
  };
  for (const [at, { root, ratio }] of rootOf) place(at, root, ratio);
  for (const root of new Set([...rootOf.values()].map((up) => up.root))) place(root, root, 1);
  const size = (index: number) => lattice.groups[index]?.n ?? 0;
  return [...classes.values()].flatMap((members) => {
    const smallest = new Map<number, number>();
    for (const { index, ratio } of members) {
      const known = smallest.get(ratio);
      if (known === undefined || size(index) < size(known)) smallest.set(ratio, index);
    }
    return members.flatMap(({ index, ratio }) => {
      const partner = smallest.get(FIRST_PRIME - ratio);
      if (partner === undefined) return [];
      const persons = size(index) + size(partner);
      if (!isSmallRemainder(persons, policy)) return [];
      return [{ plus: [index, partner].sort((a, b) => a - b), minus: [], persons }];
    });
  });
}

function createCombiner(
  space: GroupVectors,
): (groups: { readonly plus: readonly number[]; readonly minus: readonly number[] }) => SparseVector {
  const sum = createAccumulator(space.rowCount);
  return ({ plus, minus }) => {
    for (const index of plus) sum.add(vectorAt(space, index), 1);
    for (const index of minus) sum.add(vectorAt(space, index), MINUS_ONE);
    return sum.take();
  };
}

function vectorAt(space: GroupVectors, index: number): SparseVector {
  const vector = space.vectors[index];
  if (vector === undefined) throw new TypeError('group without a vector');
  return vector;
}
