import { FACT_CONTRACTS, quarterOfDay, type RejectionReason, type SourceKind } from '@credlink/contracts';

/** A row for which the SQL predicate `when` is true is set aside and counted under `reason`. */
export type RowRule = { readonly reason: RejectionReason; readonly when: string };

/** No living holder, student or worker of the exchange has a fact before this day. */
const EARLIEST_DAY = '1950-01-01';

/** Expiry days may lie far ahead: registers write `2999-12-31` or `9999-12-31` for "never". */
const LATEST_EXPIRY_DAY = '9999-12-31';

/** $100 million in one line of one quarter: above any wage, below what ten digits of dollars can hold. */
const LARGEST_WAGE_CENTS = 10_000_000_000;

/** Which reason a missing value of a required column gets; all others are malformed rows. */
const REASON_WHEN_NULL: Readonly<Record<string, RejectionReason>> = {
  credential_code: 'credential_code_missing',
  award_date: 'date_missing',
  term_start: 'date_missing',
  term_end: 'date_missing',
  test_date: 'date_missing',
  action: 'action_unknown',
  employer: 'employer_missing',
  employer_unit: 'employer_missing',
  state_fips: 'state_invalid',
  quarter: 'quarter_invalid',
  wage_cents: 'amount_unreadable',
};

/** Whole-number columns with a closed range, both ends included. */
const NUMBER_RANGES: Readonly<Record<string, { low: number; high: number; reason: RejectionReason }>> = {
  attempt_no: { low: 0, high: 999, reason: 'number_unreadable' },
  nrs_level: { low: 1, high: 6, reason: 'code_unknown' },
  sector_years: { low: 0, high: 9, reason: 'code_unknown' },
  ownership: { low: 0, high: 9, reason: 'code_unknown' },
  hours: { low: 0, high: 9999, reason: 'number_unreadable' },
  credits: { low: 0, high: 999, reason: 'number_unreadable' },
  credits_attempted: { low: 0, high: 999, reason: 'number_unreadable' },
  wage_cents: { low: -LARGEST_WAGE_CENTS, high: LARGEST_WAGE_CENTS, reason: 'amount_out_of_range' },
};

const QUARTER_COLUMNS = ['quarter', 'first_quarter', 'last_quarter'];

/** `2026-11-23` -> `2027-11-23`; 29 February -> 28 February. */
export function oneYearAfter(isoDay: string): string {
  const rest = isoDay.slice(4) === '-02-29' ? '-02-28' : isoDay.slice(4);
  return `${String(Number(isoDay.slice(0, 4)) + 1).padStart(4, '0')}${rest}`;
}

/**
 * Claim: a value that cannot be true (an award in 1700 or 2999, a wage of ten billion dollars, a quarter that has
 * not begun) never reaches a measure: its whole row is set aside, with its reason, and the rest is loaded.
 * Bounds: days from 1950-01-01 to one year from `today`; quarters from 1950Q1 to the quarter of `today`; the
 * first rule a row breaks names the reason.
 */
export function rowRules(kind: SourceKind, today: string): readonly RowRule[] {
  const lastDay = oneYearAfter(today);
  const firstQuarter = quarterOfDay(EARLIEST_DAY);
  const lastQuarter = quarterOfDay(today);
  const missing: RowRule[] = [];
  const ranges: RowRule[] = [];
  for (const { name, type, nullable } of FACT_CONTRACTS[kind]) {
    if (!nullable) {
      missing.push({ reason: REASON_WHEN_NULL[name] ?? 'row_malformed', when: `${name} IS NULL` });
    }
    const range = NUMBER_RANGES[name];
    if (type === 'DATE') {
      const last = name === 'expires_on' ? LATEST_EXPIRY_DAY : lastDay;
      ranges.push({
        reason: 'date_out_of_range',
        when: `${name} NOT BETWEEN DATE '${EARLIEST_DAY}' AND DATE '${last}'`,
      });
    } else if (QUARTER_COLUMNS.includes(name)) {
      ranges.push({
        reason: 'quarter_invalid',
        when: `${name} NOT BETWEEN ${firstQuarter} AND ${lastQuarter}`,
      });
    } else if (range !== undefined) {
      ranges.push({ reason: range.reason, when: `${name} NOT BETWEEN ${range.low} AND ${range.high}` });
    }
  }
  return [...missing, ...ranges];
}
