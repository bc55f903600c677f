import { SOLVED, type Solver } from '../audit/solver.ts';
import { factorAt, type LeafSpace, placeOf } from './leaf-space.ts';
import type { ChangeBound, MoveSpace } from './move-space.ts';

/** A change of leaf counts after which all tables still add up and no count is below 0. */
export type Move = {
  /** Worth of the shown groups it changes, times by how much. */
  readonly cost: number;
  /** Leaf -> change, without leaves that stay. */
  readonly changes: ReadonlyMap<number, number>;
};

/** Smallest change that is a change; the solver's tolerance is 1e-7 per bound. */
const LEAST_CHANGE = 1e-6;

export type MoveProgram = {
  /**
   * The cheapest move that changes a group by `amount` persons (negative: lowers it): a target, or one that was shown.
   * @returns null when there is none, or the solver stopped before it found one
   */
  readonly shift: (group: number, amount: number) => Move | null;
  /**
   * The move that changes a group as far as that costs nothing, up to `most` persons (negative: lowers it).
   * @returns null when the solver stopped before it found one
   */
  readonly slide: (group: number, most: number) => Move | null;
  /** From now on it costs nothing to change this group. */
  readonly release: (group: number) => void;
  readonly dispose: () => void;
};

/** What may move, and what a changed group costs: infinite for one that must not, 0 for a hidden one. */
export type MoveQuestion = {
  readonly space: MoveSpace;
  /** The facts of the space. */
  readonly bounds: readonly ChangeBound[];
  /** Leaves; none that was told. */
  readonly free: Int32Array;
  readonly targets: readonly number[];
  readonly worth: (group: number) => number;
  readonly iterationLimit: number;
};

/** For each person a group slides: far below the worth of anything, so that nothing is hidden for it. */
const REWARD = 1e-4;
/** No bound. */
const LARGE = Number.POSITIVE_INFINITY;
const OPTIONS = { output_flag: false, presolve: 'off', solver: 'simplex' } as const;

/**
 * The cheapest way to make a hidden count uncertain, as a linear program: leaves move, links hold, and each shown group
 * that changes costs its worth for every person. Groups that the free leaves cannot tell apart share one row. This is
 * the network heuristic of cell suppression (minimum cost of the cells on a path that carries the required amount), for
 * linked tables.
 */
export function createMoveProgram(question: MoveQuestion, solver: Solver): MoveProgram {
  const { space, bounds, free, targets, worth } = question;
  const columnOf = new Map([...free].map((leaf, column) => [leaf, column]));
  const around = collectRows(space, free, worth);
  const fixedRows = around.filter(({ cost }) => cost === LARGE).map(({ terms }) => terms);
  const rows = around.filter(({ cost }) => cost < LARGE);
  // A target that is a leaf has its own column already; every other one gets a column that equals its sum.
  const sums = targets.filter((group) => space.finest[space.leavesOf[group]?.[0] ?? -1] !== group);
  const rises = free.length;
  const falls = rises + rows.length;
  const shifts = falls + rows.length;
  const columns = shifts + sums.length;

  const program = createRows();
  for (const { columns: at, factors } of collectLinks(space, free)) program.add(at, factors);
  for (const { columns: at, factors } of fixedRows) program.add(at, factors);
  rows.forEach(({ terms }, row) => {
    program.add([...terms.columns, rises + row, falls + row], [...terms.factors, -1, 1]);
  });
  for (const { leaves, factors, least, most } of bounds) {
    const inside = leaves.flatMap((leaf, place) => {
      const column = columnOf.get(leaf);
      return column === undefined ? [] : [{ column, factor: factors[place] ?? 0 }];
    });
    if (inside.length === 0) continue;
    program.add(
      inside.map(({ column }) => column),
      inside.map(({ factor }) => factor),
      { least, most },
    );
  }
  sums.forEach((group, place) => {
    // A leaf that stays is no part of what moves.
    const moving = [...(space.leavesOf[group] ?? [])].filter((leaf) => columnOf.has(leaf));
    const at = moving.map((leaf) => columnOf.get(leaf) ?? 0);
    program.add([...at, shifts + place], [...moving.map((leaf) => factorAt(space, group, leaf)), -1]);
  });
  const costs = new Float64Array(columns);
  const lower = new Float64Array(columns);
  const upper = new Float64Array(columns).fill(LARGE);
  free.forEach((leaf, column) => {
    lower[column] = -(space.truth[space.finest[leaf] ?? -1] ?? 0);
  });
  rows.forEach(({ cost }, row) => {
    costs[rises + row] = cost;
    costs[falls + row] = cost;
  });
  lower.fill(-LARGE, shifts);
  const model = solver.createModel({
    numCols: columns,
    numRows: program.count(),
    colCost: costs,
    colLower: lower,
    colUpper: upper,
    ...program.finish(columns),
  });
  model.options.set({ ...OPTIONS, simplex_iteration_limit: question.iterationLimit });

  const columnOfTarget = new Map(
    targets.map((group) => {
      const place = sums.indexOf(group);
      return [group, place < 0 ? (columnOf.get(space.leavesOf[group]?.[0] ?? -1) ?? -1) : shifts + place];
    }),
  );
  const rowsOfGroup = new Map<number, number>();
  rows.forEach(({ groups }, row) => {
    for (const group of groups) rowsOfGroup.set(group, row);
  });
  const bound = (column: number, low: number, high: number) => {
    model.changeColsBounds(
      { kind: 'range', from: column, to: column },
      Float64Array.of(low),
      Float64Array.of(high),
    );
  };
  const price = (column: number, cost: number) => {
    model.changeColsCost({ kind: 'range', from: column, to: column }, Float64Array.of(cost));
  };
  const solve = (): Move | null => {
    if (model.run().modelStatus !== SOLVED) return null;
    const values = model.getSolution().colValue;
    let cost = 0;
    for (let column = rises; column < shifts; column += 1) {
      cost += (values[column] ?? 0) * (costs[column] ?? 0);
    }
    const changes = new Map<number, number>();
    free.forEach((leaf, column) => {
      const change = values[column] ?? 0;
      if (Math.abs(change) > LEAST_CHANGE) changes.set(leaf, change);
    });
    return { cost, changes };
  };
  return {
    shift(group, amount) {
      const column = columnOfTarget.get(group);
      const row = rowsOfGroup.get(group);
      if (column !== undefined) {
        bound(column, amount > 0 ? amount : (lower[column] ?? 0), amount > 0 ? LARGE : amount);
        const move = solve();
        bound(column, lower[column] ?? 0, LARGE);
        return move;
      }
      if (row === undefined) throw new RangeError('a group to shift is not in the program');
      bound(rises + row, Math.max(0, amount), amount > 0 ? LARGE : 0);
      bound(falls + row, Math.max(0, -amount), amount > 0 ? 0 : LARGE);
      const move = solve();
      bound(rises + row, 0, LARGE);
      bound(falls + row, 0, LARGE);
      return move;
    },
    slide(group, most) {
      const column = columnOfTarget.get(group) ?? rises + (rowsOfGroup.get(group) ?? -1);
      if (column < 0) throw new RangeError('a group to slide is not in the program');
      const isRow = columnOfTarget.get(group) === undefined;
      const at = isRow && most < 0 ? column + rows.length : column;
      const before = upper[at] ?? LARGE;
      price(at, (costs[at] ?? 0) + (most < 0 && !isRow ? REWARD : -REWARD));
      if (most > 0) bound(at, lower[at] ?? 0, most);
      else if (isRow) bound(at, 0, -most);
      const move = solve();
      price(at, costs[at] ?? 0);
      bound(at, lower[at] ?? 0, before);
      return move;
    },
    release(group) {
      const row = rowsOfGroup.get(group);
      if (row === undefined) return;
      const cost = Math.max(0, (costs[rises + row] ?? 0) - worth(group));
      for (const column of [rises + row, falls + row]) {
        costs[column] = cost;
        price(column, cost);
      }
    },
    dispose: () => model.dispose(),
  };
}

