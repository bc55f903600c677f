import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  OPEN_LINK_TOKEN_BLANK,
  type OpenLinkTokenRecord,
  openLinkTokens,
} from '../../packages/tokens/src/index.ts';

const FOLDER = new URL('../../../shared/vectors/openlinktoken/', import.meta.url);
const IS_HERE = existsSync(FOLDER);
/** The day the vectors were published is unknown; any day after their latest birth date and before 2050 gives them. */
const TODAY = '2026-01-01';

function rows(name: string): string[][] {
  const [, ...lines] = readFileSync(new URL(name, FOLDER), 'utf8').trimEnd().split(/\r?\n/);
  return lines.map((line) => line.split(','));
}

function recordOf([
  ,
  birthDate = '',
  firstName = '',
  lastName = '',
  postalCode = '',
  sex = '',
  ssn = '',
]: string[]): OpenLinkTokenRecord {
  return { firstName, lastName, birthDate, postalCode, sex, socialSecurityNumber: ssn };
}

const ALICE: OpenLinkTokenRecord = {
  firstName: 'Alice',
  lastName: 'Wonderland',
  birthDate: '1993-08-10',
  postalCode: '',
  sex: 'F',
  socialSecurityNumber: '345-54-6795',
};

const WHERE = IS_HERE ? '' : ' (skipped: ../shared/vectors/openlinktoken is absent)';

test.skipIf(!IS_HERE)(`all 525 published OpenLinkToken tokens are reproduced byte for byte${WHERE}`, () => {
  const records = new Map(rows('sample.csv').map((row) => [row[0], recordOf(row)]));
  const published = rows('hashed-output.csv');
  expect(published).toHaveLength(525);
  const computed = published.map(([rule = '', , id = '']) => {
    const record = records.get(id);
    if (record === undefined) throw new Error('a published token names no record');
    const tokens = openLinkTokens(record, 'HashingKey', TODAY);
    return [rule, Object.entries(tokens).find(([name]) => name === rule)?.[1], id];
  });
  expect(computed).toEqual(published);
});

test('hash-only tokens of the integration record equal the published ones', () => {
  expect(openLinkTokens(ALICE, null, TODAY)).toEqual({
    T1: '02292af14559b4c2a28a772536b81760ad7b8ebac8ce49e8450ca0fa5044e37f',
    T2: OPEN_LINK_TOKEN_BLANK,
    T3: 'a76c3bff664bec8d0f77b4b47ad555d212dc671949ed3cf1c1edef68733835b2',
    T4: '21c3cf1fdb4fd45197e5def14d0228d26c56bcec1b8641079f9b9ec24f9a6a0b',
    T5: '3756556f2323148cb57e1e13b1abcd457e1c1706a84ae83d522a3fc0ad43506d',
  });
});

describe('the quirks of the standard', () => {
  const blanks = (change: Partial<OpenLinkTokenRecord>): string[] =>
    Object.entries(openLinkTokens({ ...ALICE, postalCode: '90210', ...change }, null, TODAY))
      .filter(([, token]) => token === OPEN_LINK_TOKEN_BLANK)
      .map(([rule]) => rule);

  test.each(['666123456', '900123456', '123450000', '123456789'])(
    'an SSN that could not be issued passes without dashes: %s',
    (undashed) => {
      const dashed = `${undashed.slice(0, 3)}-${undashed.slice(3, 5)}-${undashed.slice(5)}`;
      expect(blanks({ socialSecurityNumber: undashed })).toEqual([]);
      expect(blanks({ socialSecurityNumber: dashed })).toEqual(['T4']);
    },
  );

  test('an SSN with spaces is refused', () => {
    expect(blanks({ socialSecurityNumber: '345 54 6795' })).toEqual(['T4']);
  });

  test('a ZIP that lost its leading zero moves to another state', () => {
    const of = (postalCode: string): string => openLinkTokens({ ...ALICE, postalCode }, null, TODAY).T2;
    expect(of('1563')).toBe(of('15630'));
    expect(of('1563')).not.toBe(of('01563'));
  });

  test('a birth date without leading zeros and sex X silence nearly every rule', () => {
    expect(blanks({ birthDate: '8/10/1993' })).toEqual(['T1', 'T2', 'T3', 'T4']);
    expect(blanks({ sex: 'X' })).toEqual(['T1', 'T3', 'T4', 'T5']);
    expect(blanks({ firstName: '李' })).toEqual(['T1', 'T2', 'T3', 'T5']);
  });
});
