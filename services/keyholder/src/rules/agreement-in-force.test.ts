import { expect, test } from 'vitest';
import { type AgreementTerms, whyNoneInForce } from './agreement-in-force.ts';

const agreement: AgreementTerms = {
  grantor: 'harbor',
  starts: '2024-02-29',
  expires: '2026-11-23',
  state: 'active',
};

test.each([
  ['the day before it starts', '2024-02-28', 'agreement_not_active'],
  ['its first day', '2024-02-29', null],
  ['its last day', '2026-11-23', null],
  ['the day after its last day', '2026-11-24', 'agreement_expired'],
])('an agreement on %s', (_, today, expected) => {
  expect(whyNoneInForce([agreement], 'harbor', today)).toBe(expected);
});

test.each([
  ['draft', 'agreement_not_active'],
  ['suspended', 'agreement_not_active'],
  ['destroyed', 'agreement_not_active'],
  ['expired', 'agreement_expired'],
] as const)('a %s agreement is not in force', (state, expected) => {
  expect(whyNoneInForce([{ ...agreement, state }], 'harbor', '2025-01-01')).toBe(expected);
});

test("another organisation's agreement is none, and one in force of several is enough", () => {
  expect(whyNoneInForce([agreement], 'northgate', '2025-01-01')).toBe('agreement_missing');
  const older = { ...agreement, expires: '2024-12-31' };
  expect(whyNoneInForce([older, agreement], 'harbor', '2025-01-01')).toBe(null);
});
