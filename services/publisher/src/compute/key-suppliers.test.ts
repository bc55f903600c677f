import { expect, test } from 'vitest';
import type { CountCell } from './computed-cells.ts';
import { keySuppliers } from './key-suppliers.ts';

function cell(credential: string, suppliedByOthers: number, contributors: readonly string[]): CountCell {
  return {
    id: 0,
    table: 'credential',
    population: 'award everybody',
    key: { credential, sector: '62', cohort: '2019' },
    persons: 40,
    linkedPersons: 40,
    isEverybody: true,
    atoms: new Uint32Array(),
    suppliedByOthers,
    contributors,
    employers: 0,
    largestEmployer: 0,
  };
}

test('a key has one supplier by the catalogue while others supply nine of each of its groups, not when they supply ten', () => {
  const hasOneSupplier = keySuppliers(
    [
      cell('nine', 9, ['body']),
      cell('ten', 9, ['body']),
      cell('ten', 10, ['body']),
      cell('two', 0, ['body', 'college']),
    ],
    10,
  );
  expect(
    ['nine', 'ten', 'two', 'unknown'].map((credential) => hasOneSupplier('credential', credential)),
  ).toEqual([true, false, false, false]);
  expect(hasOneSupplier('issuer', 'nine')).toBe(false);
});
