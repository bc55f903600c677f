import { FACT_CONTRACTS, SOURCE_KINDS } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { mayHoldIdentifier } from './plain-identifier.ts';

test('the columns in which a well-formed value can still be an identifier are those of codes and terms', () => {
  const open = SOURCE_KINDS.flatMap((kind) =>
    FACT_CONTRACTS[kind].filter(mayHoldIdentifier).map((column) => column.name),
  );
  expect([...new Set(open)].sort()).toEqual([
    'assessment_state',
    'award_code',
    'cip6',
    'college_code',
    'college_state',
    'course_code',
    'credential_code',
    'first_term',
    'program_id',
    'term',
  ]);
});

test('a form of up to eight digits is no identifier: an OPEID reads like a date', () => {
  const opeid = FACT_CONTRACTS.enrollment.find((column) => column.name === 'opeid8');
  expect(opeid !== undefined && mayHoldIdentifier(opeid)).toBe(false);
});
