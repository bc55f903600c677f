import { expect, test } from 'vitest';
import { normaliseIdentifiers } from '../normalise/normalise-identifiers.ts';
import { PACKS } from '../packs/packs.ts';
import type { RulePack } from '../rule-pack.ts';
import { withoutBareSsn } from './bare-ssn.ts';
import { createTokeniser } from './tokeniser.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, index) => index * 11);
const ROW = { givenName: 'Ann', surname: 'Smith', dateOfBirth: '1994-03-09' };
const SSN = '604420998';
const tokeniser = (pack: RulePack) => createTokeniser({ exchangeKey: KEY, keyEpoch: 1, pack });

test('a value that holds the own SSN is dropped, others stay', () => {
  expect(withoutBareSsn(['604420998', 'S604420998', '60442099', 'ANN'], SSN)).toEqual(['60442099', 'ANN']);
  expect(withoutBareSsn(['604420998'], null)).toEqual(['604420998']);
});

test.each(Object.values(PACKS))(
  'without an evaluation the nine digits change no token of pack $name',
  (pack) => {
    const whole = normaliseIdentifiers({ ...ROW, ssn: SSN }, '2026-01-01');
    const lastFourOnly = normaliseIdentifiers({ ...ROW, ssnLastFour: '0998' }, '2026-01-01');
    expect(tokeniser(pack).tokensOf(whole, null)).toEqual(tokeniser(pack).tokensOf(lastFourOnly, null));
  },
);

test('with an evaluation tokens depend on it alone, never on the digits', () => {
  const evaluation = new Uint8Array(64).fill(7);
  const whole = normaliseIdentifiers({ ...ROW, ssn: SSN }, '2026-01-01');
  const other = { ...whole, ssn: '512340998' };
  expect(tokeniser(PACKS.full).tokensOf(whole, evaluation)).toEqual(
    tokeniser(PACKS.full).tokensOf(other, evaluation),
  );
});

test('an SSN used as student number, e-mail name or address yields no token', () => {
  const row = {
    ssn: SSN,
    reference: { issuer: 'college', value: '604-42-0998' },
    email: `${SSN}@example.org`,
    street: `${SSN} Main St`,
  };
  const sideDoors = normaliseIdentifiers({ ...ROW, ...row }, '2026-01-01');
  const closed = normaliseIdentifiers({ ...ROW, ssn: SSN }, '2026-01-01');
  // The domain of the address holds no digit of it.
  const ofDomain = new Set(
    PACKS.full.rules.filter(({ levels }) => levels.includes('email.domain')).map(({ code }) => code),
  );
  const tokensOf = (record: typeof closed, pack = PACKS.full) =>
    tokeniser(pack)
      .tokensOf(record, null)
      .filter(({ code }) => !ofDomain.has(code));
  expect(tokensOf(sideDoors, PACKS.reference)).toEqual([]);
  expect(tokensOf({ ...sideDoors, street: null })).toEqual(tokensOf({ ...closed, street: null }));
});
