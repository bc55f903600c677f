import { Unfit, type ValueReader } from './fact-value.ts';

/** Order of day, month and year where a date is written with separators and the year comes last. */
export type DateOrder = 'MDY' | 'DMY';
export const DATE_ORDERS: readonly DateOrder[] = ['MDY', 'DMY'];

/** No fact of this exchange is older: earlier dates are typing errors or placeholders. */
const EARLIEST_DAY = '1950-01-01';

/** Days that systems write for "no date". */
const PLACEHOLDER_DAYS = new Set([
  '0000-00-00',
  '0001-01-01',
  '1111-11-11',
  '1899-12-30',
  '1899-12-31',
  '1900-01-00',
  '1900-01-01',
  '9999-12-31',
  '9999-99-99',
]);

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/;
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: .*)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const MONTH_NAME = /^(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ](\d{4})$/;
const MONTH_NAME_FIRST = /^([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$/;
const YEAR_MONTH = /^(\d{4})[-/](\d{1,2})$/;
const MONTH_YEAR = /^(\d{1,2})[-/](\d{4})$/;

/** ISO text of a date, whether or not such a day exists; null where the text has no known form. */
function isoShape(text: string, order: DateOrder): string | null {
  const yearFirst = YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (yearFirst !== null) return join(yearFirst[1], yearFirst[2], yearFirst[3]);
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast !== null) {
    // Dots are how day-first countries write dates; no one writes month.day.year.
    const isDayFirst = order === 'DMY' || text.includes('.');
    return isDayFirst
      ? join(yearLast[3], yearLast[2], yearLast[1])
      : join(yearLast[3], yearLast[1], yearLast[2]);
  }
  const monthOnly = YEAR_MONTH.exec(text);
  if (monthOnly !== null) return join(monthOnly[1], monthOnly[2], lastDay(monthOnly[1], monthOnly[2]));
  const monthYear = MONTH_YEAR.exec(text);
  if (monthYear !== null) return join(monthYear[2], monthYear[1], lastDay(monthYear[2], monthYear[1]));
  const named = MONTH_NAME.exec(text);
  if (named !== null) return join(named[3], monthNumber(named[2]), named[1]);
  const namedFirst = MONTH_NAME_FIRST.exec(text);
  if (namedFirst !== null) return join(namedFirst[3], monthNumber(namedFirst[1]), namedFirst[2]);
  return null;
}

function join(year = '', month = '', day = ''): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function monthNumber(name = ''): string {
  return String(MONTHS.indexOf(name.toUpperCase()) + 1);
}

function lastDay(year = '', month = ''): string {
  return String(daysInMonth(Number(year), Number(month)));
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * The ISO day of a date as people and systems write it: ISO, US (month first unless `order` says otherwise),
 * YYYYMMDD, names of months, times cut off. A month alone counts as its last day. Null for a placeholder
 * (1900-01-01, 9999-12-31 ...), Unfit `date_unreadable` for anything else, including days no calendar has.
 */
export function parseDay(text: string, order: DateOrder): string | null | Unfit {
  const iso = isoShape(text, order);
  if (iso === null) return new Unfit('date_unreadable');
  if (PLACEHOLDER_DAYS.has(iso)) return null;
  const day = Number(iso.slice(8));
  const isDay = day >= 1 && day <= daysInMonth(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)));
  return isDay ? iso : new Unfit('date_unreadable');
}

/** Reads a day from 1950 up to `latest`, which is worked out of the day of the reading. */
function dayUpTo(latest: (today: string, text: string) => string): ValueReader<string> {
  return (text, context) => {
    const day = parseDay(text, context.dateOrder);
    if (typeof day !== 'string') return day;
    return day < EARLIEST_DAY || day > latest(context.today, text) ? new Unfit('date_out_of_range') : day;
  };
}

/** A day that has happened: an award, a test, a graduation. The current month, written without a day, has too. */
export const readPastDay: ValueReader<string> = dayUpTo((today, text) => {
  const isMonthOnly = YEAR_MONTH.test(text) || MONTH_YEAR.test(text);
  return isMonthOnly
    ? join(today.slice(0, 4), today.slice(5, 7), lastDay(today.slice(0, 4), today.slice(5, 7)))
    : today;
});

/** A day that may lie ahead: the end of a term, the expiry of a credential. */
export const readPlannedDay: ValueReader<string> = dayUpTo(
  (today) => `${Number(today.slice(0, 4)) + 100}${today.slice(4)}`,
);
