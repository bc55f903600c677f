import type { Policy } from './policy.ts';

/** What all profiles share: empty groups are hidden, and contributors are judged by 20 CFR 603.4 and QCEW's 80/3. */
const CONTRIBUTORS = { minimumContributors: 3, largestShare: 0.8 } as const;
/**
 * Of linked pairs one in twenty wrong, and of pairs of one person one in five missed: NCHS links surveys to the death
 * index at 1.1 to 6.2 % wrong and 1.3 to 2.7 % missed (Mirel et al. 2022); a wage file links by SSN alone, which fails more
 * often.
 */
export const LINKAGE_LIMITS = { largestFalse: 0.05, largestMissed: 0.2 } as const;
/**
 * Five ranks: disclosure design 3.7. Within $500 of the percentile, and to the nearest $500: what readers are promised of an
 * amount (ADR 0004). A blur of $300 a quarter: whoever is told the blurred pay of one quarter is left with more than a step
 * (ADR 0028).
 */
export const FUZZED_RANKS = {
  ranks: 5,
  baseCents: 50_000,
  blurCents: 30_000,
  largestErrorCents: 50_000,
} as const;

/** Bands from a minimum upwards; small groups get wider ones (disclosure design 3.8). */
function bandsFrom(minimum: number): Policy['shares']['bands'] {
  const small = minimum < 10 ? [{ atLeast: minimum, points: 20 }] : [];
  const rest = [
    { atLeast: 10, points: 10 },
    { atLeast: 30, points: 5 },
    { atLeast: 100, points: 2 },
    { atLeast: 300, points: 1 },
  ];
  return [...small, ...rest];
}

function profile(name: string, minimum: number, base: number, complement: number, outer: number): Policy {
  return {
    name,
    version: '1.4.0',
    counts: { minimum, base },
    zeros: 'hidden',
    shares: {
      minimumNumerator: complement,
      minimumComplement: complement,
      singleIssuerMinimum: Math.max(30, minimum),
      bands: bandsFrom(minimum),
    },
    percentiles: {
      minimum: Math.max(30, minimum),
      outerMinimum: Math.max(outer, minimum),
      ...FUZZED_RANKS,
    },
    concentration: CONTRIBUTORS,
    linkage: LINKAGE_LIMITS,
  };
}

/**
 * Policies under the names of the rules they follow; the number is the fewest persons of a shown count. Percentiles keep
 * at least the default's minimums even where the rule itself asks for less.
 *
 * - `wris3`: state-to-state wage queries, aggregates of at least three records.
 * - `texas5`: at least five, programme and year.
 * - `ferpa10`: NCES 2011-603, at least ten, complementary suppression, true counts.
 * - `adrf11`: research-data enclaves, at least eleven on both sides of a share, counts to the nearest ten.
 * - `pseo30`: Census PSEO publishes from thirty; its noise is not part of this profile, counts are rounded instead.
 * - `wfpell`: Workforce Pell, fifty persons; cohorts are pooled backwards by who asks, not by this profile.
 */
export const PROFILES = {
  wris3: profile('wris3', 3, 1, 3, 100),
  texas5: profile('texas5', 5, 5, 5, 100),
  ferpa10: profile('ferpa10', 10, 1, 10, 100),
  adrf11: profile('adrf11', 11, 10, 11, 100),
  pseo30: profile('pseo30', 30, 10, 10, 100),
  wfpell: profile('wfpell', 50, 10, 10, 100),
} as const satisfies Readonly<Record<string, Policy>>;
