import type { GroupSystem } from './group-system.ts';

/**
 * A set of sums from which all others follow: for every table, each group that is not one of the table's finest cells
 * is expressed once by smaller groups. Chosen so that groups already known (`isFixed`) part the system.
 */
export function basisSums(system: GroupSystem, isFixed: (group: number) => boolean): number[] {
  const chosen = new Set<number>();
  for (const [t, indices] of system.sumsOfTable.entries()) {
    const best = new Map<number, { readonly index: number; readonly open: number }>();
    for (const index of indices) {
      const sum = system.sums[index];
      if (sum === undefined || system.finest[t]?.has(sum.parent) === true) continue;
      const open = sum.children.filter((child) => !isFixed(child)).length;
      const known = best.get(sum.parent);
      if (known === undefined || open < known.open) best.set(sum.parent, { index, open });
    }
    for (const { index } of best.values()) chosen.add(index);
  }
  return [...chosen].sort((a, b) => a - b);
}