/** A sum over columns of the program. */
type Terms = { readonly columns: readonly number[]; readonly factors: readonly number[] };
type GroupRow = { readonly terms: Terms; readonly groups: readonly number[]; readonly cost: number };

/** One row for all groups with a worth that the free leaves make up in the same way. */
function collectRows(
  space: LeafSpace,
  free: Int32Array,
  worth: (group: number) => number,
): readonly GroupRow[] {
  const around = new Map<number, { columns: number[]; factors: number[] }>();
  free.forEach((leaf, column) => {
    for (const group of space.groupsOf[leaf] ?? []) {
      if (worth(group) === 0) continue;
      const terms = around.get(group) ?? { columns: [], factors: [] };
      around.set(group, terms);
      terms.columns.push(column);
      terms.factors.push(factorAt(space, group, leaf));
    }
  });
  const found = new Map<string, { terms: Terms; groups: number[]; cost: number }>();
  for (const [group, terms] of [...around].sort(([a], [b]) => a - b)) {
    const key = `${terms.columns.join(' ')}/${terms.factors.join(' ')}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { terms, groups: [group], cost: worth(group) });
    else {
      known.groups.push(group);
      known.cost += worth(group);
    }
  }
  return [...found.values()];
}

function collectLinks(space: LeafSpace, free: Int32Array): readonly Terms[] {
  const around = new Map<number, { columns: number[]; factors: number[] }>();
  free.forEach((leaf, column) => {
    for (const link of space.linksOf[leaf] ?? []) {
      const terms = around.get(link) ?? { columns: [], factors: [] };
      around.set(link, terms);
      const { leaves, signs } = space.links[link] ?? { leaves: Int32Array.of(), signs: Int8Array.of() };
      terms.columns.push(column);
      terms.factors.push(signs[placeOf(leaves, leaf)] ?? 0);
    }
  });
  return [...around].sort(([a], [b]) => a - b).map(([, terms]) => terms);
}

/** Rows that are 0 where nothing else is said. */
function createRows() {
  const starts = [0];
  const least: number[] = [];
  const most: number[] = [];
  const indices: number[] = [];
  const values: number[] = [];
  return {
    add(columns: readonly number[], entries: readonly number[], bounds = { least: 0, most: 0 }) {
      least.push(bounds.least);
      most.push(bounds.most);
      for (const column of columns) indices.push(column);
      for (const entry of entries) values.push(entry);
      starts.push(indices.length);
    },
    count: () => starts.length - 1,
    finish(numCols: number) {
      const numRows = starts.length - 1;
      return {
        rowLower: Float64Array.from(least),
        rowUpper: Float64Array.from(most),
        matrix: {
          format: 'csr' as const,
          numRows,
          numCols,
          starts: Int32Array.from(starts),
          indices: Int32Array.from(indices),
          values: Float64Array.from(values),
        },
      };
    },
  };
}
