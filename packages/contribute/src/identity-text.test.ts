import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identityText, parseIdentityText, ssnOfIdentityText } from './identity-text.ts';

const text = fc.string({ unit: 'binary', maxLength: 12 }).map((value) => value.replaceAll('\u001f', ''));

const identifiers = fc.record(
  {
    givenName: text,
    surname: text,
    fullName: text,
    dateOfBirth: text,
    ssn: text,
    email: text,
    reference: fc.record({ issuer: text, value: text }),
  },
  { requiredKeys: [] },
);

describe('identity text', () => {
  test('keeps every identifier that is not empty', () => {
    fc.assert(
      fc.property(identifiers, (given) => {
        const { reference, ...fields } = given;
        const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
        const expected =
          reference === undefined || reference.value === '' ? filled : { ...filled, reference };
        expect(parseIdentityText(identityText(given))).toEqual(expected);
      }),
    );
  });

  test('the SSN field is found without parsing the rest', () => {
    fc.assert(
      fc.property(identifiers, (given) => {
        expect(ssnOfIdentityText(identityText(given))).toBe(given.ssn ?? '');
      }),
    );
  });

  test('an absent column and an empty field are the same identity', () => {
    expect(identityText({ givenName: 'ADA', surname: '' })).toBe(identityText({ givenName: 'ADA' }));
  });

  test('a separator inside a field moves nothing into the next field', () => {
    expect(parseIdentityText(identityText({ givenName: 'A\u001fB', surname: 'C' }))).toEqual({
      givenName: 'A B',
      surname: 'C',
    });
  });
});
