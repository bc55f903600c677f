import { expect, test } from 'vitest';
import { type AgreementTerms, findGrant } from './find-grant.ts';

const agreement: AgreementTerms = {
  agreementId: 'AG-1',
  grantor: 'harbor',
  kinds: ['holders'],
  uses: ['link'],
  starts: '2024-02-29',
  expires: '2026-11-23',
  state: 'active',
};

test.each([
  ['the day before it starts', '2024-02-28', 'agreement_not_active'],
  ['its first day', '2024-02-29', 'granted'],
  ['its last day', '2026-11-23', 'granted'],
  ['the day after its last day', '2026-11-24', 'agreement_expired'],
])('an agreement on %s', (_, today, expected) => {
  const grant = findGrant([agreement], 'harbor', 'holders', today);
  expect(grant.is === 'granted' ? 'granted' : grant.code).toBe(expected);
});

test.each(['draft', 'suspended', 'destroyed'] as const)('a %s agreement grants nothing', (state) => {
  const grant = findGrant([{ ...agreement, state }], 'harbor', 'holders', '2025-01-01');
  expect(grant).toEqual({ is: 'refused', code: 'agreement_not_active' });
});

test('an agreement marked expired says so, whatever its last day', () => {
  const grant = findGrant([{ ...agreement, state: 'expired' }], 'harbor', 'holders', '2025-01-01');
  expect(grant).toEqual({ is: 'refused', code: 'agreement_expired' });
});

test('an agreement of another organisation grants nothing', () => {
  expect(findGrant([agreement], 'northgate', 'holders', '2025-01-01')).toEqual({
    is: 'refused',
    code: 'agreement_missing',
  });
});

test('an agreement for another kind of source, or without the use link, is no grant', () => {
  const refused = { is: 'refused', code: 'grant_missing' };
  expect(findGrant([agreement], 'harbor', 'wages', '2025-01-01')).toEqual(refused);
  expect(findGrant([{ ...agreement, uses: ['roi'] }], 'harbor', 'holders', '2025-01-01')).toEqual(refused);
});

test('of several agreements in force the longest is taken', () => {
  const longer = { ...agreement, agreementId: 'AG-2', expires: '2030-01-01' };
  expect(findGrant([agreement, longer], 'harbor', 'holders', '2025-01-01')).toEqual({
    is: 'granted',
    agreementId: 'AG-2',
  });
});
