import { z } from 'zod';

/**
 * Why a roster is kept out of a release. `unlinked_roster`: its persons are found nowhere else, though those of the
 * owner's other rosters are. `sudden_roster`: fewer than 30 persons, all in one half-year. `threshold_spike`: the owner's
 * cohorts stand at the minimum cell size far more often than beside it.
 */
export const QUARANTINE_REASONS = ['unlinked_roster', 'sudden_roster', 'threshold_spike'] as const;

/** The holders one organisation names for one credential, kept out of a release. For the steward alone. */
export const QuarantinedRoster = z.strictObject({
  organisation: z.string(),
  credential: z.string(),
  reason: z.enum(QUARANTINE_REASONS),
});
export type QuarantinedRoster = z.infer<typeof QuarantinedRoster>;
