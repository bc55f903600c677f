import { all, type Condition, EVERYBODY, flag, listed } from './condition.ts';
import { type Measure, measure } from './measure.ts';

type Code = { readonly code: string; readonly owner: string };

/** AQCP groups A and B: one yes/no feature over another (domain.md 1.3). */
const GROUP_A: readonly (readonly [string, Condition, Condition, string, string])[] = [
  [
    'A.1',
    flag('level_gained'),
    flag('pre_tested'),
    'a later post-test above the pre-test',
    'with a pre-test',
  ],
  [
    'A.2',
    flag('equivalency_earned'),
    flag('without_diploma'),
    'high school equivalency',
    'without a diploma at entry',
  ],
  [
    'A.3',
    flag('passed_developmental'),
    flag('placed_developmental'),
    'highest developmental course passed in a subject placed into',
    'placed into developmental education',
  ],
  [
    'A.4',
    flag('passed_pathway_course'),
    flag('took_pathway_course'),
    'a college-level pathway course passed',
    'enrolled in one',
  ],
  ['A.5', flag('readiness_earned'), EVERYBODY, 'work-readiness award', 'all'],
  ['A.6', flag('passed_gateway'), EVERYBODY, 'gateway math or English passed', 'all'],
  [
    'A.7',
    flag('returned'),
    flag('not_done_in_entry_term'),
    'active in the next regular term',
    'not complete by the end of the entry term',
  ],
  [
    'A.8',
    flag('earned_credits_1'),
    flag('took_credit_course'),
    '12 semester (15 quarter) pathway credits',
    'enrolled in credit pathway courses',
  ],
  [
    'A.9',
    flag('earned_credits_2'),
    flag('took_credit_course'),
    '24 semester (30 quarter) pathway credits',
    'enrolled in credit pathway courses',
  ],
];

const LICENCE = flag('earned_licence');
const CERTIFICATE = flag('earned_certificate');
const DEGREE = flag('earned_degree');
const GROUP_B: readonly (readonly [string, Condition, string])[] = [
  ['B.1', LICENCE, 'license or certification of the list'],
  ['B.2', CERTIFICATE, 'certificate of the list'],
  ['B.3', DEGREE, 'associate degree of the list'],
  [
    'B.4',
    { op: 'either', of: [DEGREE, flag('transferred')] },
    'associate degree, or first enrolment elsewhere within 365 days after exit',
  ],
  ['B.5', { op: 'either', of: [LICENCE, CERTIFICATE, DEGREE] }, 'any credential of the list'],
];

/** Group A on entry cohorts (12 months) or exit cohorts (entry to exit). */
export function participationMeasures(variant: 'participants_12m' | 'exiters'): readonly Measure[] {
  const observed = variant === 'participants_12m' ? flag('window_observed') : EVERYBODY;
  return GROUP_A.map(([id, of, among, numerator, denominator]) =>
    measure(
      id,
      { kind: 'share', of: all(observed, among, of), among: all(observed, among) },
      { title: `AQCP ${id}`, numerator, denominator, source: `aqcp-beta-2013/${id}` },
      { variant, ...(variant === 'participants_12m' ? { observedMonths: 12 } : {}) },
    ),
  );
}

/** Completers, and group B on exit cohorts, within the pathway's attainment lag. */
export function attainmentMeasures(): readonly Measure[] {
  const observed = flag('attainment_observed');
  return [
    measure(
      'completers',
      { kind: 'count', among: flag('completer') },
      {
        title: 'Completers',
        denominator: 'exiters with an award of the pathway list',
        source: 'domain.md 1.1',
      },
    ),
    ...GROUP_B.map(([id, of, numerator]) =>
      measure(
        id,
        { kind: 'share', of: all(observed, of), among: observed },
        { title: `AQCP ${id}`, numerator, denominator: 'exiters', source: `aqcp-beta-2013/${id}` },
        { variant: 'exiters' },
      ),
    ),
  ];
}

/** Which third-party credentials a program's completers are found to hold within 12 months (domain.md 2.2 row 12). */
export function confirmationMeasures(credentials: readonly Code[]): readonly Measure[] {
  return credentials.map(({ code, owner }) => {
    const among = listed('covered_12m', owner);
    return measure(
      'attainment_12m',
      { kind: 'share', of: all(among, listed('attained_12m', code)), among },
      {
        title: `Completers who hold ${code} within 12 months`,
        numerator: 'first award on or after the completion day and at most 12 calendar months later',
        denominator: "completers whose window lies in the coverage of the credential's owner",
        source: 'domain.md 2.2 row 12',
      },
      { variant: code, cohorts: 'all', observedMonths: 12 },
    );
  });
}

/** Of holders of X, how many earn Y: counts and conditional shares (domain.md 2.2 rows 9 and 11). */
export function stackMeasures(credentials: readonly Code[]): readonly Measure[] {
  return credentials.flatMap(({ code, owner }) =>
    [24, 48].flatMap((months) => {
      const earned = listed(`stacked_${months}m`, code);
      const among = listed(`covered_${months}m`, owner);
      const address = { to: code };
      return [
        measure(
          `stack_${months}m`,
          { kind: 'count', among: earned },
          {
            title: `Holders who then earn the second credential within ${months} months`,
            denominator: 'first award of the second after that of the first',
            source: 'domain.md 2.2 row 9',
          },
          { address, cohorts: 'all', observedMonths: months },
        ),
        measure(
          `p_y_given_x_${months}m`,
          { kind: 'share', of: all(among, earned), among },
          {
            title: `Share of holders who earn the second credential within ${months} months`,
            numerator: 'first award of the second after that of the first',
            denominator: "holders whose whole window lies in the coverage of the second's owner",
            source: 'domain.md 2.2 row 11',
          },
          { address, cohorts: 'all', observedMonths: months },
        ),
      ];
    }),
  );
}

/** Any credential that the first prepares for or is required for (domain.md 2.2 row 10). */
export function relatedMeasures(): readonly Measure[] {
  const among = flag('related_covered');
  return [
    measure(
      'related_credential_24m',
      { kind: 'share', of: all(among, flag('related_earned')), among },
      {
        title: 'Earn a related license or certification within 24 months',
        numerator: 'any credential this one prepares for or is required for',
        denominator: 'holders whose window lies in the coverage of all related credentials',
        source: 'domain.md 2.2 row 10',
      },
      { cohorts: 'all', observedMonths: 24 },
    ),
  ];
}
