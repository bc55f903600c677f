/** What a run did with the decoys of one source. */
export type DecoyCounts = {
  readonly strangers: number;
  /** Persons of other sources that strangers were linked to: several strangers on one person are one. */
  readonly strangersLinked: number;
  readonly twins: number;
  readonly twinsLinked: number;
  /** Copies of records that were linked to another source. */
  readonly copies: number;
  readonly copiesFound: number;
};

export type ShareEstimate = { readonly estimate: number; readonly low: number; readonly high: number };

/** Fewer decoys of a kind tell nothing. */
const LEAST_DECOYS = 30;

/** Normal quantile of a two-sided 95 % interval. */
const Z95 = 1.96;

/** The score interval of a binomial share (Wilson, J Am Stat Assoc 22:209-212, 1927): sound for shares of 0 and 1. */
export function wilsonInterval(hits: number, trials: number): ShareEstimate {
  const share = hits / trials;
  const z2 = Z95 ** 2 / trials;
  const middle = (share + z2 / 2) / (1 + z2);
  const margin = (Z95 / (1 + z2)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials));
  return { estimate: share, low: Math.max(0, middle - margin), high: Math.min(1, middle + margin) };
}

/**
 * Share of a source's links that are wrong: the share of its strangers that were linked is what a record without a partner
 * risks; so many of all its records would be linked wrongly, which are this share of those that are linked (decoys as in
 * target-decoy search: Elias and Gygi, Nat Methods 4:207-214, 2007). Records with a partner of their own risk less, so the
 * estimate is rather too high.
 *
 * @param records of the source, and those of them that share a person with another source
 * @returns null where there are too few strangers or links
 */
export function decoyFalse(
  { strangers, strangersLinked }: DecoyCounts,
  records: number,
  linked: number,
): ShareEstimate | null {
  if (strangers < LEAST_DECOYS || linked === 0) return null;
  const risk = wilsonInterval(strangersLinked, strangers);
  const ofLinks = (share: number) => Math.min(1, (share * records) / linked);
  return { estimate: ofLinks(risk.estimate), low: ofLinks(risk.low), high: ofLinks(risk.high) };
}

/**
 * Share of damaged copies that were not linked to the person their original was linked to: what a record with two errors
 * more than usual risks, hence an upper bound of the share missed among records that are in the other source.
 */
export function decoyMissed({ copies, copiesFound }: DecoyCounts): ShareEstimate | null {
  return copies < LEAST_DECOYS ? null : wilsonInterval(copies - copiesFound, copies);
}

/**
 * Share of twins, somebody's household under another given name, that were linked: what a record risks whose relative is in
 * another file and who is not. No share of links: most records have no such relative.
 */
export function decoyHousehold({ twins, twinsLinked }: DecoyCounts): ShareEstimate | null {
  return twins < LEAST_DECOYS ? null : wilsonInterval(twinsLinked, twins);
}
