import { expect, test } from 'vitest';
import { failureText } from './error-text.ts';

test('why a run failed comes with what to do, where there is something to say', () => {
  expect(failureText('memory_exhausted')).toMatch(/^memory_exhausted\. Give .*CREDLINK_MEMORY_LIMIT/);
  expect(failureText('nothing_to_link')).toBe('nothing_to_link');
  expect(failureText(null)).toBe('no reason given');
});
