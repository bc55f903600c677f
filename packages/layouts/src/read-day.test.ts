import { expect, test } from 'vitest';
import { Unfit } from './fact-value.ts';
import { type DateOrder, parseDay, readPastDay, readPlannedDay } from './read-day.ts';

function day(text: string, order: DateOrder = 'MDY'): string | null {
  const read = parseDay(text, order);
  return read instanceof Unfit ? read.reason : read;
}

function past(text: string, today = '2026-02-15'): unknown {
  const read = readPastDay(text, { today, dateOrder: 'MDY' });
  return read instanceof Unfit ? read.reason : read;
}

test.each([
  ['2021-08-29', '2021-08-29'],
  ['2021-8-9', '2021-08-09'],
  ['2021/08/29', '2021-08-29'],
  ['20210829', '2021-08-29'],
  ['08/29/2021', '2021-08-29'],
  ['8/9/2021', '2021-08-09'],
  ['08-29-2021', '2021-08-29'],
  ['29.08.2021', '2021-08-29'],
  ['2021-08-29T23:59:59Z', '2021-08-29'],
  ['2021-08-29 00:00:00.000', '2021-08-29'],
  ['8/29/2021 12:00:00 AM', '2021-08-29'],
  ['29-AUG-2021', '2021-08-29'],
  ['Aug 29, 2021', '2021-08-29'],
  ['August 29, 2021', '2021-08-29'],
  ['2020-02-29', '2020-02-29'],
])('%s is a day', (text, iso) => {
  expect(day(text)).toBe(iso);
});

test.each([
  ['2020-02', '2020-02-29'],
  ['2021-02', '2021-02-28'],
  ['02/2021', '2021-02-28'],
  ['2021-12', '2021-12-31'],
  ['1900-02', '1900-02-28'],
])('the month %s counts as its last day', (text, iso) => {
  expect(day(text)).toBe(iso);
});

test.each([
  '2021-02-29',
  '13/05/2021',
  '2021-13-01',
  '2021-04-31',
  '2021-00-10',
  '13/2021',
  'soon',
  '2021',
  '1/2/21',
  '44197',
])('%s is no day', (text) => {
  expect(day(text)).toBe('date_unreadable');
});

test('the owner may say that the day comes first', () => {
  expect(day('13/05/2021', 'DMY')).toBe('2021-05-13');
  expect(day('05/13/2021', 'DMY')).toBe('date_unreadable');
});

test.each(['1900-01-01', '01/01/1900', '9999-12-31', '0000-00-00', '1899-12-30'])(
  '%s stands for no date',
  (text) => {
    expect(day(text)).toBeNull();
  },
);

test('what has happened lies between 1950 and today', () => {
  expect(past('1949-12-31')).toBe('date_out_of_range');
  expect(past('1950-01-01')).toBe('1950-01-01');
  expect(past('2026-02-15')).toBe('2026-02-15');
  expect(past('2026-02-16')).toBe('date_out_of_range');
  expect(past('1700-06-01')).toBe('date_out_of_range');
  expect(past('2999-06-01')).toBe('date_out_of_range');
});

test('the current month without a day has happened, the next has not', () => {
  expect(past('2026-02')).toBe('2026-02-28');
  expect(past('2026-03')).toBe('date_out_of_range');
});

test('what is planned may lie a hundred years ahead', () => {
  const read = (text: string) => readPlannedDay(text, { today: '2026-02-15', dateOrder: 'MDY' });
  expect(read('2126-02-15')).toBe('2126-02-15');
  expect(read('2126-02-16')).toEqual(new Unfit('date_out_of_range'));
});
