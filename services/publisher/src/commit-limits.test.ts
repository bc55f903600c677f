import { createHash } from 'node:crypto';
import { Secret } from '@credlink/runtime';
import { expect, test } from 'vitest';
import { commitmentOf, openLimits } from './commit-limits.ts';

const LIMITS = { minimumContributors: 3, largestShare: 0.75 };
const KEY = new Secret(new Uint8Array(32).fill(5));

test('an auditor who is given limits and salt finds the commitment with a plain SHA-256', () => {
  const opened = openLimits(LIMITS, 'ab', KEY);
  const text = `{"concentration":{"largestShare":0.75,"minimumContributors":3},"salt":"${opened.salt}"}`;
  expect(commitmentOf(opened)).toBe(createHash('sha256').update(text).digest('hex'));
  expect(opened.salt).toMatch(/^[0-9a-f]{64}$/);
});

test('the same limits look different in every release and under every key, and other limits do too', () => {
  const commitments = [
    openLimits(LIMITS, 'ab', KEY),
    openLimits(LIMITS, 'cd', KEY),
    openLimits(LIMITS, 'ab', new Secret(new Uint8Array(32).fill(6))),
    openLimits({ ...LIMITS, largestShare: 0.8 }, 'ab', KEY),
  ].map(commitmentOf);
  expect(new Set(commitments).size).toBe(4);
  expect(commitmentOf(openLimits(LIMITS, 'ab', KEY))).toBe(commitments[0]);
});
