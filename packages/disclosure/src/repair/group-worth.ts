import type { InputShare } from '../input.ts';
import type { Lattice } from '../lattice.ts';
import type { Policy } from '../policy.ts';

/**
 * What is lost when a group is hidden: the cells and shares that show it, larger groups counting somewhat more (a tenth
 * for ten times the persons).
 */
export function worthOf(lattice: Lattice, shares: readonly InputShare[], { counts }: Policy): Float64Array {
  const figures = new Float64Array(lattice.groups.length);
  for (const group of lattice.groupOfCell.values()) {
    if (lattice.groups[group]?.isPublishable === true) figures[group] = (figures[group] ?? 0) + 1;
  }
  for (const { numerator, denominator } of shares) {
    for (const cell of [numerator, denominator]) {
      const group = lattice.groupOfCell.get(cell) ?? -1;
      figures[group] = (figures[group] ?? 0) + 1;
    }
  }
  return figures.map(
    (count, group) => count * (1 + Math.log10((lattice.groups[group]?.n ?? 0) / counts.minimum + 1) / 10),
  );
}
