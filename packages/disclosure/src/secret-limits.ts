import { digestJson } from './canonical-json.ts';
import type { Policy } from './policy.ts';

/**
 * Claim: a release says that its limits of concentration were fixed, and does not say what they are. Who knows that one
 * employer may hold 79 % and not 81 % of a shown group learns something of every group that is hidden; the limits are
 * few plain numbers, so a hash without a salt could be guessed. An auditor who is given salt and limits computes the
 * same commitment.
 *
 * Source: EU Handbook on statistical disclosure control (keep p and k secret); QCEW's secret p% test.
 *
 * @param salt 64 hex digits that nobody can guess, of this release alone
 * @returns SHA-256 of the canonical JSON of `{ concentration, salt }`
 */
export function commitLimits(concentration: Policy['concentration'], salt: string): string {
  return digestJson({ concentration: { ...concentration }, salt });
}

/** A policy as readers may know it: all but the limits of concentration. */
export type PublicTerms = Omit<Policy, 'concentration'>;

export function publicTerms({ concentration: _, ...terms }: Policy): PublicTerms {
  return terms;
}
