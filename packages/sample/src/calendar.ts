/** Days since 1970-01-01. */
export type DayNumber = number;

/** Years are counted from March, so that the leap day is the last of its year; eras have 400 years. */
const ERA_DAYS = 146_097;
const EPOCH_OFFSET = 719_468;

/** Days of a Gregorian date (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil). */
export function dayNumber(iso: string): DayNumber {
  const month = Number(iso.slice(5, 7));
  const year = Number(iso.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + Number(iso.slice(8, 10)) - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * ERA_DAYS + yearOfEra * 365 + leapDays + dayOfYear - EPOCH_OFFSET;
}

/** `2019-02-10` (same source, civil_from_days). */
export function isoDay(day: DayNumber): string {
  const shifted = day + EPOCH_OFFSET;
  const era = Math.floor(shifted / ERA_DAYS);
  const dayOfEra = shifted - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/** `02/10/2019`. */
export function usDay(iso: string): string {
  return `${iso.slice(5, 7)}/${iso.slice(8)}/${iso.slice(0, 4)}`;
}

/** First day of a quarter given as `year * 4 + quarter - 1`. */
export function quarterStart(quarter: number): DayNumber {
  const month = (quarter % 4) * 3 + 1;
  return dayNumber(`${Math.floor(quarter / 4)}-${String(month).padStart(2, '0')}-01`);
}

/** The same day of the month some months later; the last day of a shorter month. */
export function addMonths(iso: string, months: number): string {
  const total = Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1 + months;
  const last = dayNumber(monthStart(total + 1)) - dayNumber(monthStart(total));
  return `${monthStart(total).slice(0, 8)}${twoDigits(Math.min(Number(iso.slice(8)), last))}`;
}

/** `total` counts months as `year * 12 + month - 1`. */
function monthStart(total: number): string {
  return `${Math.floor(total / 12)}-${twoDigits((total % 12) + 1)}-01`;
}
