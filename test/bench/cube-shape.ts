import type { Random } from '../../packages/sample/src/random.ts';
import type { CubeSpec } from '../disclosure/cube.ts';

/** How many leaves and middle groups each dimension has. */
export type CubeSize = {
  readonly persons: number;
  readonly credentials: number;
  readonly families: number;
  readonly regions: number;
  readonly areas: number;
  readonly cohorts: number;
  readonly years: number;
  readonly issuers: number;
  readonly issuerKinds: number;
  readonly sectors: number;
  /** Credentials an issuer offers, on average. */
  readonly offered: number;
};

/** Named after their cells: some 1k, 5k, 13k and 41k with seed 1. */
export const CUBE_SIZES = {
  xs: {
    persons: 2000,
    credentials: 8,
    families: 3,
    regions: 4,
    areas: 2,
    cohorts: 4,
    years: 2,
    issuers: 5,
    issuerKinds: 2,
    sectors: 6,
    offered: 4,
  },
  s: {
    persons: 5000,
    credentials: 24,
    families: 6,
    regions: 10,
    areas: 3,
    cohorts: 4,
    years: 2,
    issuers: 14,
    issuerKinds: 3,
    sectors: 12,
    offered: 5,
  },
  m: {
    persons: 30_000,
    credentials: 40,
    families: 8,
    regions: 14,
    areas: 4,
    cohorts: 5,
    years: 2,
    issuers: 20,
    issuerKinds: 4,
    sectors: 16,
    offered: 7,
  },
  l: {
    persons: 30_000,
    credentials: 72,
    families: 12,
    regions: 16,
    areas: 5,
    cohorts: 8,
    years: 4,
    issuers: 56,
    issuerKinds: 6,
    sectors: 20,
    offered: 7,
  },
} as const satisfies Readonly<Record<string, CubeSize>>;

export type CubeSizeName = keyof typeof CUBE_SIZES;

/** spec.json as the generator writes it, see `CubeSpec`. */
export type GeneratedSpec = CubeSpec & {
  readonly format: 'linked-cubes/1';
  readonly preset: string;
  readonly seed: number;
  readonly persons: number;
  readonly insiders: readonly string[];
};

/** The dimensions, the four linked tables, and which issuer offers which credential. */
export function buildCubeSpec(preset: string, size: CubeSize, seed: number, random: Random): GeneratedSpec {
  return {
    format: 'linked-cubes/1',
    preset,
    seed,
    persons: size.persons,
    threshold: 10,
    dims: {
      credential: twoLevels('CT', 'F', size.families, 'C', size.credentials, random),
      region: twoLevels('RT', 'A', size.areas, 'K', size.regions, random),
      cohort: twoLevels('HT', 'Y', size.years, 'H', size.cohorts, random),
      issuer: twoLevels('IT', 'G', size.issuerKinds, 'I', size.issuers, random),
      sector: {
        total: 'ST',
        parents: {
          ...Object.fromEntries(codes('S', size.sectors).map((sector) => [sector, 'EMP'])),
          EMP: 'ST',
          NONE: 'ST',
        },
      },
      sex: { total: 'XT', parents: { X1: 'XT', X2: 'XT' } },
      race: { total: 'ET', parents: Object.fromEntries(codes('R', 6).map((race) => [race, 'ET'])) },
    },
    tables: [
      { name: 'crt', dims: ['credential', 'region', 'cohort'] },
      { name: 'ict', dims: ['issuer', 'credential', 'cohort'] },
      { name: 'cs', dims: ['credential', 'sector'] },
      { name: 'cxr', dims: ['credential', 'sex', 'race'] },
    ],
    structural: { dims: ['issuer', 'credential'], offered: drawOffers(size, random) },
    insiders: ['issuer', 'employer'],
  };
}

/** `K01`, `K02`, ... */
export function codes(letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, place) => `${letter}${String(place + 1).padStart(2, '0')}`);
}

/** Consecutive leaves under each middle group, of uneven numbers, each at least one. */
function twoLevels(
  total: string,
  middleLetter: string,
  middles: number,
  leafLetter: string,
  leaves: number,
  random: Random,
): { readonly total: string; readonly parents: Readonly<Record<string, string>> } {
  const starts = new Set([0]);
  while (starts.size < middles) starts.add(random.between(1, leaves - 1));
  const middleCodes = codes(middleLetter, middles);
  const parents: Record<string, string> = Object.fromEntries(middleCodes.map((code) => [code, total]));
  let middle = -1;
  codes(leafLetter, leaves).forEach((leaf, place) => {
    if (starts.has(place)) middle += 1;
    parents[leaf] = middleCodes[middle] ?? total;
  });
  return { total, parents };
}

/** A few credentials for each issuer, and an issuer for each credential. */
function drawOffers(size: CubeSize, random: Random): readonly (readonly [string, string])[] {
  const credentials = codes('C', size.credentials);
  const issuers = codes('I', size.issuers);
  const offers = new Set<string>();
  for (const issuer of issuers) {
    const count = Math.min(credentials.length, random.between(2, 2 * size.offered - 2));
    const own = new Set<string>();
    while (own.size < count) own.add(random.pick(credentials));
    for (const credential of own) offers.add(`${issuer} ${credential}`);
  }
  for (const credential of credentials) {
    if (![...offers].some((offer) => offer.endsWith(` ${credential}`))) {
      offers.add(`${random.pick(issuers)} ${credential}`);
    }
  }
  return [...offers].sort().map((offer): readonly [string, string] => {
    const [issuer = '', credential = ''] = offer.split(' ');
    return [issuer, credential];
  });
}
