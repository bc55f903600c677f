import type { RejectionReason } from '@credlink/contracts';
import { Unfit, type ValueReader } from './fact-value.ts';

/** A whole number within bounds, both included; `1.0` counts as whole. */
export function wholeNumber(
  lowest: number,
  highest: number,
  reason: RejectionReason = 'number_unreadable',
): ValueReader<number> {
  return (text) => {
    if (!/^\d{1,9}(?:\.0*)?$/.test(text)) return new Unfit(reason);
    const number = Number(text);
    return number >= lowest && number <= highest ? number : new Unfit(reason);
  };
}

/** A number with or without decimals within bounds, both included. */
export function decimalNumber(lowest: number, highest: number): ValueReader<number> {
  return (text) => {
    if (!/^\d{1,9}(?:\.\d*)?$|^\.\d+$/.test(text)) return new Unfit('number_unreadable');
    const number = Number(text);
    return number >= lowest && number <= highest ? number : new Unfit('number_unreadable');
  };
}
