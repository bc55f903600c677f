import { percentileName, revisedPersons } from './carried-figures.ts';
import { groupName } from './group.ts';
import { DEFAULT_TOTAL, type EarlierFigure, type ProtectInput } from './input.ts';
import type { ReleasedFigure, ReleasedPercentiles } from './protect.ts';
import { changeOfCount, changeOfPercentile, changeOfShare, type FigureChange } from './set-changes.ts';

type Shown = EarlierFigure & { readonly release: string; readonly change: FigureChange };

/**
 * Figures that break bar B9: shown anew although fewer than the minimum of persons came or went, in any part of them,
 * since an earlier release showed them; or said to be carried without being what the named release showed. Looks at
 * every figure and at every earlier release, whatever was decided.
 */
export function countChanged(
  input: ProtectInput,
  cells: readonly ReleasedFigure[],
  shares: readonly ReleasedFigure[],
  percentiles: readonly ReleasedPercentiles[],
): number {
  const history = collectHistory(input);
  const { minimum } = input.policy.counts;
  const isFew = ({ population, inside, outside, roster, revised }: FigureChange) => {
    const sides = [inside, outside].filter((persons) => persons !== null);
    if (input.restates !== true) return [population, ...sides].some((persons) => persons < minimum);
    // Persons may change sides within an unchanged group, and revised values explain a percentile.
    const isExplained = sides.length > 0 ? population === 0 : revised >= minimum;
    return (
      (roster > 0 && roster < minimum) ||
      (population < minimum && !isExplained) ||
      sides.some((persons) => persons < minimum)
    );
  };
  const isBroken = (name: string, { outcome, from }: Omit<ReleasedFigure, 'id'>): boolean => {
    const before = history.get(name) ?? [];
    switch (outcome.status) {
      case 'suppressed':
        return false;
      case 'ok':
        return before.some(({ change }) => isFew(change));
      case 'carried':
        return !before.some(
          (one) =>
            one.release === from &&
            isFew(one.change) &&
            one.value === outcome.value &&
            one.low === outcome.low &&
            one.high === outcome.high,
        );
    }
  };
  return [
    ...cells.map((figure) => isBroken(`count ${figure.id}`, figure)),
    ...shares.map((figure) => isBroken(`share ${figure.id}`, figure)),
    ...percentiles.flatMap(({ id, values }) =>
      values.map((figure) => isBroken(`percentile ${percentileName(id, figure.p)}`, figure)),
    ),
  ].filter(Boolean).length;
}

/** What earlier releases showed of each figure of now. */
function collectHistory({
  cells,
  dimensions,
  earlier,
  percentiles,
}: ProtectInput): ReadonlyMap<string, readonly Shown[]> {
  const addressOf = (population: string, key: Readonly<Record<string, string>>) =>
    groupName(
      population,
      Object.fromEntries(
        Object.entries(key).filter(([name, code]) => (dimensions[name]?.total ?? DEFAULT_TOTAL) !== code),
      ),
    );
  const revised = revisedPersons(percentiles);
  const idsAt = new Map<string, string[]>();
  for (const { id, population, key } of cells) {
    const address = addressOf(population, key);
    const ids = idsAt.get(address);
    if (ids === undefined) idsAt.set(address, [id]);
    else ids.push(id);
  }
  const history = new Map<string, Shown[]>();
  const add = (name: string, shown: Shown) => {
    const list = history.get(name);
    if (list === undefined) history.set(name, [shown]);
    else list.push(shown);
  };
  for (const { id: release, ...figures } of earlier) {
    for (const cell of figures.cells) {
      if (cell.shown === null) continue;
      for (const id of idsAt.get(addressOf(cell.population, cell.key)) ?? [])
        add(`count ${id}`, { ...cell.shown, release, change: changeOfCount(cell) });
    }
    for (const share of figures.shares)
      add(`share ${share.id}`, { ...share.shown, release, change: changeOfShare(share) });
    for (const one of figures.percentiles)
      add(`percentile ${percentileName(one.id, one.p)}`, {
        ...one.shown,
        release,
        change: changeOfPercentile(one, revised.get(one.id) ?? 0),
      });
  }
  return history;
}
