import { z } from 'zod';
import { UNITS } from './release.ts';

/**
 * Who is counted at an address: the words are the same wherever the same persons are counted, in whichever table and
 * release. `sector` narrows a population to those in one industry sector; the sectors of a population add up to it.
 */
const LatticeGroup = z.strictObject({ population: z.string(), sector: z.string().nullable() });
export type LatticeGroup = z.infer<typeof LatticeGroup>;

const LatticeFigure = z.strictObject({
  measure: z.string(),
  variant: z.string(),
  unit: z.enum(UNITS),
  /** Codes of further dimensions of the table, beside its key and cohort. */
  address: z.record(z.string(), z.string()),
  /** Count: who is counted. Share: the denominator. Percentile: the persons in the distribution. */
  group: LatticeGroup,
  /** Of a share; a part of `group`. */
  numerator: LatticeGroup.nullable(),
  /** Everybody in the cohort, of whom `group` is a part; `group` itself where the section counts nobody else. */
  among: LatticeGroup,
  /** Whether `group` is those of a cohort for whom something holds. Absent in some releases of version 1. */
  isOfSome: z.boolean().optional(),
});

/** Figures of one kind of unit (an award, an entry, an exit) in one table: keys x cohorts x figures. */
export const LatticeSection = z.strictObject({
  table: z.string(),
  keyDimension: z.string(),
  /** Code of all cohorts together, and the codes of single ones. */
  total: z.string(),
  parts: z.array(z.string()),
  /** Whether a person stands in one part at most, so that parts add up. */
  isPartition: z.boolean(),
  keys: z.array(
    z.strictObject({
      code: z.string(),
      /** Parts that are closed: where all of them are shown or hidden, nobody else is in the total. Empty where unknown. */
      closed: z.array(z.string()),
      /** Whether by the catalogue one organisation alone supplies the persons of this key. Absent in some of version 1. */
      hasOneSupplier: z.boolean().optional(),
    }),
  ),
  figures: z.array(LatticeFigure),
});
export type LatticeSection = z.infer<typeof LatticeSection>;

/**
 * What is public about a release before any figure: how its cells hang together, which addresses it has, and what its
 * policy makes of a number. Follows from the catalogue and the policy, but that a key whose source dates awards outside
 * its own coverage states no closed parts. With it, a reader can re-check the release from its cells.
 */
const Lattice = z.strictObject({
  /** Of version 2 nothing may be left out that a check needs: who leaves it out would not be checked. */
  version: z.literal([1, 2]),
  /** Fewest persons of a shown count. */
  minimum: z.int().min(2),
  /** Counts are shown to the nearest multiple, half up; 1 is exact. */
  rounding: z.strictObject({ base: z.int().min(1), mode: z.literal('nearest') }),
  shares: z.strictObject({
    minimumNumerator: z.int(),
    minimumComplement: z.int(),
    /**
     * Fewest confirmed persons behind a share of a group that one organisation supplied, and in a count of some of such a
     * cohort. Absent in some of version 1.
     */
    singleIssuerMinimum: z.int().optional(),
    /** Width of a band in percentage points, by the least denominator that a shown count allows. */
    bands: z.array(z.strictObject({ atLeast: z.int(), points: z.number() })),
  }),
  /**
   * Fewest persons behind a percentile, and the multiple of whole dollars it is shown in. `ranks`: adjacent amounts of which
   * it is the mean; `largestError`: dollars it is at most from the percentile itself, of blurred wages where the policy blurs them. Some of version 1 lack both.
   */
  percentiles: z.strictObject({
    minimum: z.int(),
    base: z.number(),
    ranks: z.int().optional(),
    largestError: z.number().optional(),
  }),
  sections: z.array(LatticeSection),
});

export const ReleaseLattice = Lattice.superRefine((lattice, context) => {
  for (const path of lattice.version === 1 ? [] : leftOut(lattice)) {
    context.addIssue({ code: 'custom', path: [...path], message: 'left out' });
  }
});
export type ReleaseLattice = z.infer<typeof Lattice>;

/** What a lattice does not say that checks need. */
function leftOut({
  shares,
  percentiles,
  sections,
}: ReleaseLattice): readonly (readonly (string | number)[])[] {
  return [
    ...(shares.singleIssuerMinimum === undefined ? [['shares', 'singleIssuerMinimum']] : []),
    ...(percentiles.ranks === undefined ? [['percentiles', 'ranks']] : []),
    ...(percentiles.largestError === undefined ? [['percentiles', 'largestError']] : []),
    ...sections.flatMap(({ keys, figures }, s) => [
      ...keys.flatMap(({ hasOneSupplier }, k) =>
        hasOneSupplier === undefined ? [['sections', s, 'keys', k, 'hasOneSupplier']] : [],
      ),
      ...figures.flatMap(({ isOfSome }, f) =>
        isOfSome === undefined ? [['sections', s, 'figures', f, 'isOfSome']] : [],
      ),
    ]),
  ];
}

/** A key that certificates of this exchange are signed with. */
export const ReleaseKey = z.strictObject({
  algorithm: z.literal('Ed25519'),
  /** 32 bytes, base64. */
  publicKey: z.string(),
  /** When a release was first published under it. */
  firstUsedAt: z.iso.datetime(),
});
export type ReleaseKey = z.infer<typeof ReleaseKey>;
