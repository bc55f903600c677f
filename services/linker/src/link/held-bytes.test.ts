import { expect, it } from 'vitest';
import { heldBytesOf, MOST_HELD_BYTES } from './held-bytes.ts';

it('what is held beside the engine is an eighth of its memory, and never more than is of use', () => {
  expect(heldBytesOf('1GiB')).toBe(128 * 2 ** 20);
  expect(heldBytesOf('512 MB')).toBe(64e6);
  expect(heldBytesOf('800KB')).toBe(100_000);
  expect(heldBytesOf('4GiB')).toBe(MOST_HELD_BYTES);
  expect(heldBytesOf('2TiB')).toBe(MOST_HELD_BYTES);
});

it('a limit that is no size is refused', () => {
  for (const limit of ['', '0GB', '12', '80%', '-1GB', '1.5GB'])
    expect(() => heldBytesOf(limit)).toThrow(RangeError);
});
