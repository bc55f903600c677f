/** Evaluations allowed for 10 declared rows. */
const PER_TEN_ROWS = 12;

/**
 * How many blinded elements an organisation may have evaluated in one key epoch: 1.2 times the rows it declared,
 * rounded down.
 *
 * Claim: a contributor cannot use the keyholder to enumerate the 10^9 possible SSNs without first declaring some
 * 8 * 10^8 rows under its own name, which the audit trail shows and `MAX_DECLARED_ROWS` refuses. Against: an insider
 * with every contributor's key, who cannot test a single guess offline. Not claimed: that a contributor of N rows
 * cannot test N guesses; quotas are per file size, not per person.
 *
 * Source: linkage.md 5.2 ("quota per owner about 1.2 x declared rows"); the fifth over the rows leaves room for a
 * file that is tokenised again after a crash.
 */
export function allowedEvaluations(declaredRows: number): number {
  if (!Number.isSafeInteger(declaredRows) || declaredRows < 0) {
    throw new RangeError('declared rows are a whole number, 0 or more');
  }
  return Math.floor((declaredRows * PER_TEN_ROWS) / 10);
}

/**
 * Most rows one organisation can declare in one key epoch: four quarters of a state of 10 million wage records,
 * for five years. A distinct SSN is asked for once and then cached by the owner, so real use stays far below.
 */
export const MAX_DECLARED_ROWS = 200_000_000;
