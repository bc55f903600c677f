import type { Random } from '../../packages/sample/src/random.ts';
import { type CubeSize, codes, type GeneratedSpec } from './cube-shape.ts';

/** One row of micro.csv: `person`, a leaf code for each dimension, and the employer. */
export type CubePerson = Readonly<
  Record<
    'person' | 'credential' | 'region' | 'cohort' | 'issuer' | 'sector' | 'sex' | 'race' | 'employer',
    string
  >
>;

type Weighted = {
  readonly items: readonly string[];
  readonly sums: readonly number[];
};

/** Draws persons one after the other, always the same ones for the same random numbers. */
export type PersonSource = (number: number) => CubePerson;

const RACES = [50, 25, 14, 8, 2, 0.4];
/** Of a sector's persons with the first employer, and so on: a few large ones and very many small ones. */
const EMPLOYER_SKEW = 3;

/**
 * Credentials, issuers, regions and employers follow 1/rank, so that most cells of the fine tables are small. What
 * somebody does depends on the family of the credential, and where on the issuer.
 */
export function createPersonSource(spec: GeneratedSpec, size: CubeSize, random: Random): PersonSource {
  const credentialWeights = rankWeights(size.credentials, random);
  const issuerWeights = rankWeights(size.issuers, random);
  const families = spec.dims.credential?.parents ?? {};
  const offered = spec.structural?.offered ?? [];
  const offers = weigh(
    offered.map((offer) => offer.join(' ')),
    offered.map(([issuer = '', credential = '']) => {
      const [own, what] = [Number(issuer.slice(1)) - 1, Number(credential.slice(1)) - 1];
      return (issuerWeights[own] ?? 0) * (credentialWeights[what] ?? 0);
    }),
  );
  const regionCodes = codes('K', size.regions);
  const regions = weigh(regionCodes, rankWeights(size.regions, random));
  const homes = new Map(codes('I', size.issuers).map((issuer) => [issuer, draw(regions, random)]));
  const cohorts = weigh(
    codes('H', size.cohorts),
    Array.from({ length: size.cohorts }, (_, place) => 6 + place),
  );
  const profiles = new Map(
    codes('F', size.families).map((family) => [
      family,
      {
        sectors: weigh(codes('S', size.sectors), rankWeights(size.sectors, random)),
        women: 0.1 + 0.8 * random.next(),
        employed: 0.7 + 0.2 * random.next(),
      },
    ]),
  );
  const races = weigh(codes('R', RACES.length), RACES);

  return (number) => {
    const [issuer = '', credential = ''] = draw(offers, random).split(' ');
    const profile = profiles.get(families[credential] ?? '');
    if (profile === undefined) throw new TypeError('credential without a family');
    const sector = random.chance(profile.employed) ? draw(profile.sectors, random) : 'NONE';
    const home = homes.get(issuer) ?? '';
    return {
      person: `P${String(number).padStart(6, '0')}`,
      credential,
      region: random.chance(0.4) ? home : draw(regions, random),
      cohort: draw(cohorts, random),
      issuer,
      sector,
      sex: random.chance(profile.women) ? 'X2' : 'X1',
      race: draw(races, random),
      employer: sector === 'NONE' ? '' : employerOf(sector, size.persons, random),
    };
  };
}

function employerOf(sector: string, persons: number, random: Random): string {
  const limit = 20 + Math.floor(persons / 40);
  const place = Math.floor(random.next() ** EMPLOYER_SKEW * limit) + 1;
  return `E${sector.slice(1)}-${String(place).padStart(3, '0')}`;
}

/** 1/rank in random order, each somewhat larger or smaller. */
function rankWeights(count: number, random: Random): readonly number[] {
  const weights = Array.from({ length: count }, (_, place) => (0.5 + random.next()) / (place + 1));
  for (let place = count - 1; place > 0; place -= 1) {
    const other = random.below(place + 1);
    [weights[place], weights[other]] = [weights[other] ?? 0, weights[place] ?? 0];
  }
  return weights;
}

function weigh(items: readonly string[], weights: readonly number[]): Weighted {
  let sum = 0;
  const sums = weights.map((weight) => {
    sum += weight;
    return sum;
  });
  return { items, sums };
}

function draw({ items, sums }: Weighted, random: Random): string {
  const target = random.next() * (sums.at(-1) ?? 0);
  const place = sums.findIndex((sum) => target < sum);
  return items[place < 0 ? items.length - 1 : place] ?? '';
}
