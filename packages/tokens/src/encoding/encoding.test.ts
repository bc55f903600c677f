import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from './base64.ts';
import { utf8 } from './utf8.ts';

test.each<readonly [string, string]>([
  ['', ''],
  ['66', 'Zg=='],
  ['666f', 'Zm8='],
  ['666f6f', 'Zm9v'],
  ['fbff', '+/8='],
])('RFC 4648: %s is %s', (hex, text) => {
  expect(toBase64(hexToBytes(hex))).toBe(text);
});

test('base64 is read back, and only as it is written', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }),
  );
  expect(['Zg', 'Zh==', 'Zg==\n', 'Z===', '====', 'Zm9v=', 'Zm-v'].map(fromBase64)).toEqual(
    Array(7).fill(null),
  );
});

test('UTF-8 equals the platform encoder, lone surrogates included', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }), (units) => {
      const text = String.fromCharCode(...units);
      expect(utf8(text)).toEqual(utf8ToBytes(text));
    }),
  );
  expect(utf8('é李😀')).toEqual(utf8ToBytes('é李😀'));
});
