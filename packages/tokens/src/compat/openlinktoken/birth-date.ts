import { type Day, isCalendarDay } from '../../normalise/birth-date.ts';

const EARLIEST = '1910-01-01';

const SHAPES: readonly (readonly [RegExp, (parts: readonly string[]) => string])[] = [
  [/^(\d{4})([-/])(\d{2})\2(\d{2})$/, ([, year, , month, day]) => `${year}-${month}-${day}`],
  [/^(\d{2})([-/])(\d{2})\2(\d{4})$/, ([, month, , day, year]) => `${year}-${month}-${day}`],
  [/^(\d{2})\.(\d{2})\.(\d{4})$/, ([, day, month, year]) => `${year}-${month}-${day}`],
  [
    /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{3})?(?:Z|[+-]\d{2}:\d{2})$/,
    ([, year, month, day]) => `${year}-${month}-${day}`,
  ],
];

function toDay(iso: string): Day {
  return { year: Number(iso.slice(0, 4)), month: Number(iso.slice(5, 7)), day: Number(iso.slice(8)) };
}

/**
 * `yyyy-MM-dd`, or null. Only zero-padded spellings are read, 1910-01-01 to `today`. A timestamp counts as the day
 * it is written with; the original reads it in the time zone of its machine.
 */
export function compatBirthDate(raw: string, today: string): string | null {
  for (const [shape, write] of SHAPES) {
    const match = shape.exec(raw);
    if (match === null) continue;
    const iso = write(match);
    return isCalendarDay(toDay(iso)) && iso >= EARLIEST && iso <= today ? iso : null;
  }
  return null;
}
