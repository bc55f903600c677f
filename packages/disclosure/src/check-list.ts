/**
 * One line of a certificate. `violations` is null where nothing was checked, and of a line that is `not_checked` what a
 * weaker question found.
 */
export type Check = {
  readonly id: string;
  readonly title: string;
  readonly result: 'passed' | 'failed' | 'not_checked';
  readonly violations: number | null;
  readonly note: string;
};

/** What the checks of a protected lattice found: numbers of violations. */
export type Findings = {
  readonly method: 'rounded' | 'exact';
  readonly badCounts: number;
  readonly derivable: number;
  readonly smallRemainders: number;
  readonly narrow: number;
  readonly badShares: number;
  readonly badPercentiles: number;
  /** Cents by which each quarter's wage behind the percentiles was moved at most. */
  readonly blurCents: number;
  /** Insiders looked at, and cases in which one is told the few others too closely; null where none was given. */
  readonly insiders: { readonly count: number; readonly told: number } | null;
  /** Figures that changed although too few persons came or went. */
  readonly changed: number;
  readonly earlierReleases: number;
  /** Sums of earlier releases that were not read as they were, see `readSumsThen`. */
  readonly unreadSums: number;
  readonly restates: boolean;
  /** Counts that other publishers show. */
  readonly elsewhere: number;
};

const CHANGES = 'A figure changes between releases only by 0 or enough persons';

const NEW_PARTS =
  ' That a total is carried says that a part which is new in it holds fewer than the minimum, where the others made it up before; as long as it is shown, such a part is asked for a range of one person less.';

/** Lines that say something of all releases together. */
const OVER_RELEASES: readonly string[] = ['B2', 'B3', 'B4'];

/** The bar B1 to B10 of the disclosure design, each with what was found or that nobody looked. */
export function listChecks(findings: Findings): readonly Check[] {
  return bars(findings).map((check) => asFarAsRead(check, findings));
}

/** Of all releases together nothing is passed while sums of an earlier one are not known. */
function asFarAsRead(check: Check, { unreadSums }: Findings): Check {
  if (unreadSums === 0 || check.result !== 'passed' || !OVER_RELEASES.includes(check.id)) return check;
  const note = `${check.note} Not over releases: ${unreadSums} sums of earlier releases had other parts than those that have an address now, and are not known.`;
  return { ...check, result: 'not_checked', note };
}

function bars(findings: Findings): readonly Check[] {
  const { method } = findings;
  return [
    checked(
      'B1',
      'Thresholds count distinct linked persons',
      findings.badCounts,
      'Every count was counted again from its members, and of some of what one organisation supplied it has the minimum of single issuers.',
    ),
    checked(
      'B2',
      'No hidden figure follows exactly from shown figures',
      findings.derivable,
      method === 'exact'
        ? 'Rank test of all tables together, and with the counts of all earlier releases, modulo two primes, by code the suppression does not use.'
        : 'Shown counts are intervals; bounds were followed along every sum of the tables, with the bands of shares.',
    ),
    remainderCheck(findings),
    rangeCheck(findings),
    insiderCheck(findings.insiders),
    checked('B6', 'No share says all or none; both sides pass a minimum', findings.badShares, ''),
    checked(
      'B7',
      'Percentiles only over enough persons, fuzzed, never a few persons apart',
      findings.badPercentiles,
      `Every percentile shown anew was compared with the amounts at the ranks around it: it is their mean, rounded.${blurNote(findings)}`,
    ),
    notChecked(
      'B8',
      'A figure depends on the release and its address only',
      'Follows from serving stored figures.',
    ),
    historyCheck(findings),
    checked('B10', 'One status for everything hidden', 0, 'The released form has room for no other.'),
  ];
}

const CENTS_PER_DOLLAR = 100;

function blurNote({ blurCents }: Findings): string {
  return blurCents === 0
    ? ''
    : ` The amounts are of wages each quarter of which was moved by up to $${blurCents / CENTS_PER_DOLLAR}.`;
}

