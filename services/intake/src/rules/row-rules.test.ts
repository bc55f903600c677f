import { FACT_CONTRACTS, SOURCE_KINDS } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { oneYearAfter, rowRules } from './row-rules.ts';

test('every day, quarter and amount of every contract has a range', () => {
  for (const kind of SOURCE_KINDS) {
    const ruled = rowRules(kind, '2026-11-23').map(({ when }) => when);
    for (const { name, type } of FACT_CONTRACTS[kind]) {
      const isRanged = ruled.some((when) => when.startsWith(`${name} NOT BETWEEN`));
      const needsRange = type !== 'VARCHAR' && type !== 'UUID' && type !== 'BOOLEAN';
      expect([kind, name, isRanged]).toEqual([kind, name, needsRange]);
    }
  }
});

test('every required column has a rule for a missing value', () => {
  for (const kind of SOURCE_KINDS) {
    const ruled = rowRules(kind, '2026-11-23').map(({ when }) => when);
    for (const { name, nullable } of FACT_CONTRACTS[kind]) {
      expect([kind, name, ruled.includes(`${name} IS NULL`)]).toEqual([kind, name, !nullable]);
    }
  }
});

test('one year after a leap day is the last day of February', () => {
  expect(oneYearAfter('2024-02-29')).toBe('2025-02-28');
  expect(oneYearAfter('2026-11-23')).toBe('2027-11-23');
});
