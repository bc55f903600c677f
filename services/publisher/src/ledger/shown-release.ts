import { canonicalJson } from '@credlink/disclosure';

/** A figure that a release computed and showed, and the sets of persons it rests on, by number. */
export type ShownFigure = RememberedSets & {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Fewest persons with which it was shown; null where that is the minimum of a count, or was not remembered. */
  readonly least: number | null;
};

export type RememberedSets = {
  readonly population: number;
  /** Of a share. */
  readonly numerator: number | null;
  /** Everybody in the figure's cohort. */
  readonly roster: number;
};

/** Persons in an atom of the earlier release and in one of today's; null where they are in no cell of one of them. */
export type Overlap = {
  readonly before: number | null;
  readonly now: number | null;
  readonly persons: number;
};

/** What the ledger remembers of a release that readers saw, beside today's persons. Nothing in it may leave. */
export type ShownRelease = {
  readonly publishedId: string;
  /** By address; a figure that the release carried is remembered under the release it came from. */
  readonly figures: ReadonlyMap<string, ShownFigure>;
  /** Counts it hid, by address. */
  readonly hidden: ReadonlyMap<string, RememberedSets>;
  /** Counts for which it showed the figure of an older release, and that release. Earlier ledgers have none of them. */
  readonly kept: ReadonlyMap<string, RememberedSets & { readonly asOf: string }>;
  /** Atoms of the earlier release, by the set's number. */
  readonly sets: ReadonlyMap<number, Uint32Array>;
  readonly overlaps: readonly Overlap[];
  /** Equal for equal sets of persons, whatever release they are of. */
  readonly nameOfSet: (atoms: Uint32Array) => string;
};

/** One text for the address of a figure, the same in every release. */
export function addressText(figure: {
  readonly table: string;
  readonly measure: string;
  readonly variant: string;
  readonly key: Readonly<Record<string, string>>;
}): string {
  return [figure.table, figure.measure, figure.variant, canonicalJson(figure.key)].join('\n');
}
