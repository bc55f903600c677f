import type { Bounded, Fact } from '../audit-ranges.ts';
import type { Sum } from '../group-system.ts';
import { CEILING, type Range } from '../range.ts';

/** What is known of a group of the release before and one of now together. */
export type Tie = {
  readonly before: number;
  readonly after: number;
  /** Persons that may be in exactly one of the two groups compared; 0 where they are the same persons. */
  readonly apart: number;
  /**
   * Where both show the figure of a still older release: what that figure tells of its persons, from which each of the two
   * groups is `apart`. Null where the two groups are compared with one another.
   */
  readonly origin: Range | null;
};

/** The groups of two releases as one system. */
export type JoinedReleases = {
  readonly bounded: Bounded;
  /** Numbers in the joined system of the groups of the release before, and of now. */
  readonly thenNumbers: Int32Array;
  readonly nowNumbers: Int32Array;
};

/** Puts the groups of both side by side: the same persons are one group, all others two, with their ties as facts. */
export function joinReleases(then: Bounded, now: Bounded, ties: readonly Tie[]): JoinedReleases {
  const thenNumbers = Int32Array.from(then.low, (_, group) => group);
  const nowNumbers = new Int32Array(now.low.length).fill(-1);
  // Two groups of now can be one of then, where a code came to another: only one of them takes its number.
  const taken = new Set<number>();
  for (const { before, after, apart, origin } of ties) {
    if (apart !== 0 || origin !== null || taken.has(before)) continue;
    taken.add(before);
    nowNumbers[after] = before;
  }
  let count = then.low.length;
  for (const [group, number] of nowNumbers.entries()) {
    if (number >= 0) continue;
    nowNumbers[group] = count;
    count += 1;
  }
  const origins = ties.filter(({ origin }) => origin !== null).length;
  const low = new Float64Array(count + origins);
  const high = new Float64Array(count + origins).fill(CEILING);
  const bound = (number: number, range: Range): void => {
    low[number] = Math.max(low[number] ?? 0, range.low);
    high[number] = Math.min(high[number] ?? 0, range.high);
  };
  for (const [side, numbers] of [[then, thenNumbers] as const, [now, nowNumbers] as const]) {
    for (const [group, number] of numbers.entries())
      bound(number, { low: side.low[group] ?? 0, high: side.high[group] ?? CEILING });
  }
  const facts: Fact[] = [...numbered(then.facts, thenNumbers), ...numbered(now.facts, nowNumbers)];
  for (const tie of ties) {
    const [before, after] = [thenNumbers[tie.before] ?? 0, nowNumbers[tie.after] ?? 0];
    if (tie.origin === null) {
      if (before !== after) facts.push(near(before, after, tie.apart));
      continue;
    }
    bound(count, tie.origin);
    facts.push(near(count, before, tie.apart), near(count, after, tie.apart));
    count += 1;
  }
  const sums = new Map<string, Sum>();
  for (const [side, numbers] of [[then, thenNumbers] as const, [now, nowNumbers] as const]) {
    for (const { parent, children } of side.sums) {
      const sum = { parent: numbers[parent] ?? 0, children: children.map((child) => numbers[child] ?? 0) };
      sums.set(`${sum.parent}=${sum.children.toSorted((a, b) => a - b).join()}`, sum);
    }
  }
  return { bounded: { sums: [...sums.values()], facts, low, high }, thenNumbers, nowNumbers };
}

function near(one: number, other: number, apart: number): Fact {
  return { groups: [one, other], factors: [-1, 1], least: -apart, most: apart };
}

function numbered(facts: readonly Fact[] = [], numbers: Int32Array): Fact[] {
  return facts.map((fact) => ({ ...fact, groups: fact.groups.map((group) => numbers[group] ?? 0) }));
}
