import { type NodeUnits, numberOf } from './node-units.ts';
import type { SourceBlocks } from './pair-budget.ts';
import type { SharedValues } from './shared-values.ts';

/** Shared values from the place `from` up to, and without, `to`. */
export type ValueRange = { readonly from: number; readonly to: number };

/** Few values are shared by more nodes than this: up to it, nodes are counted in an array. */
const OFTEN = 64;

/** Nodes that share a value, by source and by how many share it. @param sourceCount sources of the run */
export function blocksOf(
  { count, begins, nodes }: SharedValues,
  { sources }: NodeUnits,
  sourceCount: number,
  { from, to }: ValueRange = { from: 0, to: count },
): readonly SourceBlocks[] {
  const often = new Float64Array((OFTEN + 1) * sourceCount);
  const seldom = new Map<number, number>();
  for (let value = from; value < to; value += 1) {
    const begin = begins[value] ?? 0;
    const end = begins[value + 1] ?? 0;
    const row = (end - begin) * sourceCount;
    for (let place = begin; place < end; place += 1) {
      const cell = row + numberOf(sources, nodes[place] ?? 0);
      if (cell < often.length) often[cell] = (often[cell] ?? 0) + 1;
      else seldom.set(cell, (seldom.get(cell) ?? 0) + 1);
    }
  }
  return [...often.entries(), ...seldom]
    .filter(([, nodes]) => nodes > 0)
    .map(([cell, nodes]) => ({ source: cell % sourceCount, n: Math.floor(cell / sourceCount), nodes }));
}

/**
 * Every pair of nodes of different units that share a value, the smaller one first, where at most `cap` do.
 *
 * @param sourceCount sources of the run
 * @param use given two nodes, how many nodes share the value, and how many of these are of the source of either
 */
export function eachPair(
  { count, begins, nodes }: SharedValues,
  { units, sources }: NodeUnits,
  sourceCount: number,
  cap: number,
  use: (a: number, b: number, n: number, own: number) => void,
  { from, to }: ValueRange = { from: 0, to: count },
): void {
  const bearers = new Int32Array(sourceCount);
  for (let value = from; value < to; value += 1) {
    const begin = begins[value] ?? 0;
    const end = begins[value + 1] ?? 0;
    const n = end - begin;
    if (n > cap) continue;
    if (n === 2) {
      // Of different units, or the value would not be shared.
      const one = nodes[begin] ?? 0;
      const other = nodes[begin + 1] ?? 0;
      use(Math.min(one, other), Math.max(one, other), n, n);
      continue;
    }
    bearers.fill(0);
    for (let place = begin; place < end; place += 1) {
      const source = numberOf(sources, nodes[place] ?? 0);
      bearers[source] = (bearers[source] ?? 0) + 1;
    }
    for (let left = begin; left < end; left += 1) {
      const one = nodes[left] ?? 0;
      const unit = numberOf(units, one);
      const source = numberOf(sources, one);
      for (let right = left + 1; right < end; right += 1) {
        const other = nodes[right] ?? 0;
        if (numberOf(units, other) === unit) continue;
        const another = numberOf(sources, other);
        const own = (bearers[source] ?? 0) + (another === source ? 0 : (bearers[another] ?? 0));
        use(Math.min(one, other), Math.max(one, other), n, own);
      }
    }
  }
}

/** Every node that shares a value with so many that they propose no pair, with the value: low word first. */
export function eachCommon(
  { count, begins, nodes, keys }: SharedValues,
  cap: number,
  use: (node: number, low: number, high: number, n: number) => void,
  { from, to }: ValueRange = { from: 0, to: count },
): void {
  for (let value = from; value < to; value += 1) {
    const begin = begins[value] ?? 0;
    const end = begins[value + 1] ?? 0;
    if (end - begin <= cap) continue;
    for (let place = begin; place < end; place += 1)
      use(nodes[place] ?? 0, keys[2 * value] ?? 0, keys[2 * value + 1] ?? 0, end - begin);
  }
}
