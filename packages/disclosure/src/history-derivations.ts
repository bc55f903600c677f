import { type CountSystem, isToldEarlier } from './count-system.ts';
import { createDerivationTest, type GroupSum } from './derivations.ts';
import { eliminate } from './eliminate.ts';
import { findFewChanges } from './few-changes.ts';
import { buildGroupVectors } from './group-vectors.ts';
import type { ProtectInput } from './input.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { orderGroups } from './primaries.ts';
import { createAccumulator, MINUS_ONE, type SparseVector } from './sparse-vector.ts';

/**
 * Claim: true counts of this and all earlier releases do not tell together what they may not tell: a count that either
 * hid, or that 1 to the minimum less one came to a group, or to parts of a total, or went. By addition
 * and subtraction; what earlier releases alone tell, nothing can take back.
 *
 * Source: bars B2 and B9.
 *
 * @param isShown one flag per group
 * @returns groups that must not be shown beside the others, the least important ones
 */
export function findTelling(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  { earlier, policy }: ProtectInput,
): ReadonlySet<number> {
  if (earlier.length === 0) return new Set();
  const space = buildGroupVectors({
    groups: [...system.truth.keys()].map((index) => ({ index })),
    relations: system.sums,
    sameSets: lattice.sameSets,
  });
  const sum = createAccumulator(space.rowCount);
  const vectorOf = ({ plus, minus }: GroupSum): SparseVector => {
    for (const quantity of plus) sum.add(vectorAt(space.vectors, quantity), 1);
    for (const quantity of minus) sum.add(vectorAt(space.vectors, quantity), MINUS_ONE);
    return sum.take();
  };
  const told = [...system.truth.keys()].filter((quantity) => isToldEarlier(system, quantity));
  const candidates = orderGroups(lattice).filter(
    (group) => isShown[group] === true && !carriesOther(system, group),
  );
  const { isAccepted } = eliminate(
    space.rowCount,
    findGuarded(lattice, system, isShown, policy).map(vectorOf),
    [...space.links, ...told.map((quantity) => vectorAt(space.vectors, quantity))],
    candidates.map((group) => vectorAt(space.vectors, group)),
  );
  return new Set(candidates.filter((_, place) => isAccepted[place] === false));
}

/** Counts the same without a line of `findTelling`, see `createDerivationTest`. */
export function countToldByHistory(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  { earlier, policy }: ProtectInput,
): number {
  if (earlier.length === 0) return 0;
  const before = [...system.truth.keys()].map((quantity) => isToldEarlier(system, quantity));
  const isDerivable = createDerivationTest(
    system.sums,
    before.map((isOld, quantity) => isOld || (isShown[quantity] === true && !carriesOther(system, quantity))),
  );
  const wasDerivable = createDerivationTest(system.sums, before);
  return findGuarded(lattice, system, isShown, policy).filter(
    (each) => isDerivable(each) && !wasDerivable(each),
  ).length;
}

function findGuarded(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  policy: Policy,
): readonly GroupSum[] {
  const hidden = new Set([...system.hiddenEarlier, ...system.behindCarried]);
  for (const { index, isPublishable } of lattice.groups) {
    if (isPublishable && isShown[index] !== true) hidden.add(index);
  }
  const isKnown = (quantity: number) =>
    isToldEarlier(system, quantity) || (isShown[quantity] === true && !carriesOther(system, quantity));
  return [
    ...[...hidden].map((quantity) => ({ plus: [quantity], minus: [] })),
    ...findFewChanges(lattice, system, isKnown, policy),
  ];
}

/** Whether a group shows something else than its count of now: the figure of other persons, or a rounded one. */
export function carriesOther({ carried }: CountSystem, group: number): boolean {
  const kept = carried.get(group);
  return kept !== undefined && (kept.quantity !== group || kept.shown.low < kept.shown.high);
}

function vectorAt(vectors: readonly SparseVector[], quantity: number): SparseVector {
  const vector = vectors[quantity];
  if (vector === undefined) throw new TypeError('quantity without a vector');
  return vector;
}
