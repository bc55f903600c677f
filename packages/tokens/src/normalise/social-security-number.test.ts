import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskedLastFour, readLastFour, readSsn } from './social-security-number.ts';

const spellings = (nine: string): string[] => {
  const parts = [nine.slice(0, 3), nine.slice(3, 5), nine.slice(5)];
  return [nine, parts.join('-'), parts.join(' '), parts.join('.'), ` ${parts.join(' - ')} `, `${nine}.0`];
};

test.each<readonly [string, string]>([
  ['valid', '345546795'],
  ['valid', '899999998'],
  ['valid', '001010002'],
  ['valid', '665990001'],
  ['valid', '667010001'],
  ['invalid', '000123456'],
  ['invalid', '666123456'],
  ['invalid', '900123456'],
  ['invalid', '999123456'],
  ['invalid', '345006795'],
  ['invalid', '345540000'],
  ['placeholder', '123456789'],
  ['placeholder', '078051120'],
  ['placeholder', '219099999'],
  ['placeholder', '000000000'],
  ['placeholder', '111111111'],
  ['placeholder', '999999999'],
])('%s in every spelling: %s', (state, nine) => {
  expect(spellings(nine).map((text) => readSsn(text).state)).toEqual(spellings(nine).map(() => state));
});

test('validity never depends on formatting', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{9}$/), (nine) => {
      const readings = spellings(nine).map(readSsn);
      for (const reading of readings) expect(reading).toEqual(readings[0]);
    }),
  );
});

test('leading zeros that a spreadsheet took come back', () => {
  expect(readSsn('7123737').value).toBe('007123737');
  expect(readSsn('12345679.0').value).toBe('012345679');
  expect(readSsn('712373').state).toBe('invalid');
  expect(readSsn('3455467950').state).toBe('invalid');
});

test('digits read as letters are put back, other letters are not', () => {
  expect(readSsn('345-S4-679S').value).toBe('345546795');
  expect(readSsn('345-54-679X').state).toBe('invalid');
  expect(readSsn('1.23E+08').state).toBe('invalid');
});

test('the last four of a masked number are read', () => {
  expect(['XXX-XX-6795', '***-**-6795', 'xxxxx6795', '6795'].map(maskedLastFour)).toEqual(
    Array(4).fill('6795'),
  );
  expect([maskedLastFour('345546795'), maskedLastFour('XXX-XX-0000')]).toEqual([null, null]);
});

test('a last-four column regains its zeros; 0000 was never issued', () => {
  expect(readLastFour('42')).toEqual({ state: 'valid', value: '0042' });
  expect([readLastFour('0000').state, readLastFour('12345').state]).toEqual(['placeholder', 'invalid']);
});
