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

/** What a restatement looks at beside the sets of a figure. */
export type RestatedChange = SetChange & {
  /** Persons who are in the figure's cohort in exactly one of the two releases. */
  readonly roster: number;
  /** Of a percentile: persons of the population whose wages were revised; 0 for other figures. */
  readonly revised: number;
};

/**
 * Claim: a restatement takes nothing of that back. What it adds is that revised wages explain a change too, where at
 * least `counts.minimum` persons of the population have them: then the difference is a statement about that many, like
 * any other. One revised person, or one who was newly linked, moves no figure. A count is judged as in every release. Of
 * a share, persons of an unchanged group may change sides, if at least `counts.minimum` did. Where 1 to
 * `counts.minimum - 1` persons joined or left the cohort, or the group, the figure keeps its value whatever was revised.
 *
 * Not prevented: a revision of any quarter counts, also of one the figure does not look at. That a figure of a cohort
 * keeps its value while others change says that somebody came or went, or that few were revised; not who.
 *
 * Source: disclosure design 3.5, vintage rule, under bar B9.
 */
export function isCarriedInRestatement(change: RestatedChange, policy: Policy): boolean {
  const { minimum } = policy.counts;
  const { population, inside, outside, roster, revised } = change;
  const isSome = (persons: number): boolean => persons > 0 && persons < minimum;
  if (isSome(roster)) return true;
  if (inside === null || outside === null) return population < minimum && revised < minimum;
  return isSome(population) || inside < minimum || outside < minimum;
}

/** The rule that holds: of a release as usual, or of a restatement. */
export function isKept(change: RestatedChange, restates: boolean, policy: Policy): boolean {
  return restates ? isCarriedInRestatement(change, policy) : isCarried(change, policy);
}
