import type { Range } from './interval.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { isToldClosely } from './rules/told-closely.ts';
import { complementRange, rangesWithShares, type ShownShare } from './share-ranges.ts';

/**
 * Takes shares back until none tells a small group closely, by itself or together with other shares and counts along
 * the sums. Of several shares that tell a group together the one with the smallest numerator goes.
 *
 * @param counts what shown counts tell of each group
 * @returns ids of the shares that stay
 */
export function withholdTellingShares(
  lattice: Lattice,
  counts: readonly Range[],
  wanted: readonly ShownShare[],
  policy: Policy,
): ReadonlySet<string> {
  let shares = wanted;
  for (;;) {
    const toHide = findTelling(lattice, counts, shares, policy);
    if (toHide.size === 0) return new Set(shares.map(({ id }) => id));
    shares = shares.filter(({ id }) => !toHide.has(id));
  }
}

function findTelling(
  lattice: Lattice,
  counts: readonly Range[],
  shares: readonly ShownShare[],
  policy: Policy,
): ReadonlySet<string> {
  const ranges = rangesWithShares(lattice, counts, shares, policy);
  const size = (group: number) => lattice.groups[group]?.n ?? 0;
  const isTold = (group: number) => {
    const range = ranges[group];
    return range !== undefined && isToldClosely(range, size(group), policy);
  };
  const byNumerator = new Map<number, ShownShare[]>();
  for (const share of shares) {
    const list = byNumerator.get(share.numerator);
    if (list === undefined) byNumerator.set(share.numerator, [share]);
    else list.push(share);
  }
  const toHide = new Set<string>();
  for (const share of shares) {
    const complement = size(share.denominator) - size(share.numerator);
    const isComplementTold = isToldClosely(complementRange(share, ranges, policy), complement, policy);
    if (isComplementTold || isTold(share.numerator)) toHide.add(share.id);
  }
  for (const { parent, children } of lattice.relations) {
    const parts = [parent, ...children];
    if (!parts.some((part) => isTold(part) && !byNumerator.has(part))) continue;
    const speaking = parts.filter((part) => byNumerator.has(part)).sort((a, b) => size(a) - size(b) || a - b);
    for (const share of byNumerator.get(speaking[0] ?? -1) ?? []) toHide.add(share.id);
  }
  return toHide;
}