function elsewhereNote({ elsewhere }: Findings): string {
  if (elsewhere === 0) return '';
  return ` Readers are taken to know ${elsewhere} counts that others publish; what these tell by themselves is not counted, but for what would be told to the person.`;
}

/** In a restatement, persons whose wages were revised are counted with those who came or went. */
function historyCheck({ earlierReleases, restates, changed }: Findings): Check {
  if (earlierReleases === 0) return notChecked('B9', CHANGES, 'No earlier release was given.');
  const compared = `Every count, share and percentile was compared with what each of ${earlierReleases} earlier releases showed at its address.`;
  const restated =
    ' A restatement: persons with revised wages count as changed behind a percentile, persons who changed sides behind a share.';
  return checked('B9', CHANGES, changed, restates ? compared + restated : compared);
}

/** Of true counts it rests on the ranges. */
function remainderCheck({ method, smallRemainders, earlierReleases }: Findings): Check {
  const title = 'No group of fewer than the minimum follows by subtraction';
  if (method === 'rounded') {
    const note = 'Shown counts are intervals; hidden parts of every total were bounded along every sum.';
    const since =
      ' Linear programs over all releases together: behind no carried count does it follow that fewer than the minimum came, or went, and not nobody. Not asked of a count that an earlier release carried and this one does not.';
    return checked('B3', title, smallRemainders, earlierReleases === 0 ? note : note + since);
  }
  const note =
    'By size: a group that is a union of finest cells and could be derived, in whatever way, would keep the hidden cells inside it below the minimum, which B4 excludes. Searched one by one besides: nested groups, corners, complements of shares, hidden parts of every total. Not searched: differences between two populations other than shares.';
  const between =
    ' The same holds of what this and earlier releases tell together; of cells that are new in carried totals it excludes groups of up to the minimum less two. Nor does it follow by addition and subtraction that fewer than the minimum came to a group, or to parts of a total together, or went, since an earlier release.';
  return checked('B3', title, smallRemainders, earlierReleases === 0 ? note : note + between);
}

function rangeCheck(findings: Findings): Check {
  const { method, narrow, earlierReleases } = findings;
  const title = 'Ranges of hidden figures are wide';
  if (method === 'rounded') {
    const note =
      'Linear programs over all tables and earlier releases together, each with the parts it had, with bands of shares, theirs too: every hidden count, and every small sum of hidden parts of a total, can lie in a range at least as wide as the minimum that reaches the minimum. Counts are taken as real numbers.';
    const all = note + elsewhereNote(findings);
    return checked('B4', title, narrow, earlierReleases === 0 ? all : all + NEW_PARTS);
  }
  const note =
    'For every hidden count, possible states of all tables were found that agree with every shown count and sum, in which it spans the minimum and reaches it. Counts are taken as real numbers.';
  const together =
    ' And with all that earlier releases showed: the counts they hid, and the counts of now behind carried figures, are such hidden counts too; readers are taken to know which groups stayed the same, and that fewer than the minimum came or went behind a carried figure.';
  return checked('B4', title, narrow, earlierReleases === 0 ? note : note + together + NEW_PARTS);
}

/**
 * Says how often others are told too closely, and nothing of how many small groups there are: an insider in few groups
 * would learn from that number that hers is one.
 */
function insiderCheck(insiders: Findings['insiders']): Check {
  const title = 'Safe against a contributor who subtracts its own persons';
  if (insiders === null) return notChecked('B5', title, 'No insider was named.');
  const note = `${insiders.count} insiders. Counted: cases in which the few others of a group are told to the person or to one of two numbers, from counts, along single sums. Some are repaired, the others are reported and the release stands.`;
  // The bar asks for ranges as wide as for everybody; what is counted here is less, so nothing found is no pass.
  if (insiders.told === 0) return { ...notChecked('B5', title, note), violations: 0 };
  return checked('B5', title, insiders.told, note);
}

function checked(id: string, title: string, violations: number, note: string): Check {
  return { id, title, result: violations === 0 ? 'passed' : 'failed', violations, note };
}

function notChecked(id: string, title: string, note: string): Check {
  return { id, title, result: 'not_checked', violations: null, note };
}
