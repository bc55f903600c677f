import type { CountSystem } from './count-system.ts';
import type { GroupSum } from './derivations.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { isSmallRemainder } from './rules/remainder.ts';

/**
 * Claim: between an earlier release and this one nobody can tell that 1 to `counts.minimum - 1` persons more, or fewer, are
 * in a group, or in those parts of a total together, of which not both counts are told: that is the remainder rule for
 * those who came or went. That as many came as went counts as few. Who is in a part that is new since came.
 *
 * Source: bars B3 and B9, attack A8.
 *
 * @param isTold quantities that a reader knows to the person
 * @returns the groups of now, less those of then
 */
export function findFewChanges(
  lattice: Lattice,
  { quantitiesThen, freshSince, truth }: CountSystem,
  isTold: (quantity: number) => boolean,
  policy: Policy,
): readonly GroupSum[] {
  const found = new Map<string, GroupSum>();
  for (const [release, then] of quantitiesThen.entries()) {
    /** Null where a group that is not new has no count of then. */
    const changeOf = (groups: readonly number[]): GroupSum | null => {
      const plus: number[] = [];
      const minus: number[] = [];
      for (const group of groups) {
        const before = then.get(group);
        if (before === undefined) {
          if (freshSince[release]?.has(group) !== true) return null;
          if (!isTold(group)) plus.push(group);
        } else if (before !== group && !(isTold(group) && isTold(before))) {
          plus.push(group);
          minus.push(before);
        }
      }
      return { plus, minus };
    };
    const add = (change: GroupSum | null) => {
      if (change === null || change.plus.length === 0) return;
      const persons = sumOf(truth, change.plus) - sumOf(truth, change.minus);
      if (isSmallRemainder(Math.abs(persons), policy))
        found.set(`${change.plus.join(' ')}/${change.minus.join(' ')}`, change);
    };
    for (const group of then.keys()) add(changeOf([group]));
    for (const { children } of lattice.relations) add(changeOf(children));
  }
  return [...found.values()];
}

function sumOf(truth: Float64Array, quantities: readonly number[]): number {
  return quantities.reduce((sum, quantity) => sum + (truth[quantity] ?? 0), 0);
}
