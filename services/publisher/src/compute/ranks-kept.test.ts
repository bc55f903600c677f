import { parsePolicy, ROUNDED_POLICY } from '@credlink/disclosure';
import { RANK_OFFSETS } from '@credlink/measures';
import { expect, test } from 'vitest';

test('a policy may ask for the mean of as many ranks as are read of each distribution, and for no more', () => {
  const asking = (ranks: number) => () =>
    parsePolicy({ ...ROUNDED_POLICY, percentiles: { ...ROUNDED_POLICY.percentiles, ranks } });
  expect(asking(RANK_OFFSETS.length)).not.toThrow();
  expect(asking(RANK_OFFSETS.length + 2)).toThrow('no more amounts around a percentile are kept');
});
