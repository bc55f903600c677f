import { describe, expect, test } from 'vitest';
import { textTable } from './text-table.ts';

describe('a text table', () => {
  test('aligns columns and leaves out control characters', () => {
    const rows = [
      { name: 'a\u001b[2Jb', value: 1 },
      { name: 'c', value: 1000 },
    ];
    expect(
      textTable(rows, [
        { title: 'name', of: (row) => row.name },
        { title: 'n', of: (row) => row.value, align: 'right' },
      ]),
    ).toBe('name       n\na [2Jb     1\nc       1000');
  });
});
