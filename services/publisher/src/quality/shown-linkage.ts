import { type RecordedPair, recordedQualityOf } from './recorded-pairs.ts';

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

/** What readers see of the links between two sources. Shares in whole percent. */
export type ShownPair = {
  readonly left: string;
  readonly right: string;
  readonly posteriorFdr: number;
  /** Of the links that persons took over; null in records of earlier runs. */
  readonly keptFdr: number | null;
  readonly posteriorFnr: number;
  /** By the estimates that need no posterior; the record of the run has them only where one link changes little. */
  readonly duplicatePrecision: number | null;
  readonly recall: { readonly estimate: number; readonly low: number; readonly high: number } | null;
};

function shownPair(pair: RecordedPair): readonly ShownPair[] {
  const { left, right, links, posteriorFdr, posteriorFnr, duplicatePrecision, recapture } = pair;
  if (links === null || links < LEAST_LINKS || posteriorFdr === null || posteriorFnr === null) return [];
  return [
    {
      left,
      right,
      posteriorFdr: inWholePercent(posteriorFdr),
      keptFdr: pair.keptFdr == null ? null : inWholePercent(pair.keptFdr),
      posteriorFnr: inWholePercent(posteriorFnr),
      duplicatePrecision: duplicatePrecision == null ? null : inWholePercent(duplicatePrecision),
      recall:
        recapture == null
          ? null
          : {
              estimate: inWholePercent(recapture.recall),
              low: inWholePercent(recapture.low),
              high: inWholePercent(recapture.high),
            },
    },
  ];
}

/** The part of a run's quality record that goes into the certificate; null where the record has another shape. */
export function shownLinkage(quality: unknown): { readonly between: readonly ShownPair[] } | null {
  const recorded = recordedQualityOf(quality);
  return recorded === null ? null : { between: recorded.pairs.flatMap(shownPair) };
}
