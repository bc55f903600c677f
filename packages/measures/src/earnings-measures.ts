import {
  type Amount,
  all,
  type Condition,
  change,
  employedIn,
  type Prices,
  usable,
  wages,
} from './condition.ts';
import { type Measure, measure } from './measure.ts';
import { calendarYear, quarters, type Span, yearAfter } from './span.ts';

const QUARTILES = [25, 50, 75] as const;

/** Full-time work at the federal minimum wage, the PSEO earnings floor: $15,080 a year, nominal (domain.md 2.3). */
const PSEO_FLOOR_CENTS = 1_508_000;
const PSEO_QUARTERS = 3;

/** Earnings levels and changes: domain.md 2.2 rows 1 and 2, profiles `any` and `pseo` of 2.3. */
export function earningsMeasures(
  prices: readonly Prices[],
  familyWageCents: number | null,
): readonly Measure[] {
  return [
    ...[1, 2, 3].flatMap((year) => [
      ...annual(
        prices,
        year,
        'any',
        usable(yearAfter(year)),
        employedIn('any', yearAfter(year)),
        yearAfter(year),
      ),
      ...annual(prices, year, 'pseo', usable(calendarYear(year)), attached(year), calendarYear(year)),
    ]),
    ...(familyWageCents === null ? [] : [familyWage(familyWageCents)]),
    ...prices.flatMap(pairedChange),
  ];
}

function attached(year: number): Condition {
  const span = calendarYear(year);
  return all(
    { op: 'employed_quarters', atLeast: PSEO_QUARTERS, span },
    { op: 'amount', amount: wages('nominal', span), compare: '>=', cents: PSEO_FLOOR_CENTS },
  );
}

function annual(
  priceList: readonly Prices[],
  year: number,
  profile: 'any' | 'pseo',
  eligible: Condition,
  worked: Condition,
  span: Span,
): readonly Measure[] {
  const among = all(eligible, worked);
  const who =
    profile === 'any'
      ? 'wages above zero in at least one of the four quarters'
      : 'at least 3 quarters with wages and $15,080 in the calendar year';
  return priceList.flatMap((prices) =>
    QUARTILES.map((p) =>
      measure(
        `earnings_y${year}_p${p}`,
        { kind: 'percentile', share: p / 100, amount: wages(prices, span), among, eligible },
        {
          title: `Annual earnings, year ${year}, ${p}th percentile (${prices})`,
          denominator: who,
          source: profile === 'any' ? 'domain.md 2.2 row 1, profile any' : 'domain.md 2.3, profile pseo',
        },
        { variant: `${profile}_${prices}`, window: span },
      ),
    ),
  );
}

function familyWage(cents: number): Measure {
  const span = yearAfter(1);
  const eligible = usable(span);
  return measure(
    'family_wage_share_y1',
    {
      kind: 'share',
      of: all(eligible, { op: 'amount', amount: wages('nominal', span), compare: '>=', cents }),
      among: eligible,
    },
    {
      title: 'Annual wages at or above the family-supporting wage, year 1',
      numerator: 'wages of quarters +1 to +4 reach the threshold of the catalogue',
      denominator: 'persons whose quarter +4 is complete',
      source: 'domain.md 2.6',
    },
    { variant: 'nominal', window: span },
  );
}

function pairedChange(prices: Prices): readonly Measure[] {
  const after = quarters(5, 8);
  const before = quarters(-8, -5);
  const window = quarters(-8, 8);
  const amount: Amount = change(wages(prices, after), wages(prices, before));
  const eligible = usable(window);
  const both = all(eligible, employedIn('any', after), employedIn('any', before));
  const source = 'domain.md 2.2 row 2';
  const percentile = (p: number, variant: string, among: Condition, denominator: string): Measure =>
    measure(
      `paired_change_p${p}`,
      { kind: 'percentile', share: p / 100, amount, among, eligible },
      { title: `Change of annual wages, ${p}th percentile (${prices})`, denominator, source },
      { variant: `${variant}_${prices}`, window },
    );
  return [
    ...QUARTILES.map((p) => percentile(p, 'both_attached', both, 'some wages both in -8..-5 and in +5..+8')),
    percentile(50, 'zeros_included', eligible, 'persons whose quarters -8 to +8 are complete'),
    measure(
      'paired_change_share_gaining',
      { kind: 'share', of: all(both, { op: 'amount', amount, compare: '>', cents: 0 }), among: both },
      {
        title: `Share whose annual wages grew (${prices})`,
        numerator: 'wages of +5..+8 above those of -8..-5',
        denominator: 'some wages in both windows',
        source,
      },
      { variant: `both_attached_${prices}`, window },
    ),
  ];
}
