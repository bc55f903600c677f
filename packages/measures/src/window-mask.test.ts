import { expect, test } from 'vitest';
import { quarters } from './span.ts';
import { EARLIEST_OFFSET, maskOf } from './window-mask.ts';

test('a mask has one bit a quarter, the earliest offset first', () => {
  expect(maskOf(quarters(EARLIEST_OFFSET))).toBe(1n);
  expect(maskOf(quarters(-20, -18))).toBe(0b111n);
  expect(maskOf(quarters(0))).toBe(1n << 20n);
});

test('a mask fits a signed 64-bit integer at its latest offset, and refuses the next', () => {
  expect(maskOf(quarters(-20, 42))).toBe(2n ** 63n - 1n);
  expect(() => maskOf(quarters(43))).toThrow(RangeError);
  expect(() => maskOf(quarters(-21, 0))).toThrow(RangeError);
});

test('calendar years have no mask: they count from another quarter than the anchor', () => {
  expect(() => maskOf({ from: 4, to: 7, base: 'year' })).toThrow(RangeError);
});
