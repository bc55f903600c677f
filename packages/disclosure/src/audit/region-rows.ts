import type { FinestModel, FinestRow } from './finest-model.ts';

/** How far something may change against the truth, and whose bound says so. */
export type Limit = { readonly by: number; readonly source: FinestRow['source'] };

/** What the columns of a region may change by, together and each. Places are places among the region's columns. */
export type RegionLimits = {
  readonly rows: readonly {
    readonly places: readonly number[];
    readonly factors: readonly number[];
    readonly low: Limit;
    readonly high: Limit;
  }[];
  /** By place. */
  readonly low: readonly Limit[];
  readonly high: readonly Limit[];
};

/**
 * The rows of the model around some columns while all others keep their true value. There are fewer of them than in the
 * model: rows that hold the same columns there are one row with the narrowest bounds, a row that holds one column is a
 * bound of that column, and rows that no change within these bounds can break are left out. What is possible stays the
 * same.
 */
export function collectRegionLimits(model: FinestModel, columns: Int32Array): RegionLimits {
  const low: Limit[] = [];
  const high: Limit[] = [];
  const around = new Map<number, { readonly places: number[]; readonly factors: number[] }>();
  columns.forEach((column, place) => {
    const truth = model.truth[column] ?? 0;
    const source = { quantity: model.finest[column] ?? -1 };
    low.push({ by: (model.low[column] ?? 0) - truth, source });
    high.push({ by: (model.high[column] ?? 0) - truth, source });
    const factors = model.factorsOf[column];
    model.rowsOf[column]?.forEach((row, at) => {
      const terms = around.get(row) ?? { places: [], factors: [] };
      if (terms.places.length === 0) around.set(row, terms);
      terms.places.push(place);
      terms.factors.push(factors?.[at] ?? 0);
    });
  });
  const alike = new Map<number, MutableRow[]>();
  const rows: MutableRow[] = [];
  for (const [number, { places, factors }] of [...around].sort(([a], [b]) => a - b)) {
    const row = model.rows[number];
    if (row === undefined) throw new TypeError('row without its bounds');
    const own = {
      low: { by: Math.min(0, row.low - row.truth), source: row.source },
      high: { by: Math.max(0, row.high - row.truth), source: row.source },
    };
    const [place = -1, factor = 0] = [places[0], factors[0]];
    if (places.length === 1 && factor !== 0) {
      const [least, most] = factor > 0 ? [own.low, own.high] : [own.high, own.low];
      low[place] = larger(low[place], { ...least, by: least.by / factor });
      high[place] = smaller(high[place], { ...most, by: most.by / factor });
      continue;
    }
    const key = places.reduce((sum, each) => (sum * 31 + each) % 2 ** 40, places.length);
    const near = alike.get(key) ?? [];
    if (near.length === 0) alike.set(key, near);
    const same = near.find((other) => isSame(other.places, places) && isSame(other.factors, factors));
    if (same === undefined) {
      const fresh = { places, factors, ...own };
      near.push(fresh);
      rows.push(fresh);
    } else {
      same.low = larger(same.low, own.low);
      same.high = smaller(same.high, own.high);
    }
  }
  return { rows: rows.filter((row) => canBreak(row, low, high)), low, high };
}

type MutableRow = { places: readonly number[]; factors: readonly number[]; low: Limit; high: Limit };

function canBreak(row: MutableRow, low: readonly Limit[], high: readonly Limit[]): boolean {
  let [least, most] = [0, 0];
  row.places.forEach((place, at) => {
    const factor = row.factors[at] ?? 0;
    const [down, up] = [low[place]?.by ?? 0, high[place]?.by ?? 0];
    if (factor === 0) return;
    least += factor * (factor > 0 ? down : up);
    most += factor * (factor > 0 ? up : down);
  });
  return least < row.low.by || most > row.high.by;
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}

function larger(one: Limit | undefined, other: Limit): Limit {
  return one !== undefined && one.by >= other.by ? one : other;
}

function smaller(one: Limit | undefined, other: Limit): Limit {
  return one !== undefined && one.by <= other.by ? one : other;
}
