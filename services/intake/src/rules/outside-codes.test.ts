import { FACT_CONTRACTS, SOURCE_KINDS } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { COLLEGE_CODE_COLUMNS, needsCatalogue } from './outside-codes.ts';

test('every column of codes but that of credentials is kept by the catalogue only', () => {
  const columns = SOURCE_KINDS.flatMap((kind) => FACT_CONTRACTS[kind]);
  const pattern = columns.find(({ name }) => name === 'credential_code')?.pattern;
  const alike = columns.filter((column) => column.pattern === pattern).map(({ name }) => name);
  expect(new Set(alike)).toEqual(new Set(['credential_code', ...COLLEGE_CODE_COLUMNS]));
});

test('kinds with codes wait for a catalogue', () => {
  expect(SOURCE_KINDS.filter(needsCatalogue)).toEqual(['holders', 'enrollment', 'courses', 'awards']);
});
