import type { LinearFact } from './audit/attacker-model.ts';
import type { CountSystem } from './count-system.ts';
import type { Policy } from './policy.ts';

/**
 * Claim: a carried figure tells that fewer than `counts.minimum` persons came or went since it was computed, and nothing
 * else: the group of now and the group of then differ by at most that many. Where nobody did they are one quantity
 * already, whether or not a reader can know it.
 *
 * Source: bar B9 and the carry rule.
 *
 * @param isShown one flag per group: a carried figure that is not shown tells nothing
 * @returns facts whose first part is the group of now
 */
export function carryFacts(
  { carried }: CountSystem,
  isShown: readonly boolean[],
  { counts: { minimum } }: Policy,
): readonly LinearFact[] {
  return [...carried].flatMap(([group, { quantity, apart }]) =>
    isShown[group] !== true || group === quantity || apart >= minimum
      ? []
      : [fewApart(group, quantity, minimum)],
  );
}

/** That fewer than `minimum` persons are in exactly one of two quantities. */
export function fewApart(one: number, other: number, minimum: number): LinearFact {
  return { parts: [one, other], factors: [1, -1], low: 1 - minimum, high: minimum - 1 };
}
