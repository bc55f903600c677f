import type { Policy } from '@credlink/disclosure';
import type { ComputedCells } from '../compute/computed-cells.ts';
import { percentilesId, variableOf } from '../compute/protect-input.ts';
import type { ReleaseSets } from './release-sets.ts';
import { addressText, type ShownRelease } from './shown-release.ts';

/**
 * Which percentiles of today are over a population that 1 to `counts.minimum - 1` persons tell from one whose
 * percentiles of the same variable an earlier release showed, at whatever address, from whatever vintage of wages: that
 * somebody's wages were restated since does not say that those of these persons were.
 *
 * @returns for the percentiles at an address, those that are close to what the earlier release showed there
 */
export function closePercentiles(
  { cells, figures, distributions }: Pick<ComputedCells, 'cells' | 'figures' | 'distributions'>,
  release: ShownRelease,
  sets: Pick<ReleaseSets, 'size' | 'apart'>,
  { counts }: Policy,
): (id: string) => readonly string[] {
  const now = new Map<string, Map<number, string[]>>();
  const then = new Map<string, { readonly variable: string; readonly set: number }>();
  for (const figure of figures) {
    const { distribution, measure } = figure;
    if (distribution === null || figure.calendar !== 'open') continue;
    const id = percentilesId(distribution);
    const cell = distributions[distribution]?.cell;
    const variable = variableOf(measure);
    const shown = release.figures.get(addressText(figure));
    if (shown !== undefined) then.set(id, { variable, set: shown.population });
    if (cell === undefined) continue;
    const populations = now.get(variable) ?? new Map<number, string[]>();
    now.set(variable, populations);
    populations.set(cell, [...new Set([...(populations.get(cell) ?? []), id])]);
  }
  const isClose = (set: number, cell: number): boolean => {
    // Sizes that differ by the minimum or more settle most pairs.
    if (Math.abs(sets.size(set) - (cells[cell]?.persons ?? 0)) >= counts.minimum) return false;
    const apart = sets.apart(set, cell);
    return apart > 0 && apart < counts.minimum;
  };
  return (id) => {
    const shown = then.get(id);
    if (shown === undefined) return [];
    return [...(now.get(shown.variable) ?? [])].flatMap(([cell, ids]) =>
      isClose(shown.set, cell) ? ids : [],
    );
  };
}
