import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHmacSha256, PADDING_ROOM } from './hmac-sha256.ts';

function sign(key: Uint8Array, message: Uint8Array, outputLength = 32): Uint8Array {
  const { prepare, sign: write } = createHmacSha256();
  const buffer = new Uint8Array(message.length + PADDING_ROOM).fill(0xff);
  buffer.set(message);
  const output = new Uint8Array(outputLength);
  write(prepare(key), buffer, message.length, output);
  return output;
}

test('RFC 4231 test case 1', () => {
  const message = hexToBytes('4869205468657265');
  expect(bytesToHex(sign(new Uint8Array(20).fill(0x0b), message))).toBe(
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  );
});

test('every message length up to five blocks equals the library', () => {
  const key = Uint8Array.from({ length: 32 }, (_, index) => index * 7);
  for (let length = 0; length <= 320; length++) {
    const message = Uint8Array.from({ length }, (_, index) => index ^ length);
    expect(bytesToHex(sign(key, message))).toBe(bytesToHex(hmac(sha256, key, message)));
  }
});

test('any key, message and cut equal the library', () => {
  const bytes = (most: number) => fc.uint8Array({ maxLength: most });
  fc.assert(
    fc.property(bytes(64), bytes(200), fc.integer({ min: 0, max: 32 }), (key, message, cut) => {
      expect(sign(key, message, cut)).toEqual(hmac(sha256, key, message).slice(0, cut));
    }),
  );
});

test('what would write outside its buffers is refused', () => {
  const { prepare, sign: write } = createHmacSha256();
  const state = prepare(new Uint8Array(32));
  expect(() => prepare(new Uint8Array(65))).toThrow(RangeError);
  expect(() => write(state, new Uint8Array(80), 9, new Uint8Array(16))).toThrow(RangeError);
  expect(() => write(state, new Uint8Array(80), 8, new Uint8Array(33))).toThrow(RangeError);
});
