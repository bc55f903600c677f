import { digestJson } from './canonical-json.ts';
import { FUZZED_RANKS, LINKAGE_LIMITS, PROFILES } from './policy-profiles.ts';
import { publicTerms } from './secret-limits.ts';

/**
 * A disclosure policy: versioned data, published with its digest. Sources of the numbers: NCES 2011-603 (SLDS Brief
 * 3) for the minimum of 10 and complementary suppression, 20 CFR 603.4 for contributor rules, 34 CFR 99.31(b)(1) for
 * judging all releases together.
 */
export type Policy = {
  readonly name: string;
  readonly version: string;
  /** `minimum`: fewest distinct persons of a shown group. `base`: counts are shown to the nearest multiple; 1 is exact. */
  readonly counts: { readonly minimum: number; readonly base: number };
  /** An empty group is hidden like a small one. */
  readonly zeros: 'hidden';
  readonly shares: {
    readonly minimumNumerator: number;
    readonly minimumComplement: number;
    /** Fewest confirmed persons behind a share where one organisation supplied all of them. */
    readonly singleIssuerMinimum: number;
    /** Width of the band in percentage points, by the least denominator the shown figures allow. */
    readonly bands: readonly { readonly atLeast: number; readonly points: number }[];
  };
  readonly percentiles: {
    /** Fewest persons behind the percentiles 25 to 75. */
    readonly minimum: number;
    /** Fewest persons behind any other percentile. */
    readonly outerMinimum: number;
    /** What is shown is the mean of the amounts at so many adjacent ranks around the percentile; 1 is the percentile itself. */
    readonly ranks: number;
    /** Values are shown to the nearest multiple, in cents. */
    readonly baseCents: number;
    /**
     * Percentiles are taken of wages each quarter of which was moved by up to so many cents, for a person always the same way;
     * 0 is of true wages. See `isBlurredEnough`.
     */
    readonly blurCents: number;
    /** A value that would be further than this from the percentile of those wages is not shown, in cents. */
    readonly largestErrorCents: number;
  };
  /** Applied to cells that come with concentration facts. Not published, see `commitLimits`. */
  readonly concentration: { readonly minimumContributors: number; readonly largestShare: number };
  /**
   * How far the linkage may be off between two sources before a release waits for a steward: share of the links that
   * are wrong, and share of the pairs of one person that were missed. The estimates are in whole percent.
   */
  readonly linkage: { readonly largestFalse: number; readonly largestMissed: number };
};

const COMMON = {
  zeros: 'hidden',
  percentiles: { minimum: 30, outerMinimum: 100, ...FUZZED_RANKS },
  concentration: { minimumContributors: 3, largestShare: 0.8 },
  linkage: LINKAGE_LIMITS,
} as const;

const BANDS = [
  { atLeast: 10, points: 10 },
  { atLeast: 30, points: 5 },
  { atLeast: 100, points: 2 },
  { atLeast: 300, points: 1 },
] as const;

/** The default: counts to the nearest 10, so that shown counts are intervals and little else must be hidden. */
export const ROUNDED_POLICY: Policy = {
  name: 'rounded',
  version: '1.4.0',
  counts: { minimum: 10, base: 10 },
  shares: { minimumNumerator: 5, minimumComplement: 5, singleIssuerMinimum: 30, bands: BANDS },
  ...COMMON,
};

/**
 * True counts, at the price of hiding more. A band beside an exact denominator can pin the numerator to one number,
 * so both parts of a share must pass the full minimum here.
 */
export const EXACT_POLICY: Policy = {
  name: 'exact',
  version: '1.4.0',
  counts: { minimum: 10, base: 1 },
  shares: { minimumNumerator: 10, minimumComplement: 10, singleIssuerMinimum: 30, bands: BANDS },
  ...COMMON,
};

/** Every policy that a release can name. */
export const POLICIES = {
  rounded: ROUNDED_POLICY,
  exact: EXACT_POLICY,
  ...PROFILES,
} as const satisfies Readonly<Record<string, Policy>>;

/** SHA-256 of the canonical JSON of what readers may know of the policy, see `publicTerms`. */
export function policyDigest(policy: Policy): string {
  return digestJson(publicTerms(policy));
}
