import { expect, test } from 'vitest';
import { addMonths, dayNumber, isoDay, quarterStart } from './calendar.ts';

test('days are counted as the calendar does, over two centuries and every leap rule', () => {
  for (let day = dayNumber('1895-01-01'); day <= dayNumber('2105-01-01'); day++) {
    const iso = isoDay(day);
    expect(Date.parse(`${iso}T00:00:00Z`) / 86_400_000).toBe(day);
    expect(dayNumber(iso)).toBe(day);
  }
});

test.each([
  ['2020-01-31', 1, '2020-02-29'],
  ['2021-01-31', 1, '2021-02-28'],
  ['2020-02-29', 12, '2021-02-28'],
  ['2021-12-15', 24, '2023-12-15'],
  ['2021-03-31', -1, '2021-02-28'],
])('%s and %d months is %s', (day, months, later) => {
  expect(addMonths(day, months)).toBe(later);
});

test('a quarter starts on the first day of its first month', () => {
  expect(isoDay(quarterStart(2019 * 4 + 3))).toBe('2019-10-01');
});
