import type { InputCell, ProtectInput } from '@credlink/disclosure';
import { EXACT_POLICY } from '@credlink/disclosure';
import { withMinimum } from './cube.ts';

type Key = Readonly<Record<string, string>>;

/** One file of the public micro-cases, as far as its tables go. */
export type MicroCase = {
  readonly id: string;
  readonly threshold: number;
  /** `open`: empty cells are always shown, so a hidden one holds somebody. */
  readonly zeros: 'hidden' | 'open';
  readonly dims: Readonly<
    Record<string, { readonly total: string; readonly trees: readonly Readonly<Record<string, string>>[] }>
  >;
  readonly tables: readonly { readonly name: string; readonly dims: readonly string[] }[];
  readonly cells:
    | readonly {
        readonly table: string;
        readonly key: Key;
        readonly count: number;
        readonly shown: boolean;
      }[]
    | null;
  readonly facts: {
    readonly exact?: readonly { readonly key: Key; readonly value: number }[];
    readonly ranges?: readonly { readonly key: Key; readonly low: number; readonly high: number }[];
    readonly remainders?: readonly {
      readonly persons: number;
      readonly of: readonly string[];
      readonly without: readonly string[];
    }[];
    readonly same_group_shown_elsewhere?: readonly { readonly key: Key; readonly value: number }[];
  };
};

/** A key without its totals in the words of the facts: `c=2 r=r1`, `(all)` for the grand total. */
export function addressText(key: Key, dims: MicroCase['dims']): string {
  const parts = Object.keys(key)
    .sort()
    .filter((name) => key[name] !== dims[name]?.total)
    .map((name) => `${name}=${key[name]}`);
  return parts.length === 0 ? '(all)' : parts.join(' ');
}

/**
 * The tables of a case as input for protection. Its counts are turned into atoms: one atom for each combination of
 * leaves over all tables, with as many persons as the tables' leaf counts allow (first come, first served).
 */
export function microInput({ dims, tables, cells, threshold }: MicroCase): ProtectInput {
  const given = cells ?? [];
  const room = new Map(given.map(({ table, key, count }) => [`${table} ${addressText(key, dims)}`, count]));
  const atoms = combinations(Object.keys(dims), dims).map((leaves) => {
    const own = tables.map(({ name, dims: names }) => {
      const key = Object.fromEntries(names.map((dim) => [dim, leaves[dim] ?? '']));
      return `${name} ${addressText(key, dims)}`;
    });
    const persons = Math.min(...own.map((cell) => room.get(cell) ?? 0));
    for (const cell of own) room.set(cell, (room.get(cell) ?? 0) - persons);
    return { leaves, persons };
  });
  const weights = Uint32Array.from(atoms, ({ persons }) => persons);
  return {
    atoms: { weights, vouched: weights },
    dimensions: Object.fromEntries(
      Object.entries(dims).map(([name, { total, trees }]) => [name, { total, mustNest: true, trees }]),
    ),
    cells: given.map(({ table, key, count }): InputCell => {
      const members = atoms.flatMap(({ leaves }, atom) =>
        Object.entries(key).every(([dim, code]) => isAbove(dims[dim], code, leaves[dim] ?? '')) ? [atom] : [],
      );
      return {
        id: `${table} ${addressText(key, dims)}`,
        table,
        population: 'persons',
        key,
        members: Uint32Array.from(members),
        n: count,
        priority: 0,
        use: 'publish',
      };
    }),
    shares: [],
    percentiles: [],
    concentrations: [],
    policy: withMinimum(EXACT_POLICY, threshold),
    earlier: [],
  };
}

function combinations(names: readonly string[], dims: MicroCase['dims']): readonly Key[] {
  const [name, ...rest] = names;
  if (name === undefined) return [{}];
  const trees = dims[name]?.trees ?? [];
  const parents = new Set(trees.flatMap((tree) => Object.values(tree)));
  const leaves = new Set(trees.flatMap((tree) => Object.keys(tree)).filter((code) => !parents.has(code)));
  return [...leaves].flatMap((code) =>
    combinations(rest, dims).map((others) => ({ [name]: code, ...others })),
  );
}

function isAbove(dim: MicroCase['dims'][string] | undefined, code: string, leaf: string): boolean {
  return (
    code === leaf ||
    code === dim?.total ||
    (dim?.trees ?? []).some((tree) => {
      for (let at = tree[leaf]; at !== undefined; at = tree[at]) if (at === code) return true;
      return false;
    })
  );
}
