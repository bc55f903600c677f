import { expect, test } from 'vitest';
import { packPay, unpackPay } from './packed-pay.ts';
import type { PayLine } from './simulated-career.ts';

test('pay comes back from its packed form', () => {
  const line: PayLine = {
    quarter: 8076,
    employer: 71_428,
    unit: '00003',
    job: 2,
    dollars: -1,
    hours: 480,
    kind: 'adjustment',
  };
  const lines: PayLine[] = [
    line,
    { ...line, unit: '00000', dollars: 140_000, kind: 'lump_sum' },
    { ...line, kind: 'regular' },
    { ...line, kind: 'duplicate' },
    { ...line, dollars: 0, kind: 'zero' },
  ];
  expect(unpackPay(packPay(lines))).toEqual(lines);
  expect(unpackPay(packPay([]))).toEqual([]);
});
