import { z } from 'zod';

/**
 * Claim: what a certificate says of the linkage is about many people at once. It gives no count of records, links or
 * persons, only the model's error rates, to three digits, and those only between sources with at least this many links.
 */
export const LEAST_LINKS = 100;

const Quality = z.object({
  pairs: z.array(
    z.object({
      left: z.string(),
      right: z.string(),
      links: z.number(),
      posteriorFdr: z.number(),
      posteriorFnr: z.number(),
    }),
  ),
});

/** The part of a run's quality record that goes into the certificate. */
export function shownLinkage(quality: unknown): Readonly<Record<string, unknown>> {
  const parsed = Quality.safeParse(quality);
  if (!parsed.success) return {};
  return {
    between: parsed.data.pairs
      .filter((pair) => pair.links >= LEAST_LINKS)
      .map((pair) => ({
        left: pair.left,
        right: pair.right,
        posteriorFdr: Number(pair.posteriorFdr.toPrecision(3)),
        posteriorFnr: Number(pair.posteriorFnr.toPrecision(3)),
      })),
  };
}
