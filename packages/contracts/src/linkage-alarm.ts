import { z } from 'zod';

/**
 * How an error rate of a linkage was estimated without knowing the truth: see docs/LINKAGE_QUALITY.md. `record_unreadable`:
 * it was not, for the run left no record that can be read.
 */
export const LINKAGE_ESTIMATES = [
  'posterior_false',
  'posterior_missed',
  'recapture_missed',
  'decoys_false',
  'decoys_missed',
  'record_unreadable',
] as const;

/**
 * An error rate between two sources (`all`: with any other) beyond what the policy allows: why a release is held. Shares in
 * hundredths; both are null where nothing is known of the linkage.
 */
export const LinkageAlarm = z.strictObject({
  left: z.string(),
  right: z.string(),
  estimate: z.enum(LINKAGE_ESTIMATES),
  share: z.number().nullable(),
  limit: z.number().nullable(),
});
export type LinkageAlarm = z.infer<typeof LinkageAlarm>;

export const MATCH_RATE_GROUPINGS = ['all', 'sex', 'race_ethnicity'] as const;

/** Share of a source's persons that are found in wages, as a band; both bounds are null where the group is too small. */
export const MatchRate = z.strictObject({
  /** Organisation and kind of file. */
  source: z.string(),
  by: z.enum(MATCH_RATE_GROUPINGS),
  group: z.string(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type MatchRate = z.infer<typeof MatchRate>;
