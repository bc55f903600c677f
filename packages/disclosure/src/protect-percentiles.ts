import { percentilesNearEarlier } from './carried-figures.ts';
import type { Group } from './group.ts';
import type { ProtectInput } from './input.ts';
import type { Lattice } from './lattice.ts';
import { type Outcome, SUPPRESSED } from './outcome.ts';
import type { Policy } from './policy.ts';
import { meanOfRanks } from './rules/mean-of-ranks.ts';
import { isTooClose } from './rules/percentile-difference.ts';
import { isPercentileAllowed } from './rules/percentile-minimum.ts';

export type PercentileOutcome = {
  readonly id: string;
  readonly values: readonly { readonly p: number; readonly outcome: Outcome }[];
};

/**
 * Percentiles of every population that is large enough and not within a few persons of a larger one that is shown for
 * the same variable, or of any that an earlier release showed.
 * @param mayBeKnown one flag per group
 */
export function protectPercentiles(
  input: ProtectInput,
  lattice: Lattice,
  mayBeKnown: (group: number) => boolean,
): readonly PercentileOutcome[] {
  const { percentiles, policy, atoms } = input;
  const near = percentilesNearEarlier(input);
  const candidates = new Map<string, Set<Group>>();
  for (const { id, variable, population } of percentiles) {
    const group = groupOf(lattice, population);
    if (near.has(id)) continue;
    if (group.vouched < policy.percentiles.minimum || !mayBeKnown(group.index)) continue;
    const groups = candidates.get(variable);
    if (groups === undefined) candidates.set(variable, new Set([group]));
    else groups.add(group);
  }
  const kept = new Map(
    [...candidates].map(([variable, groups]) => [variable, keepApart([...groups], policy, atoms.weights)]),
  );
  return percentiles.map(({ id, variable, population, values }) => {
    const group = groupOf(lattice, population);
    const isKept = !near.has(id) && kept.get(variable)?.has(group.index) === true;
    return {
      id,
      values: values.map(({ p, around }) => {
        const isAllowed = isKept && isPercentileAllowed(p, group.vouched, policy);
        const shown = isAllowed ? meanOfRanks(around, policy) : null;
        return { p, outcome: shown === null ? SUPPRESSED : { status: 'ok', ...shown } };
      }),
    };
  });
}

/** @throws {RangeError} for a cell the lattice does not hold. */
function groupOf(lattice: Lattice, cell: string): Group {
  const group = lattice.groups[lattice.groupOfCell.get(cell) ?? -1];
  if (group === undefined) throw new RangeError('percentiles without their cell');
  return group;
}

/** Walks from the largest group down and keeps each that is the same as, or far enough from, every kept one. */
function keepApart(groups: readonly Group[], policy: Policy, weights: Uint32Array): ReadonlySet<number> {
  const kept = new Set<number>();
  const sizes = new Map<number, number>();
  const keptOfAtom = new Map<number, number[]>();
  for (const group of groups.toSorted((a, b) => b.n - a.n || b.priority - a.priority || a.index - b.index)) {
    const common = new Map<number, number>();
    for (const atom of group.members) {
      const weight = weights[atom] ?? 0;
      for (const other of keptOfAtom.get(atom) ?? []) common.set(other, (common.get(other) ?? 0) + weight);
    }
    const isClear = [...common].every(
      ([other, shared]) => !isTooClose(group.n + (sizes.get(other) ?? 0) - 2 * shared, policy),
    );
    if (!isClear) continue;
    kept.add(group.index);
    sizes.set(group.index, group.n);
    for (const atom of group.members) {
      const list = keptOfAtom.get(atom);
      if (list === undefined) keptOfAtom.set(atom, [group.index]);
      else list.push(group.index);
    }
  }
  return kept;
}
