import { z } from 'zod';

const Share = z.number();
const Interval = z.object({ estimate: Share, low: Share, high: Share });

/** A run states the error rates of so many links or more. */
const LEAST_JUDGED_LINKS = 100;

const Pair = z
  .object({
    left: z.string(),
    right: z.string(),
    links: z.number().nullable(),
    posteriorFdr: Share.nullable(),
    posteriorFnr: Share.nullable(),
    // Records of runs before these estimates were made have none of them.
    keptFdr: Share.nullish(),
    duplicatePrecision: Share.nullish(),
    recapture: z.object({ recall: Share, low: Share, high: Share }).nullish(),
  })
  // A rate that came to no number is null in JSON, and must not pass for one that nothing is wrong with.
  .refine(
    ({ links, posteriorFdr, posteriorFnr }) =>
      (links ?? 0) < LEAST_JUDGED_LINKS || (posteriorFdr !== null && posteriorFnr !== null),
  );

/** What planted records say of one source, as far as it had any. */
const Decoys = z.object({
  source: z.string(),
  false: Interval.nullable(),
  missed: Interval.nullable(),
});

const Quality = z.object({ pairs: z.array(Pair), decoys: z.array(Decoys).default([]) });

export type RecordedQuality = z.infer<typeof Quality>;
export type RecordedPair = RecordedQuality['pairs'][number];

/** The part of a run's quality record that releases use; null where the record has another shape. */
export function recordedQualityOf(quality: unknown): RecordedQuality | null {
  return Quality.safeParse(quality).data ?? null;
}
