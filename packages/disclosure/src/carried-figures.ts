import type { EarlierFigure, ProtectInput } from './input.ts';
import { isKept } from './rules/carry.ts';
import { changeOfPercentile, changeOfShare, type FigureChange } from './set-changes.ts';

/** A figure that keeps the value of the earlier release `from`. */
export type CarriedFigure = { readonly shown: EarlierFigure; readonly from: string };

/** Shares by id, percentiles by id and percent. Counts that are kept are in the count system. */
export type CarriedFigures = {
  readonly shares: ReadonlyMap<string, CarriedFigure>;
  readonly percentiles: ReadonlyMap<string, CarriedFigure>;
};

/**
 * Shares and percentiles that must keep a value readers have seen, because too few persons came or went since. Where
 * several earlier releases are that close, the newest counts.
 */
export function findCarriedFigures({
  earlier,
  policy,
  percentiles: now,
  restates = false,
}: Pick<ProtectInput, 'earlier' | 'policy' | 'percentiles' | 'restates'>): CarriedFigures {
  const revised = revisedPersons(now);
  const shares = new Map<string, CarriedFigure>();
  const percentiles = new Map<string, CarriedFigure>();
  const isNear = (change: FigureChange) => isKept(change, restates, policy);
  for (const { id: from, ...release } of earlier) {
    for (const share of release.shares) {
      if (isNear(changeOfShare(share))) shares.set(share.id, { shown: share.shown, from });
    }
    for (const percentile of release.percentiles) {
      const { id, p, shown } = percentile;
      if (isNear(changeOfPercentile(percentile, revised.get(id) ?? 0)))
        percentiles.set(percentileName(id, p), { shown, from });
    }
  }
  return { shares, percentiles };
}

/**
 * Percentiles that a few persons tell from some that an earlier release showed. In a restatement only those of which
 * fewer than the minimum were revised: of the others the values of many changed, so no difference is one person's.
 */
export function percentilesNearEarlier({
  earlier,
  percentiles: now,
  policy,
  restates = false,
}: Pick<ProtectInput, 'earlier' | 'percentiles' | 'policy' | 'restates'>): ReadonlySet<string> {
  const revised = revisedPersons(now);
  const isOld = (id: string): boolean => !restates || (revised.get(id) ?? 0) < policy.counts.minimum;
  return new Set(earlier.flatMap(({ percentiles }) => percentiles.flatMap(({ near }) => near.filter(isOld))));
}

/** By the id of the percentiles. */
export function revisedPersons(percentiles: ProtectInput['percentiles']): ReadonlyMap<string, number> {
  return new Map(percentiles.map(({ id, revised = 0 }) => [id, revised]));
}

export function percentileName(id: string, p: number): string {
  return `${id} ${p}`;
}
