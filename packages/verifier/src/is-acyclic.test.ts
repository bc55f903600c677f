import { expect, test } from 'vitest';
import { isAcyclic } from './is-acyclic.ts';
import { parseSpec } from './parse-spec.ts';

const grouping = { total: 'T', parents: { x: 'T', y: 'T' } };

function latticeOf(...tables: readonly string[]) {
  return parseSpec(
    {
      threshold: 10,
      dims: { a: grouping, b: grouping, c: grouping, d: grouping },
      tables: tables.map((dims) => ({ name: dims, dims: [...dims] })),
    },
    'whole',
  ).lattice;
}

test('a tree of tables is acyclic, a ring is not, a ring inside one table is', () => {
  expect(isAcyclic(latticeOf('abc', 'abd', 'cd'.slice(0, 1)))).toBe(true);
  expect(isAcyclic(latticeOf('ab', 'bc', 'cd'))).toBe(true);
  expect(isAcyclic(latticeOf('ab', 'cd'))).toBe(true);
  expect(isAcyclic(latticeOf('ab', 'bc', 'ca'))).toBe(false);
  expect(isAcyclic(latticeOf('ab', 'bc', 'ca', 'abc'))).toBe(true);
});
