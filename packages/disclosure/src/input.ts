import type { Policy } from './policy.ts';

/**
 * A dimension of the lattice: the code of its total and one or more trees over the same leaves, each a map from a
 * code to its parent. Children of one parent may overlap (a person can stand under two of them): what adds up is
 * found from the members, not assumed. With `mustNest` a child that is not inside its parent is a fault of the caller;
 * without, such a family has no sum.
 */
export type Dimension = {
  readonly total: string;
  readonly mustNest: boolean;
  readonly trees: readonly Readonly<Record<string, string>>[];
};

/** Code of the total of a dimension that is not described: all its other codes are then children of this one, nested or not. */
export const DEFAULT_TOTAL = 'all';

/**
 * One group of persons at one lattice address.
 * - `population` names what is counted. Cells of one population whose keys agree after totals are left out are the
 *   same group in every table, and get the same status.
 * - `members` are indices of atoms; their weights add to `n`.
 * - `priority` says what should survive: higher is kept first.
 * - `use`: `publish` for a count readers may see, `base` for a group that only carries a share or a percentile.
 */
export type InputCell = {
  readonly id: string;
  readonly table: string;
  readonly population: string;
  readonly key: Readonly<Record<string, string>>;
  readonly members: Uint32Array;
  readonly n: number;
  readonly priority: number;
  readonly use: 'publish' | 'base';
  /** Id of a cell that holds all its persons by definition, as every reader knows: everybody of the cohort they are of. */
  readonly within?: string;
  /**
   * Of a count of those of a cohort whom some condition holds of: how many of them the organisation that supplied most did
   * not supply. Left out where everybody in it is counted, and of base cells.
   */
  readonly suppliedByOthers?: number;
};

/**
 * A share of one cell in another. `suppliedByOthers`: persons of the denominator whom the organisation that supplied most of
 * it did not supply.
 */
export type InputShare = {
  readonly id: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly suppliedByOthers: number;
};

/**
 * Percentiles over the persons of a cell; `p` in percent. `around` are cents at an odd number of adjacent ranks, ascending:
 * the middle one is the percentile, the others stand as many ranks below and above it. `variable` names the value that is
 * ranked: groups are compared within one variable.
 */
export type InputPercentiles = {
  readonly id: string;
  readonly variable: string;
  readonly population: string;
  readonly values: readonly { readonly p: number; readonly around: readonly number[] }[];
  /** Persons of the population whose values were revised since the newest earlier release; looked at by a restatement only. */
  readonly revised?: number;
};

/** How the persons of a cell spread over contributors (for instance the organisations that reported them). */
export type InputConcentration = {
  readonly cell: string;
  readonly contributors: number;
  readonly largestShare: number;
};

/** What readers saw, with the least and greatest number that is shown so. */
export type EarlierFigure = {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /**
   * Fewest persons of the group, of a share its denominator, with which it was shown, where readers know of more than the
   * minimum of a count: thirty of one organisation's own group.
   */
  readonly least?: number;
};

/**
 * A group of persons as it was in an earlier release. The caller compares member sets; this package is told sizes only.
 */
export type EarlierGroup = {
  /** Persons of the group then; of a value that was carried even then, persons of the set it was computed from. */
  readonly n: number;
  /** Equal for equal sets of persons at one address, over all earlier releases; means nothing else. */
  readonly set: string;
  /** Persons who are in exactly one of that set and the group's set now; 0 when nobody came or went. */
  readonly apart: number;
};

/** One count of an earlier release, shown or hidden. */
export type EarlierCell = EarlierGroup & {
  readonly population: string;
  readonly key: Readonly<Record<string, string>>;
  /** Null where it was hidden, or showed an older figure. */
  readonly shown: EarlierFigure | null;
  /** Where it showed an older figure: the release that computed that. The group is what it was when this was carried. */
  readonly keeps?: string;
  /** `apart` of everybody in the cohort the group is a part of; looked at by a restatement only. */
  readonly rosterApart?: number;
};

/** A share that an earlier release showed. */
export type EarlierShare = {
  /** Of the share at its address now. */
  readonly id: string;
  /** The band, from 0 to 1. */
  readonly shown: EarlierFigure;
  readonly numerator: EarlierGroup;
  readonly denominator: EarlierGroup;
  /** `apart` of the denominator without the numerator, and of the cohort. */
  readonly outsideApart: number;
  readonly rosterApart: number;
};

/** A percentile that an earlier release showed, in cents. */
export type EarlierPercentile = {
  /** Of the percentiles at its address now. */
  readonly id: string;
  readonly p: number;
  readonly shown: EarlierFigure;
  /** Of its population, and of the cohort. */
  readonly apart: number;
  readonly rosterApart: number;
  /**
   * Percentiles of the same variable, at whatever address, over populations of now that a few persons tell from it.
   * A restatement looks at those of which few persons were revised.
   */
  readonly near: readonly string[];
};

/**
 * What an earlier release said of every address it had, hidden ones included: an attacker has kept it. Addresses that
 * the present input lacks are left out by the caller; so may be those at which it carried an older figure, which stands
 * under the release that computed it: then what the release tells of the count behind it is not reckoned with. An address that
 * neither this nor an older release had is one of a part that is new.
 */
export type EarlierRelease = {
  readonly id: string;
  readonly cells: readonly EarlierCell[];
  readonly shares: readonly EarlierShare[];
  readonly percentiles: readonly EarlierPercentile[];
};

/**
 * A count that somebody else publishes: readers have it, whatever is decided here. They are taken to know how many there are
 * here, as the same persons are counted; what the other publisher says is not looked at.
 */
export type CountElsewhere = {
  readonly population: string;
  readonly key: Readonly<Record<string, string>>;
};

/**
 * Somebody who knows its own persons: an issuer, an employer. `members` are indices of atoms; `persons` how many of each are
 * its own, all where left out.
 */
export type Insider = {
  readonly name: string;
  readonly members: Uint32Array;
  readonly persons?: Uint32Array;
};

/** Everything `protect` looks at. The order of the arrays has no influence on the result. */
export type ProtectInput = {
  /**
   * Atom `i` stands for `weights[i]` persons who are members of the same cells; a weight may be 0. Of them, `vouched[i]`
   * are persons whom another contributor's records confirm: only they count towards a minimum, so that fabricated
   * members do not help.
   */
  readonly atoms: { readonly weights: Uint32Array; readonly vouched: Uint32Array };
  readonly dimensions: Readonly<Record<string, Dimension>>;
  readonly cells: readonly InputCell[];
  readonly shares: readonly InputShare[];
  readonly percentiles: readonly InputPercentiles[];
  /** How far each quarter's wage in the amounts of percentiles was moved at most, in cents; 0 where left out. */
  readonly blurCents?: number;
  readonly concentrations: readonly InputConcentration[];
  readonly policy: Policy;
  /** Who is protected against besides those who know nobody; names are not looked at. */
  readonly insiders?: readonly Insider[];
  /** Looked at where counts are rounded; a policy with exact counts refuses them. */
  readonly elsewhere?: readonly CountElsewhere[];
  /** Oldest first. */
  readonly earlier: readonly EarlierRelease[];
  /** The annual restatement computes percentiles anew of those who stayed and were revised, see `isCarriedInRestatement`. */
  readonly restates?: boolean;
};
