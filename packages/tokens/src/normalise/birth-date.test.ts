import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCalendarDay, parseIsoDay, readBirthDate } from './birth-date.ts';

const TODAY = { year: 2026, month: 11, day: 23 };
const MARCH = { year: 1994, month: 3, day: 9 };

test.each([
  '1994-03-09',
  '1994/03/09',
  '1994/3/9',
  '03/09/1994',
  '3/9/1994',
  '3/9/94',
  '03-09-1994',
  '09.03.1994',
  '19940309',
  '03091994',
  '3091994',
  '19940309.0',
  '1994-03-09T00:00:00Z',
  '1994-03-09T23:59:59.000+02:00',
  '1994-03-09 00:00:00',
  'March 9, 1994',
  'Mar 9 1994',
  '9-Mar-94',
  '09 MAR 1994',
  ' |994-O3-09 ',
])('%s is the ninth of March 1994', (text) => {
  expect(readBirthDate(text, TODAY)).toEqual({ state: 'valid', value: MARCH });
});

test('a day that cannot be a month is read as the day', () => {
  expect(readBirthDate('1994-29-03', TODAY).value).toEqual({ year: 1994, month: 3, day: 29 });
  expect(readBirthDate('29/03/1994', TODAY).value).toEqual({ year: 1994, month: 3, day: 29 });
});

test('two-digit years are never in the future', () => {
  expect(readBirthDate('1/5/26', TODAY).value?.year).toBe(2026);
  expect(readBirthDate('1/5/27', TODAY).value?.year).toBe(1927);
});

test.each([
  '1900-01-01',
  '01/01/1900',
  '19000101',
  '1899-12-30',
  '0001-01-01',
  '9999-12-31',
  '00000000',
  '0000-00-00',
  '11111111',
  'N/A',
])('%s is a placeholder', (text) => {
  expect(readBirthDate(text, TODAY)).toEqual({ state: 'placeholder', value: null });
});

test.each([
  '1994-02-30',
  '1994-13-13',
  '2023-02-29',
  '1994-03',
  '1994',
  '0999-12-31',
  '2026-11-24',
  'born',
  '1994-03-09x',
  '1994--9',
])('%s is invalid', (text) => {
  expect(readBirthDate(text, TODAY)).toEqual({ state: 'invalid', value: null });
});

describe('boundaries', () => {
  test('today is the last valid birth date and the year 1000 the first', () => {
    expect(readBirthDate('2026-11-23', TODAY).state).toBe('valid');
    expect(readBirthDate('1000-01-02', TODAY).state).toBe('valid');
  });

  test('today must be an ISO day', () => {
    expect(() => parseIsoDay('11/23/2026')).toThrow(TypeError);
    expect(() => parseIsoDay('2026-02-29')).toThrow(TypeError);
  });
});

test('every calendar day is read the same from each full spelling', () => {
  const days = fc
    .record({
      year: fc.integer({ min: 1905, max: 2025 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
    })
    .filter(isCalendarDay);
  fc.assert(
    fc.property(days, (value) => {
      const year = String(value.year);
      const month = String(value.month).padStart(2, '0');
      const day = String(value.day).padStart(2, '0');
      const spellings = [
        `${year}-${month}-${day}`,
        `${month}/${day}/${year}`,
        `${day}.${month}.${year}`,
        year + month + day,
      ];
      const readings = spellings.map((text) => readBirthDate(text, TODAY));
      for (const reading of readings) expect(reading).toEqual(readings[0]);
      if (value.year !== 1911) expect(readings[0]).toEqual({ state: 'valid', value });
    }),
  );
});
