/** Sizes from the minimum on that count as hugging it. */
const HUGGING_SIZES = 2;

/** Sizes below and above the hugging ones that tell what is usual. */
const NEIGHBOURS = 4;

/** Fewer cohorts at the minimum are never a pattern. */
const LEAST_COHORTS = 5;

/** An honest owner gets here once in ten thousand. */
const SURPRISE = 1e-4;

/**
 * Whether an owner's cohorts stand so often at the minimum cell size, or one above it, that somebody fills them up to
 * it.
 *
 * Claim: cohorts that are padded just far enough to be shown are set aside. Sizes of honest cohorts do not know the
 * minimum: as many stand just below and just above it. What is compared is the number at the minimum with that of the
 * sizes around it, as a Poisson count of unknown rate. Source: disclosure.md 4.1, point 6.
 *
 * Not claimed: that padding well beyond the minimum is seen.
 *
 * @param sizes linked persons of each of the owner's cohorts
 * @param minimum of the policy
 */
export function hasThresholdSpike(sizes: readonly number[], minimum: number): boolean {
  const within = (from: number, to: number) => sizes.filter((size) => size >= from && size < to).length;
  const at = within(minimum, minimum + HUGGING_SIZES);
  if (at < LEAST_COHORTS) return false;
  const beside =
    within(minimum - NEIGHBOURS, minimum) +
    within(minimum + HUGGING_SIZES, minimum + HUGGING_SIZES + NEIGHBOURS);
  // Half a cohort more, so that a rate of nought is never certain.
  const usual = (HUGGING_SIZES * (beside + 0.5)) / (2 * NEIGHBOURS);
  return poissonTail(at, usual) < SURPRISE;
}

/** Whether a cohort is one of those that hug the minimum. */
export function isAtThreshold(size: number, minimum: number): boolean {
  return size >= minimum && size < minimum + HUGGING_SIZES;
}

/** Chance of `count` or more events where `rate` are usual. */
function poissonTail(count: number, rate: number): number {
  let term = Math.exp(-rate);
  let below = 0;
  for (let events = 0; events < count; events += 1) {
    below += term;
    term *= rate / (events + 1);
  }
  return Math.max(0, 1 - below);
}
