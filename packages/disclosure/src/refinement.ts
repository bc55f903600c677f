import type { DimensionTree } from './dimension-tree.ts';
import type { Group } from './group.ts';

/** Whether the inner address is the outer one, or the outer one with further or finer codes. */
export function isRefinement(inner: Group, outer: Group, trees: ReadonlyMap<string, DimensionTree>): boolean {
  return Object.entries(outer.address).every(([dimension, code]) => {
    const own = inner.address[dimension];
    return own !== undefined && trees.get(dimension)?.above.get(own)?.has(code) === true;
  });
}
