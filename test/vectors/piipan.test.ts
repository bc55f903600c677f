import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type PiipanRecord, piipanHash } from '../../packages/tokens/src/index.ts';

const TODAY = '2026-01-01';
const HOPPER: PiipanRecord = { lastName: 'Hopper', birthDate: '1978-08-14', ssn: '078-05-1121' };

const hashOf = (text: string): string => createHash('sha512').update(text).digest('hex');

test('the published hash is reproduced', () => {
  expect(piipanHash(HOPPER, TODAY)).toMatch(/^04d1117b976e9c89[0-9a-f]{101}0d767251eef$/);
  expect(piipanHash(HOPPER, TODAY)).toBe(hashOf('hopper,1978-08-14,078-05-1121'));
});

test.each([
  ["O'Sullivan", 'osullivan'],
  ['Jones-Drew', 'jones drew'],
  ['Heathcote-Drummond-Willoughby', 'heathcote drummond willoughby'],
  ['Nguyễn', 'nguyen'],
  ['García', 'garcia'],
  ['Jones III', 'jones'],
  ['  Smith   Jr. ', 'smith'],
  ['Smith Sr Jr', 'smith sr'],
  ['von Neuman', 'von neuman'],
])('a last name is normalised as the standard says: %s', (lastName, normalised) => {
  expect(piipanHash({ ...HOPPER, lastName }, TODAY)).toBe(hashOf(`${normalised},1978-08-14,078-05-1121`));
});

describe('there is no hash for', () => {
  test.each([
    { lastName: '李' },
    { birthDate: '1978-8-14' },
    { birthDate: '2001-02-29' },
    { birthDate: '2026-01-02' },
    { birthDate: '1895-12-31' },
    { ssn: '000-12-3456' },
    { ssn: '666-12-3456' },
    { ssn: '900-12-3456' },
    { ssn: '078-00-1121' },
    { ssn: '078-05-0000' },
    { ssn: '0664-81-234' },
  ])('%j', (change) => {
    expect(piipanHash({ ...HOPPER, ...change }, TODAY)).toBeNull();
  });
});

test('the oldest day is 130 years ago', () => {
  expect(piipanHash({ ...HOPPER, birthDate: '1896-01-01' }, TODAY)).not.toBeNull();
});
