/** Persons from which a credential that is new in one term may be shown. */
const LEAST_PERSONS = 30;

/** Half-years in which awards of a smaller credential must have been made. */
const LEAST_TERMS = 2;

/**
 * Whether a credential is too new to be shown: all its awards fall into one half-year and there are fewer than 30 of
 * them.
 *
 * Claim: nobody gets figures of a group of his own choice by making a credential for it. A code that comes into being
 * with ten or twelve holders waits until it has 30, or a second term. Source: disclosure.md A15.
 *
 * Not claimed: anything of who prepares such a code for two terms.
 *
 * @param terms half-years with an award
 */
export function isSuddenRoster({
  persons,
  terms,
}: {
  readonly persons: number;
  readonly terms: number;
}): boolean {
  return persons < LEAST_PERSONS && terms < LEAST_TERMS;
}
