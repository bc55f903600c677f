/** One line of a certificate. `violations` is null where nothing was checked. */
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
  readonly derivable: number;
  readonly smallRemainders: number;
  readonly narrow: number;
  readonly badShares: number;
  readonly badPercentiles: number;
  readonly earlierReleases: number;
};

/** The bar B1 to B10 of the disclosure design, each with what was found or that nobody looked. */
export function listChecks(findings: Findings): readonly Check[] {
  const { method } = findings;
  return [
    checked(
      'B1',
      'Thresholds count distinct linked persons',
      0,
      'Every count was counted again from its members.',
    ),
    checked(
      'B2',
      'No hidden figure follows exactly from shown figures',
      findings.derivable,
      method === 'exact'
        ? 'Rank test of all tables together modulo two primes, by code the suppression does not use.'
        : 'Shown counts are intervals; bounds were followed along every sum of the tables, with the bands of shares.',
    ),
    checked(
      'B3',
      'No group of fewer than the minimum follows by subtraction',
      findings.smallRemainders,
      method === 'exact'
        ? 'Hidden parts of every total and what shown groups leave of them, nested groups, corners, complements, and sums of two hidden groups; other combinations were not searched.'
        : 'Shown counts are intervals; hidden parts of every total were bounded along every sum.',
    ),
    method === 'exact'
      ? notChecked('B4', 'Ranges of hidden figures are wide', 'No linear-programming audit yet.')
      : {
          id: 'B4',
          title: 'Ranges of hidden figures are wide',
          result: findings.narrow === 0 ? 'not_checked' : 'failed',
          violations: findings.narrow === 0 ? null : findings.narrow,
          note: 'Bounds along single sums found and repaired; no linear-programming audit yet.',
        },
    notChecked('B5', 'Safe against a contributor who subtracts its own persons', 'No insider audit yet.'),
    checked('B6', 'No share says all or none; both sides pass a minimum', findings.badShares, ''),
    checked(
      'B7',
      'Percentiles only over enough persons, never a few persons apart',
      findings.badPercentiles,
      '',
    ),
    notChecked(
      'B8',
      'A figure depends on the release and its address only',
      'Follows from serving stored figures.',
    ),
    notChecked(
      'B9',
      'A figure changes between releases only by 0 or enough persons',
      `No history audit yet; ${findings.earlierReleases} earlier releases given.`,
    ),
    checked('B10', 'One status for everything hidden', 0, 'The released form has room for no other.'),
  ];
}

function checked(id: string, title: string, violations: number, note: string): Check {
  return { id, title, result: violations === 0 ? 'passed' : 'failed', violations, note };
}

function notChecked(id: string, title: string, note: string): Check {
  return { id, title, result: 'not_checked', violations: null, note };
}
