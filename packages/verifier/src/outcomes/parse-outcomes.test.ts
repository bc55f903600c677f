import { AppError, type ReleaseLattice } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { parseOutcomes } from './parse-outcomes.ts';
import { unsaidBy } from './unsaid.ts';

const GROUP = { population: 'award everybody', sector: null };
const KEY = { code: 'X', closed: [], hasOneSupplier: true };
const FIGURE = {
  measure: 'holders',
  variant: '',
  unit: 'count',
  address: {},
  group: GROUP,
  numerator: null,
  among: GROUP,
  isOfSome: false,
} as const;
const WHOLE: ReleaseLattice = {
  version: 2,
  minimum: 10,
  rounding: { base: 10, mode: 'nearest' },
  shares: { minimumNumerator: 5, minimumComplement: 5, singleIssuerMinimum: 30, bands: [] },
  percentiles: { minimum: 30, base: 500, ranks: 5, largestError: 500 },
  sections: [
    {
      table: 'credential',
      keyDimension: 'credential',
      total: 'all',
      parts: [],
      isPartition: true,
      keys: [KEY],
      figures: [FIGURE],
    },
  ],
};
const { singleIssuerMinimum, ...shares } = WHOLE.shares;
const { ranks, ...withoutRanks } = WHOLE.percentiles;
const { largestError, ...withoutError } = WHOLE.percentiles;
const { hasOneSupplier, ...key } = KEY;
const { isOfSome, ...figure } = FIGURE;
const section = (changes: object) => WHOLE.sections.map((one) => ({ ...one, ...changes }));

const LEFT_OUT = [
  ['shares.singleIssuerMinimum', { shares }],
  ['percentiles.ranks', { percentiles: withoutRanks }],
  ['percentiles.largestError', { percentiles: withoutError }],
  ['sections.0.keys', { sections: section({ keys: [KEY, key] }) }],
  ['sections.0.figures', { sections: section({ figures: [FIGURE, figure] }) }],
] as const;

/** `read` where the lattice is, otherwise what is said of it. */
function answerTo(lattice: unknown): string {
  try {
    parseOutcomes({ lattice, tables: [], cells: [], certificate: null });
  } catch (error) {
    // The certificate is the last that is read.
    if (error instanceof AppError && error.code === 'release_malformed')
      return error.message.includes('certificate') ? 'read' : error.message;
  }
  return 'no answer';
}

test('a lattice of version 2 that says everything is read', () => {
  expect(answerTo(WHOLE)).toBe('read');
  expect(unsaidBy(WHOLE)).toEqual({ suppliers: '', ends: '' });
});

test.each(LEFT_OUT)('one of version 2 that leaves out %s is refused', (place, changes) => {
  expect(answerTo({ ...WHOLE, ...changes })).toContain(place);
});

test.each(LEFT_OUT)('one of version 1 that leaves out %s is read as it always was', (_, changes) => {
  expect(answerTo({ ...WHOLE, ...changes, version: 1 })).toBe('read');
});

test('what version 1 leaves out is said not to be checked', () => {
  const [withoutMinimum, , withoutEnds, withoutSupplier, withoutSome] = LEFT_OUT.map(([, changes]) =>
    unsaidBy({ ...WHOLE, version: 1, ...changes }),
  );
  for (const unsaid of [withoutMinimum, withoutSupplier, withoutSome])
    expect([unsaid?.suppliers, unsaid?.ends]).toEqual([expect.stringContaining('not checked'), '']);
  expect([withoutEnds?.suppliers, withoutEnds?.ends]).toEqual(['', expect.stringContaining('not checked')]);
});
