import { SLACK } from '../audit/tolerance.ts';
import type { Lattice } from '../lattice.ts';
import { createPersonShapes, type PersonShape } from './person-shapes.ts';
import type { RangeTarget, SeenRanges } from './seen-ranges.ts';

/** Some persons in the place of others: what each group gains, and the loss when all that changes is hidden. */
export type Swap = { readonly changes: ReadonlyMap<number, number>; readonly cost: number };

/**
 * Possible states of all tables that need no linear program: if some persons had been like others who are or could be
 * in the tables, every sum would hold as it does now, since it holds for each person alone.
 */
export type PersonSwaps = {
  /**
   * Widens what was seen of the targets by swaps that change no shown group: persons who are in the same shown groups
   * are all alike to a reader.
   */
  readonly widenForNothing: (
    targets: readonly RangeTarget[],
    seen: SeenRanges,
    isShown: (group: number) => boolean,
  ) => void;
  /**
   * A cheap swap that makes the range of a target wide, among the persons nearest to it. Where nobody is in the group,
   * somebody could be who is like one of them in everything else. There may also be more persons than there are, at the
   * cost of the totals.
   * @returns null when the tables have no place for somebody who is like one of the nearest and is in the group
   */
  readonly widenAtCost: (
    target: RangeTarget,
    seen: SeenRanges,
    worth: (group: number) => number,
  ) => Swap | null;
};

/** Shapes tried and persons looked at for a swap, so that a swap costs the same in a large lattice. */
const MIDDLES = 6;
const PARTNERS = 400;

/** @param weights persons of each atom */
export function createPersonSwaps(lattice: Lattice, weights: Uint32Array): PersonSwaps {
  const shapes = createPersonShapes(lattice, weights.length);
  const shapeOf = (atom: number): PersonShape => shapes.real[atom] ?? [];
  const parentsOf: number[][] = lattice.groups.map(() => []);
  for (const { parent, children } of lattice.relations) {
    for (const child of children) parentsOf[child]?.push(parent);
  }
  const size = (group: number) => lattice.groups[group]?.n ?? 0;
  const membersOf = (group: number) => lattice.groups[group]?.members ?? new Uint32Array();
  const persons = (atom: number) => weights[atom] ?? 0;

  /** Atoms outside a group, those of its smallest totals first. */
  const findNear = (group: number): readonly number[] => {
    const inside = new Set(membersOf(group));
    const near = new Set<number>();
    const reached = new Set([group]);
    for (const at of reached) {
      for (const parent of (parentsOf[at] ?? []).toSorted((a, b) => size(a) - size(b) || a - b)) {
        reached.add(parent);
        for (const atom of membersOf(parent)) {
          if (near.size >= PARTNERS) return [...near];
          if (!inside.has(atom) && persons(atom) > 0) near.add(atom);
        }
      }
    }
    return [...near];
  };
  const difference = (one: PersonShape, other: PersonShape): readonly number[] => {
    const found: number[] = [];
    for (let a = 0, b = 0; a < one.length || b < other.length; ) {
      const [left, right] = [one[a] ?? Number.POSITIVE_INFINITY, other[b] ?? Number.POSITIVE_INFINITY];
      if (left !== right) found.push(Math.min(left, right));
      if (left <= right) a += 1;
      if (right <= left) b += 1;
    }
    return found;
  };
  /** Gives `amount` persons of `from` the shape `to`, those first whose swap costs least. */
  const swap = (
    from: readonly number[],
    to: PersonShape,
    amount: number,
    worth: (group: number) => number,
  ): Swap | null => {
    const costs = new Map(
      from.map((atom) => [atom, difference(shapeOf(atom), to).reduce((sum, group) => sum + worth(group), 0)]),
    );
    const changes = new Map<number, number>();
    const change = (shape: PersonShape, by: number) => {
      for (const group of shape) changes.set(group, (changes.get(group) ?? 0) + by);
    };
    let left = amount;
    for (const atom of from.toSorted((a, b) => (costs.get(a) ?? 0) - (costs.get(b) ?? 0) || a - b)) {
      if (left <= 0) break;
      const taken = Math.min(left, persons(atom));
      change(shapeOf(atom), -taken);
      change(to, taken);
      left -= taken;
    }
    if (left > 0) return null;
    const cost = [...changes].reduce((sum, [group, by]) => sum + (by === 0 ? 0 : worth(group)), 0);
    return { changes, cost };
  };
  /** There are `amount` more persons of a shape. */
  const add = (shape: PersonShape, amount: number, worth: (group: number) => number): Swap => ({
    changes: new Map(shape.map((group) => [group, amount])),
    cost: shape.reduce((sum, group) => sum + worth(group), 0),
  });
  return {
    widenForNothing(targets, { low, high }, isShown) {
      const classOf = new Int32Array(weights.length).fill(-1);
      const classes = new Map<string, number>();
      const totals: number[] = [];
      shapes.real.forEach((groups, atom) => {
        const key = groups.filter(isShown).join(' ');
        const place = classes.get(key) ?? classes.size;
        classes.set(key, place);
        classOf[atom] = place;
        totals[place] = (totals[place] ?? 0) + persons(atom);
      });
      for (const { group } of targets) {
        const inside = new Map<number, number>();
        for (const atom of membersOf(group)) {
          const place = classOf[atom] ?? -1;
          inside.set(place, (inside.get(place) ?? 0) + persons(atom));
        }
        let [rise, fall] = [0, 0];
        for (const [place, within] of inside) {
          const outside = (totals[place] ?? 0) - within;
          rise += outside;
          if (outside > 0) fall += within;
        }
        low[group] = Math.min(low[group] ?? 0, size(group) - fall);
        high[group] = Math.max(high[group] ?? 0, size(group) + rise);
      }
    },
    widenAtCost({ group, width, top }, { low, high }, worth) {
      const inside = [...membersOf(group)].filter((atom) => persons(atom) > 0);
      const outside = findNear(group);
      const n = size(group);
      const rise = Math.max(top, Math.ceil((low[group] ?? 0) - SLACK) + width) - n;
      const reached = Math.floor((high[group] ?? 0) + SLACK);
      const fall = n - (reached - width);
      const middles = [
        ...inside.slice(0, MIDDLES).map(shapeOf),
        ...outside
          .slice(0, MIDDLES)
          .map((atom) => shapes.moved(atom, group))
          .filter((shape) => shape !== null),
      ];
      for (const atom of middles.length === 0 ? outside.slice(MIDDLES) : []) {
        const shape = shapes.moved(atom, group);
        if (shape === null) continue;
        middles.push(shape);
        break;
      }
      const swaps = middles.flatMap((to) => [swap(outside, to, rise, worth), add(to, rise, worth)]);
      if (reached >= top && fall <= n) {
        const from = inside.slice(0, PARTNERS);
        swaps.push(...outside.slice(0, MIDDLES).map((to) => swap(from, shapeOf(to), fall, worth)));
      }
      return swaps
        .filter((found) => found !== null)
        .reduce<Swap | null>((best, found) => (best === null || found.cost < best.cost ? found : best), null);
    },
  };
}
