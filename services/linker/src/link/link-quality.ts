import type { DecoyCounts, PrecisionEstimate, RecallEstimate, ShareEstimate } from '@credlink/linkage';

/** Links between two series (or inside one), and what the posteriors say of them. */
export type PairQuality = {
  readonly left: string;
  readonly right: string;
  readonly candidates: number;
  /** Posterior of a half or more; the threshold is fixed. */
  readonly links: number;
  /** Posterior of .9 or more. */
  readonly sureLinks: number;
  readonly expectedLinks: number;
  /** Share of the links that are expected to be wrong, by the model and by the persons they came to be in. */
  readonly posteriorFdr: number;
  /** The same of the links that persons took over: what releases rest on. */
  readonly keptFdr: number;
  /** Share of the candidate pairs of one person that are expected to be missed: neither linked nor in one person. */
  readonly posteriorFnr: number;
  /** Share of the links that the duplicate method expects to be right; null where it does not apply. */
  readonly duplicates: PrecisionEstimate | null;
  /** Share of the pairs of one person that were linked, by capture-recapture; null where it does not apply. */
  readonly recapture: RecallEstimate | null;
  /** Links of the deterministic cascade, by step, and how many of them the model makes as well. */
  readonly cascade: readonly {
    readonly step: number;
    readonly links: number;
    readonly alsoByModel: number;
  }[];
};

/** A rule of which values were too common to propose pairs. */
export type CappedRule = {
  readonly rule: number;
  /** Most nodes that share a value which proposes pairs. */
  readonly largestBlock: number;
  readonly cappedValues: number;
  readonly cappedNodes: number;
};

/** A rule that alone proposed more pairs than are looked at: those by the values most nodes share are left out. */
export type LoneRule = {
  readonly rule: number;
  /** Most nodes of two files that share a value by which the rule alone proposes a pair, between the two where fewest do. */
  readonly largestBlock: number;
  readonly leftOut: number;
};

/** An upload of which the tokens meet far more partners than those of the other uploads: damaged, or made to. */
export type HeavyUpload = {
  readonly uploadId: string;
  /** Nodes whose first record is in this upload. */
  readonly nodes: number;
  /** Partners those nodes meet, over all rules, before the budget of the run is applied. */
  readonly partners: number;
};

/** What the decoys of one series say of its links. */
export type DecoyQuality = {
  /** Series. */
  readonly source: string;
  readonly counts: DecoyCounts;
  readonly false: ShareEstimate | null;
  readonly household: ShareEstimate | null;
  readonly missed: ShareEstimate | null;
};

/** What a run says of itself: counts and shares, never a row. */
export type LinkQuality = {
  readonly subjects: number;
  /** What the linker decided about: subjects with equal SSN and name tokens, or one record reference, are one. */
  readonly nodes: number;
  readonly persons: number;
  /** Nodes with two near-equal partners in a file with one record a person: linked to neither. */
  readonly ambiguous: number;
  readonly largestPerson: number;
  /** Persons of more nodes than plausible: an alarm. */
  readonly largePersons: number;
  readonly model: {
    readonly iterations: number;
    readonly isConverged: boolean;
    readonly mergeRounds: number;
    readonly samePerson: Readonly<Record<string, readonly number[]>>;
    readonly sameHousehold: Readonly<Record<string, readonly number[]>>;
  };
  readonly pairs: readonly PairQuality[];
  readonly capped: readonly CappedRule[];
  readonly lone: readonly LoneRule[];
  readonly heavy: readonly HeavyUpload[];
  readonly decoys: readonly DecoyQuality[];
  readonly sources: readonly {
    readonly uploadId: string;
    readonly subjects: number;
    /** Subjects that share their person with a subject of another series. */
    readonly linked: number;
  }[];
};
