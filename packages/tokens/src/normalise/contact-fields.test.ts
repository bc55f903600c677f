import { describe, expect, test } from 'vitest';
import { readCity } from './city.ts';
import { readEmail } from './email.ts';
import { readPhone } from './phone.ts';
import { readPostalCode } from './postal-code.ts';
import { readReference } from './reference.ts';
import { readSex } from './sex.ts';
import { readStreet } from './street.ts';

const shown = (reading: { state: string; value: unknown }): unknown => reading.value ?? reading.state;

test.each<readonly [string, string]>([
  ['01563', '01563'],
  ['1563', '01563'],
  ['501', '00501'],
  ['01563-1234', '01563'],
  ['015631234', '01563'],
  ['15631234', '01563'],
  ['1563.0', '01563'],
  ['0O952', '00952'],
  ['2141', '02141'],
  ['sw1a 1aa', 'SW1A1AA'],
  ['K1A 0B1', 'K1A0B1'],
  ['00000', 'placeholder'],
  ['99999', 'placeholder'],
  ['0A952', 'invalid'],
  ['12', 'invalid'],
])('postal code %s -> %s', (raw, expected) => {
  expect(shown(readPostalCode(raw))).toBe(expected);
});

test.each<readonly [string, string]>([
  ['(555) 123-4567', 'placeholder'],
  ['(609) 555-5555', 'placeholder'],
  ['+1 609.123.4567', '6091234567'],
  ['16091234567', '6091234567'],
  ['609-123-4567 x89', '6091234567'],
  ['6091234567.0', '6091234567'],
  ['609I234567', '6091234567'],
  ['609123v4567', '6091234567'],
  ['0000000000', 'placeholder'],
  ['123456', 'invalid'],
  ['26091234567', 'invalid'],
])('phone %s -> %s', (raw, expected) => {
  expect(shown(readPhone(raw))).toBe(expected);
});

describe('e-mail', () => {
  test('is lower-cased and keeps dots and plus tags', () => {
    expect(readEmail(' Ann.B+News@Example.ORG ').value).toEqual({
      address: 'ann.b+news@example.org',
      local: 'ann.b+news',
      domain: 'example.org',
    });
    expect(readEmail('Ann B <ann@example.org>').value?.address).toBe('ann@example.org');
  });

  test.each(['noemail@x.org', 'no-reply@x.org', 'none', 'test@test.com', 'na@na.com', 'N/A'])(
    '%s is a placeholder',
    (raw) => {
      expect(readEmail(raw).state).toBe('placeholder');
    },
  );

  test.each(['a@b@c.org', 'ann.example.org', '@example.org', 'ann@', 'a b@example.org'])(
    '%s is invalid',
    (raw) => {
      expect(readEmail(raw).state).toBe('invalid');
    },
  );
});

describe('street', () => {
  test.each<readonly [string, string, string | null, string | null]>([
    ['9 S WEST HUNTOON STR', '9SWHUNTOONST', '9', 'HUNTOON'],
    ['9 South West Huntoon Street', '9SWHUNTOONST', '9', 'HUNTOON'],
    ['4005 w ashlan ave', '4005WASHLANAVE', '4005', 'ASHLAN'],
    ['123 Main St. Apt #4', '123MAINST4', '123', 'MAIN'],
    ['123 main street, unit 4', '123MAINST4', '123', 'MAIN'],
    ['0123 Main St', '0123MAINST', '123', 'MAIN'],
    ['P.O. Box 7091', 'POBOX7091', '7091', 'POBOX'],
    ['17-19 Fifth Avenue', '17195THAVE', '17', '5TH'],
    ['123 North St', '123NST', '123', 'N'],
    ['G9 s hwy 701', 'G9SHWY701', '69', 'HWY701'],
    ['Folsom St', 'FOLSOMST', null, 'FOLSOM'],
    ['4005', '4005', '4005', null],
  ])('%s', (raw, line, number, word) => {
    expect(readStreet(raw).value).toEqual({ line, number, word });
  });

  test('unknown and homeless are placeholders', () => {
    expect([readStreet('unknown').state, readStreet('Homeless').state]).toEqual([
      'placeholder',
      'placeholder',
    ]);
  });
});

test.each<readonly [string, string]>([
  ['Saint Paul', 'STPAUL'],
  ['St. Paul', 'STPAUL'],
  ['East Anytown', 'EANYTOWN'],
  ['E Anytown', 'EANYTOWN'],
  ['East', 'EAST'],
  ['Unknown', 'placeholder'],
  ['12345', 'invalid'],
])('city %s -> %s', (raw, expected) => {
  expect(shown(readCity(raw))).toBe(expected);
});

test.each<readonly [string, string]>([
  ['f', 'F'],
  ['Female', 'F'],
  ['MALE', 'M'],
  ['non-binary', 'X'],
  ['U', 'placeholder'],
  ['1', 'invalid'],
])('sex %s -> %s', (raw, expected) => {
  expect(shown(readSex(raw))).toBe(expected);
});

test("an owner's own key keeps leading zeros and loses punctuation", () => {
  expect(readReference({ issuer: 'anytown-college', value: ' s-0101158_' }).value).toEqual({
    issuer: 'ANYTOWNCOLLEGE',
    value: 'S0101158',
  });
  expect(readReference({ issuer: 'x', value: '0000' }).state).toBe('placeholder');
  expect(readReference(undefined).state).toBe('missing');
});
