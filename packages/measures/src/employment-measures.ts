import { all, type Condition, EVERYBODY, employedIn, flag, keptEmployer, usable } from './condition.ts';
import { type Measure, measure } from './measure.ts';
import { NAICS_SECTORS, UNKNOWN_SECTOR } from './naics-sector.ts';
import { quarters } from './span.ts';

const NOT_FOUND = 'Not found in the wage files is not the same as not employed.';
const YEAR = quarters(1, 4);
const AFTER = all(usable(YEAR), employedIn('any', YEAR));
const AT_4 = all(usable(quarters(4)), employedIn('any', quarters(4)));

/** Who is there, and who is found. */
export function populationMeasures(persons: string): readonly Measure[] {
  const among = EVERYBODY;
  return [
    measure(
      persons,
      { kind: 'count', among },
      { title: 'Persons', denominator: 'distinct persons in the cohort', source: 'domain.md 2.2' },
    ),
    measure(
      'linked',
      { kind: 'count', among: flag('linked') },
      {
        title: 'Persons linked to another source',
        denominator: "distinct persons with a record in another organisation's source",
        source: 'domain.md 2.2',
      },
    ),
    measure(
      'found_rate',
      { kind: 'share', of: flag('found'), among },
      {
        title: 'Found in wages',
        numerator: 'wages above zero in any complete quarter',
        denominator: 'persons in the cohort',
        source: 'domain.md 2.2',
        caveats: [NOT_FOUND],
      },
      { variant: 'any_quarter' },
    ),
  ];
}

/** Employment after the anchor: domain.md 2.2 rows 5 to 7 and the WIOA indicators of 1.6. */
export function employmentMeasures(): readonly Measure[] {
  return [
    measure(
      'employed_within_12m',
      { kind: 'share', of: AFTER, among: usable(YEAR) },
      {
        title: 'Employed within 12 months',
        numerator: 'wages above zero in any of quarters +1 to +4',
        denominator: 'persons whose quarter +4 is complete',
        source: 'domain.md 2.2 row 6a',
        caveats: [NOT_FOUND],
      },
      { window: YEAR },
    ),
    ...newJob(),
    ...alignedIndustry(),
    ...sectorsAtFour(),
    ...[2, 4].flatMap(retained),
    ...wioaMeasures(),
  ];
}

function newJob(): readonly Measure[] {
  const window = quarters(-4, 4);
  const eligible = usable(window);
  const employer: Condition = { op: 'one_employer', any: quarters(0, 4), every: [], none: null };
  const fresh: Condition = { op: 'one_employer', any: quarters(0, 4), every: [], none: quarters(-4, -1) };
  const populations = [
    ['of_eligible', eligible, 'persons whose quarters -4 to +4 are complete'],
    ['of_employed', all(eligible, employer), 'of these, persons with any employer in quarters 0 to +4'],
  ] as const;
  return populations.map(([variant, among, denominator]) =>
    measure(
      'new_job',
      { kind: 'share', of: all(among, fresh), among },
      {
        title: 'In a new job',
        numerator: 'an employer in quarters 0 to +4 that paid nothing in -4 to -1; a takeover is no new job',
        denominator,
        source: 'domain.md 2.2 row 6b',
        caveats: [NOT_FOUND],
      },
      { variant, window },
    ),
  );
}

function alignedIndustry(): readonly Measure[] {
  const listed: Condition = { op: 'has_alignment' };
  const cases = [
    ['any_of_+1..+4', all(AFTER, listed), YEAR, 'employed in any of quarters +1 to +4'],
    ['at_+4', all(AT_4, listed), quarters(4), 'employed in quarter +4'],
  ] as const;
  return cases.map(([variant, among, span, denominator]) =>
    measure(
      'aligned_industry',
      { kind: 'share', of: all(among, { op: 'aligned', span }), among },
      {
        title: 'In an aligned industry',
        numerator: "industry of the primary job is on the credential's NAICS list",
        denominator: `${denominator}, credential with a list`,
        source: 'domain.md 2.2 row 6c (industry, not occupation)',
      },
      { variant, window: span },
    ),
  );
}

function sectorsAtFour(): readonly Measure[] {
  return [...Object.keys(NAICS_SECTORS), UNKNOWN_SECTOR].map((sector) =>
    measure(
      'industry_at_+4',
      { kind: 'share', of: all(AT_4, { op: 'sector', at: 4, sector }), among: AT_4 },
      {
        title: `Sector of the primary job: ${NAICS_SECTORS[sector] ?? 'unknown'}`,
        numerator: `primary job in NAICS sector ${sector} in quarter +4`,
        denominator: 'employed in quarter +4',
        source: 'domain.md 2.2 row 5',
      },
      { variant: sector, window: quarters(4) },
    ),
  );
}

function retained(offset: number): readonly Measure[] {
  const base = all(usable(quarters(0, offset)), employedIn('any', quarters(0)));
  const cases = [
    ['point', keptEmployer('any', quarters(offset)), `in quarter +${offset}`],
    ['continuous', keptEmployer('every', quarters(1, offset)), `in every quarter +1 to +${offset}`],
  ] as const;
  return cases.map(([variant, kept, when]) =>
    measure(
      `retained_${offset * 3}m`,
      { kind: 'share', of: all(base, kept), among: base },
      {
        title: `With the same employer after ${offset * 3} months`,
        numerator: `wages from the primary employer of the anchor quarter, or its successor, ${when}`,
        denominator: `employed in the anchor quarter, quarter +${offset} complete`,
        source: 'domain.md 2.2 row 7',
      },
      { variant, window: quarters(0, offset) },
    ),
  );
}

/** The WIOA indicators that reuse these windows (domain.md 1.6); anchored on whatever the table counts from. */
export function wioaMeasures(): readonly Measure[] {
  const rate = (offset: number): Measure =>
    measure(
      `wioa_q${offset}`,
      {
        kind: 'share',
        of: all(usable(quarters(offset)), employedIn('any', quarters(offset))),
        among: usable(quarters(offset)),
      },
      {
        title: `Employed in quarter ${offset} after`,
        numerator: `wages above zero in quarter +${offset}`,
        denominator: `persons whose quarter +${offset} is complete`,
        source: 'domain.md 1.6',
        caveats: [NOT_FOUND],
      },
      { window: quarters(offset) },
    );
  const atTwo = all(usable(quarters(2)), employedIn('any', quarters(2)));
  const base = all(usable(quarters(2, 4)), employedIn('any', quarters(2)));
  const same: Condition = { op: 'one_employer', any: null, every: [2, 4], none: null };
  return [
    rate(2),
    rate(4),
    measure(
      'wioa_median_q2_p50',
      {
        kind: 'percentile',
        share: 0.5,
        amount: { kind: 'sum', prices: 'nominal', clock: 'anchor', span: quarters(2) },
        among: atTwo,
        eligible: usable(quarters(2)),
      },
      {
        title: 'Median earnings in quarter 2 after',
        denominator: 'employed in quarter +2',
        source: 'domain.md 1.6',
      },
      { variant: 'nominal', window: quarters(2) },
    ),
    measure(
      'wioa_same_employer_q2_q4',
      { kind: 'share', of: all(base, same), among: base },
      {
        title: 'Same employer in quarters 2 and 4 after',
        numerator: 'some employer, or its successor, paid in quarters +2 and +4',
        denominator: 'employed in quarter +2, quarter +4 complete',
        source: 'domain.md 1.6',
      },
      { window: quarters(2, 4) },
    ),
  ];
}
