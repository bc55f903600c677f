import { type GroupSystem, nodesAt, type TableGrid } from './group-system.ts';
import type { Lattice, PublishedCount } from './lattice.ts';

export type CellAddress = { readonly table: string; readonly key: Readonly<Record<string, string>> };

/** What the published rows say of each group. */
export type PublishedValues = {
  /** Least and greatest number each group can have, by what is shown of it alone. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly isShown: readonly boolean[];
  /** Shown groups whose figure is an earlier one. */
  readonly isCarried: readonly boolean[];
  readonly shownValue: readonly (number | null)[];
  /** Cells by which each group is hidden, and by which it is shown. */
  readonly hiddenAs: readonly (readonly CellAddress[])[];
  readonly shownAs: readonly (readonly CellAddress[])[];
  readonly faults: readonly FormFault[];
};

export type FormFault = {
  readonly kind:
    | 'unknown_cell'
    | 'cell_twice'
    | 'cell_missing'
    | 'not_rounded'
    | 'below_minimum'
    | 'contradiction';
  readonly cell: CellAddress;
};

/**
 * Ties published rows to the groups of the lattice. A shown count is an interval: the numbers that round to it, half
 * up, and are at least the threshold; the end that is left out of a half-open one is kept in. A hidden one is at least 0 (1 where zeros are always shown).
 */
export function publishedValues(
  lattice: Lattice,
  system: GroupSystem,
  cells: Iterable<PublishedCount>,
): PublishedValues {
  const { groupCount, grids } = system;
  const low = new Float64Array(groupCount);
  const high = new Float64Array(groupCount).fill(Infinity);
  const isShown = new Array<boolean>(groupCount).fill(false);
  const isCarried = new Array<boolean>(groupCount).fill(false);
  const shownValue = new Array<number | null>(groupCount).fill(null);
  const hiddenAs: CellAddress[][] = Array.from({ length: groupCount }, () => []);
  const shownAs: CellAddress[][] = Array.from({ length: groupCount }, () => []);
  const faults: FormFault[] = [];
  const met = grids.map(({ groups }) => new Uint8Array(groups.length));
  const tables = new Map(grids.map((grid, t) => [grid.table.name, t]));
  for (const { table, key, value, isCarried: isOld } of cells) {
    const cell = { table, key };
    const t = tables.get(table) ?? -1;
    const place = placeOf(grids[t], key);
    const group = grids[t]?.groups[place] ?? -1;
    const seen = met[t];
    if (group < 0 || seen === undefined) {
      faults.push({ kind: 'unknown_cell', cell });
      continue;
    }
    if (seen[place] === 1) faults.push({ kind: 'cell_twice', cell });
    seen[place] = 1;
    if (value === null) {
      hiddenAs[group]?.push(cell);
      continue;
    }
    const told = toldBy(value, isOld === true, lattice);
    if (value % lattice.roundingBase !== 0 || value < 0 || !Number.isSafeInteger(value)) {
      faults.push({ kind: 'not_rounded', cell });
      continue;
    }
    if (value !== 0 && told.high < lattice.threshold) faults.push({ kind: 'below_minimum', cell });
    shownAs[group]?.push(cell);
    isShown[group] = true;
    isCarried[group] = isOld === true;
    shownValue[group] = value;
    low[group] = Math.max(low[group] ?? 0, told.low);
    high[group] = Math.min(high[group] ?? 0, told.high);
    if ((low[group] ?? 0) > (high[group] ?? 0)) {
      faults.push({ kind: 'contradiction', cell });
      low[group] = told.low;
      high[group] = told.high;
    }
  }
  for (const [t, grid] of grids.entries()) {
    for (const [place, group] of grid.groups.entries()) {
      if (group < 0 || met[t]?.[place] === 1) continue;
      const cell = { table: grid.table.name, key: keyAt(grid, place) };
      faults.push({ kind: 'cell_missing', cell });
      hiddenAs[group]?.push(cell);
    }
  }
  if (lattice.areZerosOpen) {
    for (let group = 0; group < groupCount; group += 1) if (isShown[group] !== true) low[group] = 1;
  }
  return { low, high, isShown, isCarried, shownValue, hiddenAs, shownAs, faults };
}

/**
 * The numbers that are shown as `value`. A carried figure is that of a group from which the present one differs by at
 * most T-1 persons. With open zeros nothing is known to be at least the threshold.
 */
export function toldBy(
  value: number,
  isCarried: boolean,
  {
    roundingBase,
    threshold,
    areZerosOpen,
    attacker,
  }: Pick<Lattice, 'roundingBase' | 'threshold' | 'areZerosOpen' | 'attacker'>,
): { low: number; high: number } {
  const low = value - Math.floor(roundingBase / 2);
  const high = low + roundingBase - (roundingBase === 1 || attacker === 'whole' ? 1 : 0);
  const least = roundingBase === 1 || areZerosOpen ? 0 : threshold;
  const drift = isCarried ? threshold - 1 : 0;
  return { low: Math.max(0, Math.max(low, Math.min(least, high)) - drift), high: high + drift };
}

function placeOf(grid: TableGrid | undefined, key: Readonly<Record<string, string>>): number {
  if (grid === undefined || Object.keys(key).length !== grid.dims.length) return -1;
  let place = 0;
  for (const [d, dim] of grid.dims.entries()) {
    const node = dim.nodeOf.get(key[dim.name] ?? '');
    if (node === undefined) return -1;
    place += node * (grid.strides[d] ?? 1);
  }
  return place;
}

function keyAt(grid: TableGrid, place: number): Record<string, string> {
  const nodes = nodesAt(grid, place);
  return Object.fromEntries(grid.dims.map((dim, d) => [dim.name, dim.codes[nodes[d] ?? 0] ?? '']));
}
