import { all, type Condition, change, employedIn, flag, type Prices, usable, wages } from './condition.ts';
import { wioaMeasures } from './employment-measures.ts';
import { type Measure, measure } from './measure.ts';
import { quarters, type Span } from './span.ts';

/** AQCP group C, anchored on exit (domain.md 1.3), and the WIOA indicators on the same anchor. */
export function exitMeasures(priceList: readonly Prices[]): readonly Measure[] {
  const q1 = employedIn('any', quarters(1));
  const q23 = employedIn('every', quarters(2, 3));
  const q67 = employedIn('every', quarters(6, 7));
  const any13 = employedIn('any', quarters(1, 3));
  const to3 = usable(quarters(1, 3));
  const to7 = usable(quarters(2, 7));
  const targeted: Condition = { op: 'targeted', span: quarters(1, 3) };
  return [
    rate('C.1', '', usable(quarters(1)), q1, 'wages in +1', 'exiters', quarters(1)),
    rate(
      'C.2',
      'of_employed_q1',
      all(to3, q1),
      q23,
      'wages in +2 and +3',
      'exiters employed in +1',
      quarters(1, 3),
    ),
    rate('C.2', 'all_exiters', to3, q23, 'wages in +2 and +3', 'exiters', quarters(1, 3)),
    rate(
      'C.3',
      'of_employed',
      all(to3, any13),
      targeted,
      'a job in a target industry in +1 to +3',
      'exiters employed in +1 to +3',
      quarters(1, 3),
    ),
    rate(
      'C.3',
      'all_exiters',
      to3,
      targeted,
      'a job in a target industry in +1 to +3',
      'exiters',
      quarters(1, 3),
    ),
    rate(
      'C.4',
      '',
      all(to7, q23),
      q67,
      'wages in +6 and +7',
      'exiters employed in +2 and +3',
      quarters(2, 7),
    ),
    ...priceList.flatMap((prices) => [
      median('C.5', prices, all(usable(quarters(2, 3)), q23), usable(quarters(2, 3)), quarters(2, 3)),
      median('C.7', prices, all(usable(quarters(6, 7)), q67), usable(quarters(6, 7)), quarters(6, 7)),
      ...gain(prices),
    ]),
    ...wioaMeasures(),
  ];
}

function rate(
  id: string,
  variant: string,
  among: Condition,
  of: Condition,
  numerator: string,
  denominator: string,
  window: Span,
): Measure {
  return measure(
    id,
    { kind: 'share', of: all(among, of), among },
    { title: `AQCP ${id}`, numerator, denominator, source: `aqcp-beta-2013/${id}` },
    { variant, window },
  );
}

function median(id: string, prices: Prices, among: Condition, eligible: Condition, span: Span): Measure {
  return measure(
    `${id}_p50`,
    { kind: 'percentile', share: 0.5, amount: wages(prices, span), among, eligible },
    {
      title: `AQCP ${id}: median wages of the two quarters together (${prices})`,
      denominator: `exiters employed in both quarters +${span.from} and +${span.to}`,
      source: `aqcp-beta-2013/${id}`,
    },
    { variant: prices, window: span },
  );
}

/** C.6: after completion (taken as the exit) against before entry, completers with wages in all four quarters. */
function gain(prices: Prices): readonly Measure[] {
  const after = quarters(2, 3);
  const before = quarters(-3, -2);
  const eligible = all(flag('completer'), usable(after), usable(before, 'entry'));
  const among = all(eligible, employedIn('every', after), employedIn('every', before, 'entry'));
  const amount = change(wages(prices, after), wages(prices, before, 'entry'));
  const words = {
    denominator: 'completers with wages in +2 and +3 after exit and in -2 and -3 before entry',
    source: 'aqcp-beta-2013/C.6',
  };
  return [
    measure(
      'C.6_p50',
      { kind: 'percentile', share: 0.5, amount, among, eligible },
      { ...words, title: `AQCP C.6: median earnings gain (${prices})` },
      { variant: prices, window: after },
    ),
    measure(
      'C.6_share_gaining',
      { kind: 'share', of: all(among, { op: 'amount', amount, compare: '>', cents: 0 }), among },
      { ...words, title: `AQCP C.6: share gaining (${prices})`, numerator: 'wages after above wages before' },
      { variant: prices, window: after },
    ),
  ];
}
