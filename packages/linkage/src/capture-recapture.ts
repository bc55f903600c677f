/** Links between records that carry both an SSN and names with a birth date, by what would have found them. */
export type TwoLists = {
  /** Found by the SSN. */
  readonly bySsn: number;
  /** Found by full name and birth date. */
  readonly byName: number;
  /** Found by both. */
  readonly byBoth: number;
  /** Linked, whatever found them. */
  readonly links: number;
};

export type RecallEstimate = {
  readonly recall: number;
  /** 95 % interval of the number of pairs of one person alone: the lists are taken as independent. */
  readonly low: number;
  readonly high: number;
  /** Most that one link more would change any of them. */
  readonly step: number;
};

/** Fewer common links tell nothing of what both lists miss (Chapman's estimator is nearly unbiased from about 7 on). */
const LEAST_COMMON = 10;

/** Normal quantile of a two-sided 95 % interval. */
const Z95 = 1.96;

type Interval = Omit<RecallEstimate, 'step'>;

function intervalOf({ bySsn, byName, byBoth, links }: TwoLists): Interval {
  const product = (bySsn + 1) * (byName + 1);
  const pairs = product / (byBoth + 1) - 1;
  const variance = (product * (bySsn - byBoth) * (byName - byBoth)) / ((byBoth + 1) ** 2 * (byBoth + 2));
  const margin = Z95 * Math.sqrt(Math.max(0, variance));
  const shareOf = (all: number) => Math.min(1, links / Math.max(links, all));
  return { recall: shareOf(pairs), low: shareOf(pairs + margin), high: shareOf(pairs - margin) };
}

/**
 * Share of the pairs of one person that were linked, among records that could be found in both ways. Of the links one
 * list found, the other found a share; of all pairs of one person it should have found the same share, which tells how
 * many there are (Chapman 1951; variance: Seber 1970):
 *
 *     N = (n1 + 1)(n2 + 1) / (m + 1) - 1
 *     var N = (n1 + 1)(n2 + 1)(n1 - m)(n2 - m) / ((m + 1)^2 (m + 2))
 *
 * Records of poor quality are missed by both lists more often than independence says; the estimate is then too high.
 *
 * @returns null where the lists have too few links in common.
 */
export function recapturedRecall(lists: TwoLists): RecallEstimate | null {
  const { bySsn, byName, byBoth, links } = lists;
  if (byBoth < LEAST_COMMON || links <= 0) return null;
  const estimate = intervalOf(lists);
  const neighbours: readonly Partial<TwoLists>[] = [
    { links: links + 1 },
    { links: links + 1, bySsn: bySsn + 1 },
    { links: links + 1, byName: byName + 1 },
    { links: links + 1, bySsn: bySsn + 1, byName: byName + 1, byBoth: byBoth + 1 },
    { bySsn: bySsn + 1, byBoth: byBoth + 1 },
    { byName: byName + 1, byBoth: byBoth + 1 },
  ];
  const steps = neighbours.map((changed) => {
    const { recall, low, high } = intervalOf({ ...lists, ...changed });
    return Math.max(
      Math.abs(recall - estimate.recall),
      Math.abs(low - estimate.low),
      Math.abs(high - estimate.high),
    );
  });
  return { ...estimate, step: Math.max(...steps) };
}
