import type { Span } from './span.ts';

/**
 * Quarters around an anchor as bits of one 64-bit integer: bit 0 stands for the earliest offset. A window test is
 * then one AND, whatever the window's length.
 */
export const EARLIEST_OFFSET = -20;
const LATEST_OFFSET = 42;

/** The bits of a quarter span. */
export function maskOf(span: Span): bigint {
  if (span.base !== 'quarter' || span.from < EARLIEST_OFFSET || span.to > LATEST_OFFSET) {
    throw new RangeError('a mask holds quarter offsets from -20 to 42');
  }
  const length = BigInt(span.to - span.from + 1);
  return ((1n << length) - 1n) << BigInt(span.from - EARLIEST_OFFSET);
}

/** SQL: does the mask column have any (or every) bit of the span? */
export function maskTest(column: string, how: 'any' | 'every', span: Span): string {
  const bits = maskOf(span);
  return how === 'any' ? `(${column} & ${bits}) <> 0` : `(${column} & ${bits}) = ${bits}`;
}
