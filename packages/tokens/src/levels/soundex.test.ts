import { describe, expect, it } from 'vitest';
import { soundex } from './soundex.ts';

/** Examples of the US National Archives' page on the Soundex indexing system. */
const ARCHIVES = [
  ['WASHINGTON', 'W252'],
  ['LEE', 'L000'],
  ['GUTIERREZ', 'G362'],
  ['PFISTER', 'P236'],
  ['JACKSON', 'J250'],
  ['TYMCZAK', 'T522'],
  ['ASHCRAFT', 'A261'],
] as const;

describe('soundex', () => {
  it.each(ARCHIVES)('codes %s as %s', (name, code) => {
    expect(soundex(name)).toBe(code);
  });

  it('has no code for a text without letters', () => {
    expect(soundex('')).toBe(null);
    expect(soundex('123')).toBe(null);
  });
});
