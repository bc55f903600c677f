import { z } from 'zod';

/**
 * Claim: what a certificate says of the linkage is about many people at once. It gives no count of records, links or
 * persons, only the model's error rates, in whole percent, and those only between sources with at least this many links.
 * Against a contributor who adds one record and compares two certificates: with finer figures the change, however
 * small, would tell whether that record found a partner (attack A22). In whole percent a single link of at least
 * `LEAST_LINKS` moves a rate by one step at most, and mostly by none.
 */
export const LEAST_LINKS = 100;

function inWholePercent(rate: number): number {
  return Math.round(rate * 100) / 100;
}

const Recapture = z.object({ recall: z.number(), low: z.number(), high: z.number() });

const Quality = z.object({
  pairs: z.array(
    z.object({
      left: z.string(),
      right: z.string(),
      links: z.number().nullable(),
      posteriorFdr: z.number().nullable(),
      posteriorFnr: z.number().nullable(),
      // Records of runs before these estimates were made have neither.
      duplicatePrecision: z.number().nullish(),
      recapture: Recapture.nullish(),
    }),
  ),
});

type Estimates = Pick<z.infer<typeof Quality>['pairs'][number], 'duplicatePrecision' | 'recapture'>;

/** The estimates that need no posterior; the record of the run has them only where one link changes little. */
function shownEstimates({ duplicatePrecision, recapture }: Estimates): Readonly<Record<string, unknown>> {
  return {
    duplicatePrecision: duplicatePrecision == null ? null : inWholePercent(duplicatePrecision),
    recall:
      recapture == null
        ? null
        : {
            estimate: inWholePercent(recapture.recall),
            low: inWholePercent(recapture.low),
            high: inWholePercent(recapture.high),
          },
  };
}

/** The part of a run's quality record that goes into the certificate. */
export function shownLinkage(quality: unknown): Readonly<Record<string, unknown>> {
  const parsed = Quality.safeParse(quality);
  if (!parsed.success) return {};
  return {
    between: parsed.data.pairs.flatMap(({ left, right, links, posteriorFdr, posteriorFnr, ...others }) =>
      links === null || links < LEAST_LINKS || posteriorFdr === null || posteriorFnr === null
        ? []
        : [
            {
              left,
              right,
              posteriorFdr: inWholePercent(posteriorFdr),
              posteriorFnr: inWholePercent(posteriorFnr),
              ...shownEstimates(others),
            },
          ],
    ),
  };
}
