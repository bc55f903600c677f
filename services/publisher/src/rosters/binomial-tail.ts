/**
 * Chance that at most `most` of `trials` independent trials succeed where each does with `chance`. Exact sum of the
 * binomial distribution, by the ratio of neighbouring terms from the likelier end down.
 */
export function binomialTail(trials: number, most: number, chance: number): number {
  if (most >= trials || chance <= 0) return 1;
  if (chance >= 1) return 0;
  let logTerm = trials * Math.log1p(-chance);
  let sum = Math.exp(logTerm);
  for (let successes = 1; successes <= most; successes += 1) {
    logTerm += Math.log((trials - successes + 1) / successes) + Math.log(chance) - Math.log1p(-chance);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
