/** Evaluations allowed for 10 declared rows. */
const PER_TEN_ROWS = 12;

/**
 * How many blinded elements an organisation may have evaluated in one key epoch: 1.2 times the rows it declared,
 * rounded down.
 *
 * Claim: a contributor cannot use the keyholder to enumerate the 10^9 possible SSNs without first declaring some
 * 8 * 10^8 rows under its own name, which the audit trail shows and the keyholder's
 * ceiling (CREDLINK_MAX_DECLARED_ROWS) refuses. Against: an insider
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

/** Rows an organisation can declare without being conspicuous. */
const LARGE_TOTAL = 1_000_000;
const JUMP = 10;

/**
 * Whether a declaration should be looked at by a person: it takes the total of an organisation above a million rows
 * and to more than ten times what it was. The first large file of an organisation is one, too.
 */
export function isJump(rowsBefore: number, rowsAfter: number): boolean {
  return rowsAfter > LARGE_TOTAL && rowsAfter > rowsBefore * JUMP;
}
