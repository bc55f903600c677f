import type { BirthDate } from '../identifiers.ts';
import { repairDigits } from './digit-slips.ts';
import { INVALID, PLACEHOLDER, type Reading, readRaw, valid } from './reading.ts';

/**
 * Earliest year that is read as a birth date. Far below any living person on purpose: a slip in the year (1887 for
 * 1987) leaves a month and a day that are still evidence, and historical registers are files like any other.
 */
const EARLIEST_BIRTH_YEAR = 1000;

/** Days that systems write when they know none: zero dates of spreadsheets and databases, first days of calendars. */
const PLACEHOLDER_DATES: ReadonlySet<number> = new Set([
  10000101, 10010101, 11111111, 17530101, 18000101, 18581117, 18991230, 18991231, 19000101, 19010101,
  19040101, 19111111, 99991231,
]);

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

export type Day = { readonly year: number; readonly month: number; readonly day: number };

/** `YYYYMMDD` as a number, so that days compare by size. */
const sortable = ({ year, month, day }: Day): number => year * 10_000 + month * 100 + day;

export function isCalendarDay({ year, month, day }: Day): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}

/** Parses `YYYY-MM-DD`. @throws {TypeError} when it is anything else: a caller's bug, not a row's. */
export function parseIsoDay(text: string): Day {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const day = match === null ? null : dayOf(match[1], match[2], match[3]);
  if (day === null || !isCalendarDay(day)) throw new TypeError('today must be a day written YYYY-MM-DD');
  return day;
}

function dayOf(year: string | undefined, month: string | undefined, day: string | undefined): Day | null {
  if (year === undefined || month === undefined || day === undefined) return null;
  return { year: Number(year), month: Number(month), day: Number(day) };
}

/** Month before day, as in ISO and the US; day before month where only that can be. */
function monthFirst(a: string | undefined, b: string | undefined, year: string | undefined): Day | null {
  const american = dayOf(year, a, b);
  if (american !== null && !isCalendarDay(american) && american.month > 12) return dayOf(year, b, a);
  return american;
}

/** Two-digit years are the latest century that is not in the future. */
function fullYear(year: string, today: Day): string {
  if (year.length === 4) return year;
  const century = Math.floor(today.year / 100) * 100;
  const late = century + Number(year);
  return String(late > today.year ? late - 100 : late);
}

function fromDigits(digits: string): Day | null {
  if (digits.length === 7) return monthFirst(digits.slice(0, 1), digits.slice(1, 3), digits.slice(3));
  const iso = dayOf(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8));
  if (iso !== null && isCalendarDay(iso) && iso.year >= 1300) return iso;
  return isPlaceholderShape(digits)
    ? iso
    : monthFirst(digits.slice(0, 2), digits.slice(2, 4), digits.slice(4));
}

const isPlaceholderShape = (digits: string): boolean => /^(\d)\1{7}$/.test(digits);

function parse(text: string, today: Day): Day | null {
  let match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[T ][\d:.,]+ ?(?:Z|[AP]M|[+-]\d\d:?\d\d)?$)/i.exec(
    text,
  );
  if (match) return monthFirst(match[2], match[3], match[1]);
  match = /^(\d{1,2})[-/ ](\d{1,2})[-/ ](\d{4}|\d{2})(?:$| [\d:]+ ?(?:[AP]M)?$)/i.exec(text);
  if (match) return monthFirst(match[1], match[2], fullYear(match[3] ?? '', today));
  match = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/.exec(text);
  if (match) return monthFirst(match[2], match[1], fullYear(match[3] ?? '', today));
  match = /^(\d{7,8})(?:\.0+)?$/.exec(text);
  if (match) return fromDigits(match[1] ?? '');
  match = /^([A-Z]{3,9})\.? (\d{1,2})(?:ST|ND|RD|TH)?,? (\d{4}|\d{2})$/i.exec(text);
  if (match) return withMonthName(match[3], match[1], match[2], today);
  match = /^(\d{1,2})(?:ST|ND|RD|TH)?[- ]([A-Z]{3,9})\.?,?[- ](\d{4}|\d{2})$/i.exec(text);
  if (match) return withMonthName(match[3], match[2], match[1], today);
  return null;
}

function withMonthName(year = '', name = '', day = '', today: Day): Day | null {
  const month = MONTHS.indexOf(name.slice(0, 3).toUpperCase()) + 1;
  return month === 0 ? null : dayOf(fullYear(year, today), String(month), day);
}

/**
 * Reads a birth date in ISO, `yyyy/MM/dd`, `MM/dd/yyyy` and `M-d-yy`, `dd.MM.yyyy`, `yyyyMMdd`, `MMddyyyy`, an ISO
 * timestamp, or with the month's name. Impossible days, days after `today` and incomplete dates are invalid.
 */
export function readBirthDate(rawValue: string | undefined, today: Day): Reading<BirthDate> {
  const raw = readRaw(rawValue);
  if (raw.state !== 'valid') return raw;
  const text = raw.value.replace(/\s+/g, ' ');
  const day = parse(text, today) ?? parse(repairDigits(text), today);
  if (day === null) return /^(?:unknown|unk|n\/?a|none|null|0+)$/i.test(text) ? PLACEHOLDER : INVALID;
  const number = sortable(day);
  if (PLACEHOLDER_DATES.has(number) || day.year === 9999 || day.year <= 1) return PLACEHOLDER;
  if (!isCalendarDay(day) || day.year < EARLIEST_BIRTH_YEAR || number > sortable(today)) return INVALID;
  return valid(day);
}
