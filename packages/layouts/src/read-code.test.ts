import { expect, test } from 'vitest';
import { Unfit, type ValueReader } from './fact-value.ts';
import type { FactValue } from './layout-record.ts';
import { codeReader, paddedDigits, readCip, readCollegeCode, readOpeid, readTerm } from './read-code.ts';
import { readStateFips } from './read-state.ts';

function read(reader: ValueReader<FactValue>, text: string): unknown {
  const value = reader(text, { today: '2026-02-15', dateOrder: 'MDY' });
  return value instanceof Unfit ? value.reason : value;
}

test.each([
  ['51.0801', '51.0801'],
  ['510801', '51.0801'],
  ['110901', '11.0901'],
  ['1.01', '01.0100'],
  ['1.0601', '01.0601'],
  ['010601', '01.0601'],
  ['10601', '01.0601'],
  ['11.1', '11.1000'],
  ['5108', '51.0800'],
  ['51', '51.0000'],
  ['99.9999', null],
  ['51.08010', 'code_unknown'],
  ['5108011', 'code_unknown'],
  ['nursing', 'code_unknown'],
])('the CIP code %s is read as %s', (text, cip) => {
  expect(read(readCip, text)).toBe(cip);
});

test.each([
  ['hi-mt1', 'HI-MT1'],
  ['HI - MT1', 'HI-MT1'],
  ['HI-MT1-X', 'HI-MT1-X'],
  ['=cmd|', 'code_unknown'],
  ["X'; DROP TABLE award; --", 'code_unknown'],
  ['A'.repeat(40), 'A'.repeat(40)],
  ['A'.repeat(41), 'code_unknown'],
])('the code %s is read as %s', (text, code) => {
  expect(read(codeReader('code_unknown'), text)).toBe(code);
});

test.each([
  ['2019FA', '2019FA'],
  ['fa2019', '2019FA'],
  ['Fall 2019', '2019FA'],
  ['2019-spring', '2019SP'],
  ['Summer-2019', '2019SU'],
  ['2019 Intersession', 'code_unknown'],
  ['201909', 'code_unknown'],
])('the term %s is read as %s', (text, term) => {
  expect(read(readTerm, text)).toBe(term);
});

test.each([
  ['00990100', '00990100'],
  ['990100', '00990100'],
  ['009901', '00990100'],
  ['0990100', '00990100'],
  ['9901', 'code_unknown'],
])('the OPEID %s is read as %s', (text, opeid) => {
  expect(read(readOpeid, text)).toBe(opeid);
});

test('college codes get their zeros and branch back', () => {
  expect(read(readCollegeCode, '009914-01')).toBe('009914-01');
  expect(read(readCollegeCode, '9914-1')).toBe('009914-01');
  expect(read(readCollegeCode, '9914')).toBe('009914-00');
});

test('digits get their lost zeros back down to the shortest length allowed', () => {
  expect(read(paddedDigits(5, 4), '9001')).toBe('09001');
  expect(read(paddedDigits(5, 4), '901')).toBe('code_unknown');
  expect(read(paddedDigits(6, 6), '000000')).toBeNull();
});

test('only states of the list are states', () => {
  expect(read(readStateFips, '34')).toBe('34');
  expect(read(readStateFips, '9')).toBe('09');
  expect(read(readStateFips, '03')).toBe('state_invalid');
  expect(read(readStateFips, '99')).toBe('state_invalid');
});
