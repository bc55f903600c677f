import type { Policy } from '../policy.ts';

/**
 * Claim: an agreement can make a policy stricter and never looser. Every minimum becomes the largest that the policy or
 * any agreement asks for, every base and every band the widest, the ranks behind a percentile and the blur of wages the most, the largest share
 * of one contributor and the limits of the linkage the smallest. So whatever the policy or an agreement alone would
 * withhold by size is withheld, and no count and no share is told more closely than each of them allows. What asks for
 * nothing more changes nothing, the version included.
 *
 * Not claimed of the error of a percentile, which has no stricter side: the smaller one is taken, which withholds more, and
 * of what is still shown it tells that the percentile is nearer.
 *
 * Source: issue of disclosure control, "an agreement can only make it stricter"; 34 CFR 99.31(b)(1).
 */
export function strictest(policy: Policy, asked: readonly Policy[]): Policy {
  const tightening = new Map(
    asked.filter((other) => isTighter(combine(policy, other), policy)).map((other) => [other.name, other]),
  );
  if (tightening.size === 0) return policy;
  const names = [...tightening.keys()].sort();
  const terms = names.reduce((sum, name) => combine(sum, tightening.get(name) ?? sum), policy);
  return { ...terms, version: `${policy.version}+${names.join('.')}` };
}

function combine(a: Policy, b: Policy): Policy {
  const minimum = Math.max(a.counts.minimum, b.counts.minimum);
  const base = Math.max(a.counts.base, b.counts.base);
  const baseCents = Math.max(a.percentiles.baseCents, b.percentiles.baseCents);
  // Beside true counts both sides of a share need the minimum of a count.
  const side = (own: number, other: number) => Math.max(own, other, base === 1 ? minimum : 1);
  return {
    ...a,
    counts: { minimum, base },
    shares: {
      minimumNumerator: side(a.shares.minimumNumerator, b.shares.minimumNumerator),
      minimumComplement: side(a.shares.minimumComplement, b.shares.minimumComplement),
      singleIssuerMinimum: Math.max(a.shares.singleIssuerMinimum, b.shares.singleIssuerMinimum),
      bands: widest(a.shares.bands, b.shares.bands, minimum),
    },
    percentiles: {
      minimum: Math.max(a.percentiles.minimum, b.percentiles.minimum, minimum),
      outerMinimum: Math.max(a.percentiles.outerMinimum, b.percentiles.outerMinimum, minimum),
      ranks: Math.max(a.percentiles.ranks, b.percentiles.ranks),
      baseCents,
      blurCents: blurOf(a.percentiles, b.percentiles, baseCents),
      // Rounding alone is off by half a base.
      largestErrorCents: Math.max(
        Math.min(a.percentiles.largestErrorCents, b.percentiles.largestErrorCents),
        Math.ceil(baseCents / 2),
      ),
    },
    concentration: {
      minimumContributors: Math.max(a.concentration.minimumContributors, b.concentration.minimumContributors),
      largestShare: Math.min(a.concentration.largestShare, b.concentration.largestShare),
    },
    linkage: {
      largestFalse: Math.min(a.linkage.largestFalse, b.linkage.largestFalse),
      largestMissed: Math.min(a.linkage.largestMissed, b.linkage.largestMissed),
    },
  };
}

/** The wider blur; beside a wider base at least what leaves more than a step of it. */
function blurOf(a: Policy['percentiles'], b: Policy['percentiles'], baseCents: number): number {
  const wider = Math.max(a.blurCents, b.blurCents);
  return wider === 0 ? 0 : Math.max(wider, Math.floor(baseCents / 2) + 1);
}

type Bands = Policy['shares']['bands'];

/** At every size from the minimum on the wider of two bands. */
function widest(a: Bands, b: Bands, minimum: number): Bands {
  const pointsAt = (bands: Bands, size: number) =>
    bands.findLast(({ atLeast }) => atLeast <= size)?.points ?? 1;
  const sizes = [...new Set([...a, ...b].map(({ atLeast }) => atLeast))].sort((x, y) => x - y);
  const bands = sizes.map((atLeast) => ({
    atLeast,
    points: Math.max(pointsAt(a, atLeast), pointsAt(b, atLeast)),
  }));
  const first = bands.findLastIndex(({ atLeast }) => atLeast <= minimum);
  return bands.slice(first).filter(({ points }, place, kept) => points !== kept[place - 1]?.points);
}

function isTighter(combined: Policy, policy: Policy): boolean {
  return JSON.stringify(combined) !== JSON.stringify(policy);
}
