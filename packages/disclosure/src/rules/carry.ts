import type { Policy } from '../policy.ts';

/**
 * How far the persons of a figure are from those an earlier release showed it for: persons who are in exactly one of
 * the two groups. Of a share also for its numerator and for the rest of its denominator; null for other figures.
 */
export type SetChange = {
  readonly population: number;
  readonly inside: number | null;
  readonly outside: number | null;
};

/**
 * Claim: a figure readers have seen is computed anew only if at least `counts.minimum` persons came or went in every
 * part of it; otherwise it keeps its value. So the difference of two releases is a statement about at least that many
 * persons: not about one late filer, one erased person, or a person somebody added to watch the figure move. And
 * "kept" covers the unchanged figure too, so that the status does not tell whether one person moved it. What it does
 * not prevent: somebody who knows all but one of those who changed learns about that one, as in any group of the
 * minimum size.
 *
 * Source: bar B9 and attack A8, disclosure design 3.5. Stricter than B9 in two ways: the parts of a share are judged
 * too, because an unchanged numerator says that none of the newcomers is in it; and earlier sets are all those ever
 * shown at the address, not the last alone.
 */
export function isCarried({ population, inside, outside }: SetChange, policy: Policy): boolean {
  const { minimum } = policy.counts;
  return population < minimum || (inside ?? minimum) < minimum || (outside ?? minimum) < minimum;
}

/**
 * Claim: a restatement computes every figure anew at once, so that no change can be laid to one person's revised
 * wages; what it does not undo is the protection of those who came or went. Where 1 to `counts.minimum - 1` persons
 * joined or left a cohort, all figures of the cohort keep their values even then.
 *
 * Source: disclosure design 3.5, vintage rule.
 * @param roster persons who are in the cohort in exactly one of the two releases
 */
export function isCarriedInRestatement(roster: number, policy: Policy): boolean {
  return roster > 0 && roster < policy.counts.minimum;
}

/** The rule that holds: of a release as usual, or of a restatement. */
export function isKept(
  change: SetChange & { readonly roster: number },
  restates: boolean,
  policy: Policy,
): boolean {
  return restates ? isCarriedInRestatement(change.roster, policy) : isCarried(change, policy);
}
