import { z } from 'zod';

/**
 * The status of a published cell. `suppressed` is one opaque code for everything that is withheld, whatever the
 * reason; `not_mature` and `not_covered` follow from the calendar and the catalogue alone, never from a count.
 */
export const CELL_STATUSES = [
  'ok',
  'suppressed',
  'carried',
  'not_mature',
  'not_covered',
  'not_applicable',
] as const;
export type CellStatus = (typeof CELL_STATUSES)[number];

export const UNITS = ['count', 'share', 'usd'] as const;
export type Unit = (typeof UNITS)[number];

/** A value of a dimension in a cell's address; `all` is the total of every dimension. */
export const TOTAL = 'all';

/**
 * One cell as a reader sees it. `value` is a count (rounded by policy), a share from 0 to 1 (the middle of its
 * band), or whole dollars. `low` and `high` bound what the figure can be after rounding or banding; of
 * dollars the percentile of blurred wages, where the release's policy blurs them: no percentile moves further than the wages behind it.
 * All three are null unless the status is `ok` or `carried`. A `carried` figure is the one that release `asOf` showed:
 * its persons are the same, or all but fewer than the minimum of the policy.
 */
export const PublishedCell = z.strictObject({
  table: z.string(),
  measure: z.string(),
  variant: z.string(),
  /** Dimension -> code, every dimension of the table present, totals as `all`. */
  key: z.record(z.string(), z.string()),
  unit: z.enum(UNITS),
  status: z.enum(CELL_STATUSES),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Public id of the release a `carried` figure was computed for; null for every other status. */
  asOf: z.string().nullable(),
});
export type PublishedCell = z.infer<typeof PublishedCell>;

export const PublishedTable = z.strictObject({
  /** Names a file of a downloaded release, so that no other character may stand in it. */
  table: z.string().regex(/^[a-z][a-z0-9_]*$/),
  title: z.string(),
  dimensions: z.array(
    z.strictObject({
      name: z.string(),
      /** Every code a filter may name, in display order, with its label and its parent (null for the total). */
      members: z.array(
        z.strictObject({ code: z.string(), label: z.string(), parent: z.string().nullable() }),
      ),
    }),
  ),
  measures: z.array(z.strictObject({ measure: z.string(), variant: z.string(), unit: z.enum(UNITS) })),
});
export type PublishedTable = z.infer<typeof PublishedTable>;

/** A measure's definition as it travels with every figure. */
export const MeasureDefinition = z.strictObject({
  measure: z.string(),
  variant: z.string(),
  version: z.string(),
  title: z.string(),
  unit: z.enum(UNITS),
  anchor: z.enum(['award', 'exit', 'entry', 'completion']),
  /** Quarter offsets from the anchor that must be complete before a person is measurable. */
  window: z.strictObject({ from: z.int(), to: z.int() }).nullable(),
  numerator: z.string().nullable(),
  denominator: z.string(),
  source: z.string(),
  caveats: z.array(z.string()),
});
export type MeasureDefinition = z.infer<typeof MeasureDefinition>;

/** What was checked before publication, and what was not. Part of the release, served with it. */
export const Certificate = z.strictObject({
  version: z.literal(1),
  policy: z.strictObject({
    name: z.string(),
    /** Of the policy that was ordered, and after a plus the profiles of agreements that made it stricter. */
    version: z.string(),
    /** SHA-256 over the canonical JSON (RFC 8785) of `terms`. */
    sha256: z.string(),
    /** The policy itself, but for its limits of concentration. */
    terms: z.record(z.string(), z.unknown()).optional(),
    /** Profiles asked for by the agreements under which the data of the release came. */
    profiles: z.array(z.string()).optional(),
    /** SHA-256 over the limits of concentration and a salt; an auditor is given both. */
    concentrationCommitment: z.string().optional(),
  }),
  /** SHA-256 over the canonical JSON of the tables and cells. */
  contentSha256: z.string(),
  /** Public id of the release; absent in certificates that do not say it: the first 16 digits of `contentSha256`. */
  releaseId: z.string().optional(),
  /** SHA-256 over the canonical JSON of the lattice; absent in releases made before there was one. */
  latticeSha256: z.string().optional(),
  inputs: z.strictObject({
    catalogueSha256: z.string(),
    linkRunId: z.string(),
    vaultFiles: z.array(z.string()),
    seed: z.string(),
    /** Public ids of all releases readers ever saw before this one, withdrawn ones included, oldest first. */
    earlierReleases: z.array(z.string()),
  }),
  checks: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      result: z.enum(['passed', 'failed', 'not_checked']),
      violations: z.int().nullable(),
      note: z.string(),
    }),
  ),
  /** Shares of the cells that hold at least the minimum, over all tables. Banded to whole percent. */
  cells: z.strictObject({ total: z.int(), published: z.int(), carried: z.int() }),
  linkage: z.record(z.string(), z.unknown()),
  caveats: z.array(z.string()),
  /**
   * Over the canonical JSON (RFC 8785) of everything else here; key and signature in base64. Null in releases made
   * before certificates were signed.
   */
  signature: z
    .strictObject({ algorithm: z.literal('Ed25519'), publicKey: z.string(), value: z.string() })
    .nullable()
    .default(null),
});
export type Certificate = z.infer<typeof Certificate>;

export const RELEASE_STATES = ['ordered', 'building', 'held', 'published', 'withdrawn', 'failed'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

/** A release as a reader sees it. */
export const PublishedRelease = z.strictObject({
  /** First 16 hex digits of the content digest; other digits where an earlier release had the very same content. */
  releaseId: z.string(),
  title: z.string(),
  publishedAt: z.iso.datetime(),
  contentSha256: z.string(),
  policy: z.string(),
  tables: z.array(z.string()),
});
export type PublishedRelease = z.infer<typeof PublishedRelease>;
