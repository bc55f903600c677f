import type { Policy } from './policy.ts';

/** Amounts that are kept around each percentile: a mean of more cannot be made of any release. */
const MOST_RANKS = 5;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a policy from plain JSON.
 * @throws {TypeError} for an unknown or missing key or a value of the wrong type.
 * @throws {RangeError} for a number that would protect nobody, for instance a minimum of 0.
 */
export function parsePolicy(value: unknown): Policy {
  const top = fields(value, 'policy', [
    'name',
    'version',
    'counts',
    'zeros',
    'shares',
    'percentiles',
    'concentration',
    'linkage',
  ]);
  const counts = fields(top.counts, 'counts', ['minimum', 'base']);
  const shares = fields(top.shares, 'shares', [
    'minimumNumerator',
    'minimumComplement',
    'singleIssuerMinimum',
    'bands',
  ]);
  const percentiles = fields(top.percentiles, 'percentiles', [
    'minimum',
    'outerMinimum',
    'ranks',
    'baseCents',
    'blurCents',
    'largestErrorCents',
  ]);
  const concentration = fields(top.concentration, 'concentration', ['minimumContributors', 'largestShare']);
  const linkage = fields(top.linkage, 'linkage', ['largestFalse', 'largestMissed']);
  if (top.zeros !== 'hidden') throw new TypeError('policy zeros must be "hidden"');
  const policy: Policy = {
    name: text(top, 'name'),
    version: text(top, 'version'),
    counts: { minimum: whole(counts, 'minimum', 2), base: whole(counts, 'base', 1) },
    zeros: 'hidden',
    shares: {
      minimumNumerator: whole(shares, 'minimumNumerator', 1),
      minimumComplement: whole(shares, 'minimumComplement', 1),
      singleIssuerMinimum: whole(shares, 'singleIssuerMinimum', 2),
      bands: list(shares, 'bands').map(parseBand),
    },
    percentiles: {
      minimum: whole(percentiles, 'minimum', 2),
      outerMinimum: whole(percentiles, 'outerMinimum', 2),
      ranks: whole(percentiles, 'ranks', 1),
      baseCents: whole(percentiles, 'baseCents', 1),
      blurCents: whole(percentiles, 'blurCents', 0),
      largestErrorCents: whole(percentiles, 'largestErrorCents', 1),
    },
    concentration: {
      minimumContributors: whole(concentration, 'minimumContributors', 1),
      largestShare: fraction(concentration, 'largestShare'),
    },
    linkage: {
      largestFalse: fraction(linkage, 'largestFalse'),
      largestMissed: fraction(linkage, 'largestMissed'),
    },
  };
  assertCoherent(policy);
  return policy;
}

function assertCoherent({ counts, shares, percentiles }: Policy): void {
  // A base above the minimum would show a group of the minimum size as 0.
  if (counts.base > counts.minimum) throw new RangeError('policy counts.base is above counts.minimum');
  // Beside an exact denominator a narrow band names the numerator, see EXACT_POLICY.
  if (counts.base === 1 && Math.min(shares.minimumNumerator, shares.minimumComplement) < counts.minimum) {
    throw new RangeError('policy with exact counts needs share minimums of at least counts.minimum');
  }
  if (percentiles.minimum < counts.minimum || percentiles.outerMinimum < percentiles.minimum) {
    throw new RangeError('policy percentile minimums must not be below counts.minimum nor fall outwards');
  }
  if (percentiles.ranks % 2 === 0) {
    throw new RangeError('policy percentiles.ranks must be odd: as many ranks below the percentile as above');
  }
  if (percentiles.ranks > MOST_RANKS) {
    throw new RangeError(
      `policy percentiles.ranks is above ${MOST_RANKS}: no more amounts around a percentile are kept`,
    );
  }
  // Around a quartile of fewer the ranks run into the end of the order, and one person stands at several of them.
  if (percentiles.minimum < 2 * percentiles.ranks) {
    throw new RangeError('policy percentiles.minimum is below twice percentiles.ranks');
  }
  if (2 * percentiles.largestErrorCents < percentiles.baseCents) {
    throw new RangeError('policy percentiles.largestErrorCents is below half of percentiles.baseCents');
  }
  // A blur that leaves no more than the rounding does hides nobody.
  if (percentiles.blurCents > 0 && 2 * percentiles.blurCents <= percentiles.baseCents) {
    throw new RangeError('policy percentiles.blurCents must be 0 or above half of percentiles.baseCents');
  }
  const [first] = shares.bands;
  if (first === undefined || first.atLeast > counts.minimum) {
    throw new RangeError('policy shares.bands must start at counts.minimum or below');
  }
  shares.bands.forEach((band, index) => {
    const before = shares.bands[index - 1];
    if (before !== undefined && (band.atLeast <= before.atLeast || band.points > before.points)) {
      throw new RangeError('policy shares.bands must rise in size and not in width');
    }
  });
}

function parseBand(value: unknown): { atLeast: number; points: number } {
  const band = fields(value, 'band', ['atLeast', 'points']);
  const points = whole(band, 'points', 1);
  if (100 % points !== 0) throw new RangeError('policy band width must divide 100');
  return { atLeast: whole(band, 'atLeast', 1), points };
}

function fields(value: unknown, name: string, keys: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`policy ${name} is not an object`);
  }
  const entries = Object.entries(value);
  if (entries.some(([key]) => !keys.includes(key))) throw new TypeError(`policy ${name} has an unknown key`);
  if (entries.length !== keys.length) throw new TypeError(`policy ${name} lacks a key`);
  return Object.fromEntries(entries);
}

function text(from: Fields, key: string): string {
  const value = from[key];
  if (typeof value !== 'string' || value === '') throw new TypeError(`policy ${key} is not a text`);
  return value;
}

function whole(from: Fields, key: string, least: number): number {
  const value = from[key];
  if (typeof value !== 'number') throw new TypeError(`policy ${key} is not a number`);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`policy ${key} must be a whole number of at least ${least}`);
  }
  return value;
}

function fraction(from: Fields, key: string): number {
  const value = from[key];
  if (typeof value !== 'number') throw new TypeError(`policy ${key} is not a number`);
  if (!(value > 0 && value <= 1)) throw new RangeError(`policy ${key} must be above 0 and at most 1`);
  return value;
}

function list(from: Fields, key: string): readonly unknown[] {
  const value = from[key];
  if (!Array.isArray(value)) throw new TypeError(`policy ${key} is not a list`);
  return value;
}
