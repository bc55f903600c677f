import type { LeafSpace } from './leaf-space.ts';

/**
 * Leaves that may move around a group while all others stay as they really are: the leaves of the smallest groups
 * around it, a box of neighbouring cells in which one can rise while others fall, and their counterparts in linked
 * tables. What is possible there is possible at large.
 *
 * @param size leaves to take in beyond those of the group
 * @returns ascending
 */
export function findLeafNeighbourhood(space: LeafSpace, group: number, size: number): Int32Array {
  const own = space.leavesOf[group] ?? Int32Array.of();
  const taken = new Set(own);
  const room = own.length + size;
  if (room >= space.finest.length) return Int32Array.from(space.finest.keys());
  const takeIn = (leaves: Int32Array): boolean => {
    const added = leaves.reduce((count, leaf) => count + (taken.has(leaf) ? 0 : 1), 0);
    if (taken.size + added > room) return false;
    for (const leaf of leaves) taken.add(leaf);
    return true;
  };
  const around = new Set<number>();
  for (const leaf of own) for (const up of space.groupsOf[leaf] ?? []) around.add(up);
  const holds = (up: number) => (space.leavesOf[up]?.length ?? 0) >= own.length;
  const bySize = [...around]
    .filter(holds)
    .sort((a, b) => (space.leavesOf[a]?.length ?? 0) - (space.leavesOf[b]?.length ?? 0) || a - b);
  // Half the room for the group's own tables, the rest for what is linked to them.
  for (const up of bySize) {
    if (taken.size > own.length + size / 2) break;
    takeIn(space.leavesOf[up] ?? Int32Array.of());
  }
  const links = new Set<number>();
  for (const leaf of taken) for (const link of space.linksOf[leaf] ?? []) links.add(link);
  const linked = [...links]
    .map((link) => space.links[link]?.leaves ?? Int32Array.of())
    .sort((a, b) => a.length - b.length || (a[0] ?? 0) - (b[0] ?? 0));
  for (const leaves of linked) takeIn(leaves);
  return Int32Array.from(taken).sort();
}
