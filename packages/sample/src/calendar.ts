const DAY_MILLISECONDS = 86_400_000;

/** Days since 1970-01-01. */
export type DayNumber = number;

export function dayNumber(iso: string): DayNumber {
  return Date.parse(`${iso}T00:00:00Z`) / DAY_MILLISECONDS;
}

/** `2019-02-10`. */
export function isoDay(day: DayNumber): string {
  return new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10);
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
  const first = `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}`;
  const nextTotal = total + 1;
  const next = `${Math.floor(nextTotal / 12)}-${String((nextTotal % 12) + 1).padStart(2, '0')}-01`;
  const last = Number(isoDay(dayNumber(next) - 1).slice(8));
  return `${first}-${String(Math.min(Number(iso.slice(8)), last)).padStart(2, '0')}`;
}
