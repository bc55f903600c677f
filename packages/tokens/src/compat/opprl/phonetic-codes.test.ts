import { describe, expect, test } from 'vitest';
import { metaphone } from './metaphone.ts';
import { sparkSoundex } from './spark-soundex.ts';

describe('metaphone', () => {
  test.each([
    ['LOUIS', 'LS'],
    ['PASTEUR', 'PSTR'],
    ['KNIGHT', 'NT'],
    ['WRIGHT', 'RT'],
    ['THOMPSON', '0MPSN'],
    ['XAVIER', 'SFR'],
    ['MACIAS', 'MXS'],
    ['BRIDGET', 'BRJT'],
    ['LAMB', 'LM'],
    ['CAMPAGN', 'KMP'],
    ['WHITE', 'WT'],
    ['DE LA CRUZ', 'T L KRS'],
    ['ACCACIO', 'AKKS'],
  ])('of %s is %s', (word, code) => {
    expect(metaphone(word)).toBe(code);
  });
});

describe('soundex', () => {
  test.each([
    ['PASTEUR', 'P236'],
    ['ASHCRAFT', 'A261'],
    ['TYMCZAK', 'T522'],
    ['WHITE', 'W300'],
    ['LEE', 'L000'],
    ['ABB B', 'A110'],
  ])('of %s is %s', (word, code) => {
    expect(sparkSoundex(word)).toBe(code);
  });
});
