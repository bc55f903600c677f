import type { RulePack } from '@credlink/tokens';

/** One committed upload as the linker sees it. */
export type LinkSource = {
  readonly uploadId: string;
  /** Digest of the owner's file: what the source is ordered by, whenever and under what id it came. */
  readonly sourceDigest: string;
  /** SQL relation with the columns of an identity file of the vault (packages/vault/src/identity-file.ts). */
  readonly relation: string;
  /** Files that follow one another: one organisation and one kind of file. */
  readonly series: string;
  /** Who contributed it: a record reference is evidence among its own files only. */
  readonly organisation: string;
  /** A clearinghouse answers under the references of those who asked; see `vouchedTable`. */
  readonly isUnderOthersReferences: boolean;
  readonly pack: RulePack;
  readonly isOneRecordPerPerson: boolean;
  readonly subjects: number;
  /** From the manifest: chance that two random subjects agree, by level. */
  readonly chanceAgreement: Readonly<Record<string, number>>;
  /** From the manifest: share of subjects that carry the attribute. */
  readonly attributePresence: Readonly<Record<string, number>>;
};

/** Sources in an order of their own, so that neither upload order nor identifiers decide anything. */
export type OrderedSources = {
  readonly sources: readonly LinkSource[];
  /** Distinct series; files with richer rules come first. */
  readonly series: readonly string[];
  /** Index into `series` by source. */
  readonly seriesOf: readonly number[];
};

/** Orders sources by richness of their rules, then series, then content. */
export function orderSources(sources: readonly LinkSource[]): OrderedSources {
  const ordered = [...sources].sort(
    (left, right) =>
      right.pack.rules.length - left.pack.rules.length ||
      compare(left.series, right.series) ||
      compare(left.sourceDigest, right.sourceDigest) ||
      compare(left.uploadId, right.uploadId),
  );
  const series = [...new Set(ordered.map((source) => source.series))];
  return { sources: ordered, series, seriesOf: ordered.map((source) => series.indexOf(source.series)) };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
