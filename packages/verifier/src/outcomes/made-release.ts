import type { PublishedCell, ReleaseLattice } from '@credlink/contracts';
import type { OutcomeRelease } from './parse-outcomes.ts';

type Made = { readonly base: number; readonly hasOneSupplier: boolean; readonly parts: readonly string[] };

const EVERYBODY = { population: 'award everybody', sector: null };
const LINKED = { population: 'award linked', sector: null };

function latticeOf({ base, hasOneSupplier, parts }: Made): ReleaseLattice {
  const figure = { variant: '', address: {}, among: EVERYBODY };
  return {
    version: 1,
    minimum: 10,
    rounding: { base, mode: 'nearest' },
    shares: {
      minimumNumerator: 5,
      minimumComplement: 5,
      singleIssuerMinimum: 30,
      bands: [
        { atLeast: 10, points: 10 },
        { atLeast: 100, points: 2 },
      ],
    },
    percentiles: { minimum: 30, base: 500, ranks: 5, largestError: 500 },
    sections: [
      {
        table: 'credential',
        keyDimension: 'credential',
        total: 'all',
        parts: [...parts],
        isPartition: true,
        keys: [{ code: 'X', closed: [...parts], hasOneSupplier }],
        figures: [
          { ...figure, measure: 'holders', unit: 'count', group: EVERYBODY, numerator: null },
          { ...figure, measure: 'linked', unit: 'count', group: LINKED, numerator: null, isOfSome: true },
          { ...figure, measure: 'rate', unit: 'share', group: EVERYBODY, numerator: LINKED },
          { ...figure, measure: 'pay', unit: 'usd', group: EVERYBODY, numerator: null },
        ],
      },
    ],
  };
}

const NOTHING = { value: null, low: null, high: null, asOf: null };

export type Figures = Readonly<Record<string, Partial<PublishedCell>>>;

/** Holders of one credential. Everything is hidden but what is named, `measure cohort`. */
export function madeRelease(made: Made, figures: Figures): OutcomeRelease {
  const units = { holders: 'count', linked: 'count', rate: 'share', pay: 'usd' } as const;
  const cells = Object.entries(units).flatMap(([measure, unit]) =>
    ['all', ...made.parts].map(
      (cohort): PublishedCell => ({
        table: 'credential',
        measure,
        variant: '',
        key: { credential: 'X', cohort },
        unit,
        status: 'suppressed',
        ...NOTHING,
        ...figures[`${measure} ${cohort}`],
      }),
    ),
  );
  return {
    lattice: latticeOf(made),
    tables: [],
    cells,
    certificate: {
      version: 1,
      policy: { name: 'p', version: '1', sha256: '' },
      contentSha256: 'b'.repeat(64),
      inputs: {
        catalogueSha256: '',
        linkRunId: '',
        vaultFiles: [],
        seed: '',
        earlierReleases: ['a'.repeat(16)],
      },
      checks: [],
      cells: { total: 0, published: 0, carried: 0 },
      linkage: {},
      caveats: [],
      signature: null,
    },
  };
}

export const tens = (value: number): Partial<PublishedCell> => ({
  status: 'ok',
  value,
  low: Math.max(10, value - 5),
  high: value + 4,
});
export const exactly = (value: number): Partial<PublishedCell> => ({
  status: 'ok',
  value,
  low: value,
  high: value,
});
export const band = (low: number, high: number): Partial<PublishedCell> => ({
  status: 'ok',
  value: (low + high) / 2,
  low,
  high,
});
