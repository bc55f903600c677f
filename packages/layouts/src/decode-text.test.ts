import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8, decodeWindows1252 } from './decode-text.ts';
import { LineDecoder } from './line-text.ts';
import { utf8 } from './test-chunks.ts';

test('any text comes back from its UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(decodeUtf8(utf8(text))).toBe(text);
    }),
  );
});

test.each([
  ['an overlong slash', [0xc0, 0xaf]],
  ['an overlong three-byte form', [0xe0, 0x80, 0x80]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['a point above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['a sequence cut short', [0xe2, 0x82]],
  ['a continuation byte alone', [0x80]],
])('%s is no UTF-8', (_, bytes) => {
  expect(decodeUtf8(Uint8Array.from(bytes))).toBeNull();
});

test('windows-1252 has its euro sign, quotes and accents', () => {
  expect(decodeWindows1252(Uint8Array.from([0x80, 0x92, 0x4a, 0x6f, 0x73, 0xe9]))).toBe('€’José');
});

test('the first line with a high byte decides that the file is windows-1252', () => {
  const decoder = new LineDecoder();
  expect(decoder.decode(Uint8Array.from([0x41]))).toBe('A');
  expect(decoder.encoding).toBe('ascii');
  expect(decoder.decode(Uint8Array.from([0x4d, 0xfc]))).toBe('Mü');
  expect(decoder.decode(utf8('é'))).toBe('Ã©');
  expect([decoder.encoding, decoder.linesNotUtf8]).toEqual(['windows-1252', 0]);
});

test('a line that breaks UTF-8 in a UTF-8 file is read as windows-1252 and counted', () => {
  const decoder = new LineDecoder();
  decoder.decode(utf8('Müller'));
  expect(decoder.decode(Uint8Array.from([0x4d, 0xfc]))).toBe('Mü');
  expect([decoder.encoding, decoder.linesNotUtf8]).toEqual(['utf-8', 1]);
});
