import { describe, expect, test } from 'vitest';
import { lineView } from './progress-view.ts';

describe('progress without a terminal', () => {
  test('writes one line a tenth, and names each step once', () => {
    const lines: string[] = [];
    const view = lineView((line) => lines.push(line));
    for (let done = 0; done <= 100; done += 1) {
      view.show({ step: 'read', done, total: 100, secondsLeft: done < 15 ? null : 100 - done });
    }
    view.show({ step: 'wait', done: 0, total: null, secondsLeft: null });
    view.show({ step: 'wait', done: 0, total: null, secondsLeft: null });
    expect(lines).toEqual([
      'read 0 %',
      'read 10 %',
      'read 20 %, 1 min 20 s left',
      'read 30 %, 1 min 10 s left',
      'read 40 %, 1 min 0 s left',
      'read 50 %, 50 s left',
      'read 60 %, 40 s left',
      'read 70 %, 30 s left',
      'read 80 %, 20 s left',
      'read 90 %, 10 s left',
      'read 100 %',
      'wait ...',
    ]);
  });
});
