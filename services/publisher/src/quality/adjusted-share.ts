export type Bounds = { readonly low: number; readonly high: number };

/** Shares of a linkage's pairs: of the links those that are wrong, of the pairs of one person those that were missed. */
export type LinkageErrors = { readonly wrong: Bounds; readonly missed: Bounds };

/**
 * The share of a cohort that is in the wage files, where the linkage found the share given: of those found some are wrong,
 * of those in the files some were missed,
 *
 *     adjusted = shown * (1 - wrong) / (1 - missed)
 *
 * which is the share tested positive times the predictive value over the sensitivity, the estimator of Rogan and Gladen
 * (Am J Epidemiol 107:71-76, 1978) written with the predictive value, which a linkage knows, in place of the
 * specificity, which it does not. The interval is that of the extremes of all three parts, never beyond 0 and 1; it is
 * no confidence interval, and what no estimate sees is in neither bound.
 *
 * Claim: the result is a function of what readers have already, the shown figure's bounds and the certificate's rounded
 * error rates, so it tells nobody anything new.
 */
export function adjustedShare(shown: Bounds, { wrong, missed }: LinkageErrors): Bounds {
  const within = (share: number) => Math.min(1, Math.max(0, share));
  return {
    low: within((shown.low * (1 - wrong.high)) / (1 - missed.low)),
    high: missed.high >= 1 ? 1 : within((shown.high * (1 - wrong.low)) / (1 - missed.high)),
  };
}
