import type { PublishedCell } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { valueText } from './cell-text.ts';

const CELL: PublishedCell = {
  table: 'credential',
  measure: 'holders',
  variant: '',
  key: {},
  unit: 'count',
  status: 'ok',
  value: 1230,
  low: 1225,
  high: 1234,
  asOf: null,
};

test('figures read as counts, dollars and bands; a withheld figure shows nothing', () => {
  expect(valueText(CELL)).toBe('1,230');
  expect(valueText({ ...CELL, unit: 'usd', value: 41_500, low: null, high: null })).toBe('$41,500');
  expect(valueText({ ...CELL, unit: 'share', value: 0.525, low: 0.5, high: 0.55 })).toBe('50-55 %');
  expect(valueText({ ...CELL, status: 'suppressed', value: null, low: null, high: null })).toBe('');
});
