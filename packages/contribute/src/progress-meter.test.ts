import type { Progress } from '@credlink/contracts';
import { describe, expect, test } from 'vitest';
import { progressMeter } from './progress-meter.ts';

describe('progress', () => {
  test('begins at nothing done, without a guess, and ends complete', () => {
    const seen: Progress[] = [];
    const meter = progressMeter('read', 10, (progress) => seen.push(progress));
    meter.set(4);
    meter.finish();
    expect(seen).toEqual([
      { step: 'read', done: 0, total: 10, secondsLeft: null },
      { step: 'read', done: 10, total: 10, secondsLeft: 0 },
    ]);
  });

  test('a step of unknown length never guesses', () => {
    const seen: Progress[] = [];
    const meter = progressMeter('wait', null, (progress) => seen.push(progress));
    meter.finish();
    expect(seen.at(-1)).toEqual({ step: 'wait', done: 0, total: null, secondsLeft: 0 });
  });
});
