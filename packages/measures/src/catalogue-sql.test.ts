import { Catalogue } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { currentCode, wageSpanOf } from './catalogue-sql.ts';

const credential = (code: string, superseded_by: string | null) => ({
  code,
  name: code,
  type: 'Certification',
  owner: 'body',
  status: 'active',
  superseded_by,
});

test('a code counts for the last of its successors, and a circle of successors ends', () => {
  const catalogue = Catalogue.parse({
    credentials: [
      credential('A', 'B'),
      credential('B', 'C'),
      credential('C', null),
      credential('X', 'Y'),
      credential('Y', 'X'),
    ],
    source_coverage: [],
  });
  expect(['A', 'B', 'C', 'unknown'].map((code) => currentCode(catalogue, code))).toEqual([
    'C',
    'C',
    'C',
    'unknown',
  ]);
  expect(currentCode(catalogue, 'X')).toBe('Y');
});

test('wage quarters run from the first any state covers to the last that all have complete', () => {
  const wages = (first_quarter: string, last_complete_quarter: string) => ({
    source: 'state',
    kind: 'wages',
    first_quarter,
    last_complete_quarter,
  });
  const catalogue = Catalogue.parse({
    credentials: [],
    source_coverage: [wages('2016Q1', '2025Q3'), wages('2019Q1', '2025Q2')],
  });
  expect(wageSpanOf(catalogue)).toEqual({ firstQuarter: 8064, lastCompleteQuarter: 8101 });
});
