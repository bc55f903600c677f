import { expect, it } from 'vitest';
import { fromAllocation } from './from-allocation.ts';

function thrownBy(allocate: () => unknown): unknown {
  try {
    return allocate();
  } catch (error) {
    return fromAllocation(error);
  }
}

it('an array that cannot be had ends with a code that says what to do', () => {
  for (const allocate of [() => new ArrayBuffer(2 ** 52), () => new Int32Array(2 ** 52)])
    expect(thrownBy(allocate)).toMatchObject({
      kind: 'fault',
      code: 'memory_exhausted',
      message: expect.stringContaining('CREDLINK_MEMORY_LIMIT'),
    });
});

it('other errors stay what they are', () => {
  const others = [new RangeError('persons do not settle'), new TypeError('column n holds no number')];
  for (const other of others) expect(fromAllocation(other)).toBe(other);
});
