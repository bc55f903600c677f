import { Catalogue } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { checkCatalogue } from './check-catalogue.ts';

function catalogue(
  ...credentials: readonly (readonly [code: string, supersededBy: string | null])[]
): Catalogue {
  return Catalogue.parse({
    credentials: credentials.map(([code, superseded_by]) => ({
      code,
      name: code,
      type: 'Certification',
      owner: 'harbor',
      status: 'active',
      superseded_by,
    })),
    source_coverage: [],
  });
}

test('a chain of supersessions that ends in the catalogue is accepted', () => {
  expect(checkCatalogue(catalogue(['A', 'B'], ['B', 'C'], ['C', null]))).toEqual({ is: 'accepted' });
});

test('a code that stands twice is refused by name', () => {
  expect(checkCatalogue(catalogue(['A', null], ['A', null]))).toEqual({
    is: 'refused',
    reason: 'credential A stands twice',
  });
});

test('a successor outside the catalogue is refused', () => {
  expect(checkCatalogue(catalogue(['A', 'B']))).toEqual({
    is: 'refused',
    reason: 'A is superseded by B, which is not in the catalogue',
  });
});

test.each([
  ['itself', [['A', 'A']]],
  [
    'another that leads back',
    [
      ['A', 'B'],
      ['B', 'A'],
    ],
  ],
] as const)('a code superseded by %s is refused', (_, credentials) => {
  expect(checkCatalogue(catalogue(...credentials))).toEqual({
    is: 'refused',
    reason: 'the supersession of A goes round in a circle',
  });
});
