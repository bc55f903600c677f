import { describe, expect, test } from 'vitest';
import { RejectedLines, SHOWN_LINES } from './rejected-lines.ts';

describe('rows left out', () => {
  test('the most frequent reason comes first, with its first lines and the count of all', () => {
    const lines = new RejectedLines();
    lines.add('nul_byte', 7);
    for (let line = 1; line <= SHOWN_LINES + 3; line += 1) lines.add('row_malformed', line);
    expect(lines.list()).toEqual([
      {
        reason: 'row_malformed',
        rows: SHOWN_LINES + 3,
        lines: Array.from({ length: SHOWN_LINES }, (_, index) => index + 1),
      },
      { reason: 'nul_byte', rows: 1, lines: [7] },
    ]);
  });
});
