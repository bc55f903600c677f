import type { Dimension, InputCell, Insider, Policy, ProtectInput } from '@credlink/disclosure';

/** spec.json of a folder of linked cubes. */
export type CubeSpec = {
  readonly threshold: number;
  readonly dims: Readonly<
    Record<
      string,
      {
        readonly total: string;
        readonly parents?: Readonly<Record<string, string>>;
        readonly hierarchies?: readonly Readonly<Record<string, string>>[];
      }
    >
  >;
  readonly tables: readonly { readonly name: string; readonly dims: readonly string[] }[];
  readonly structural?: {
    readonly dims: readonly string[];
    readonly offered: readonly (readonly string[])[];
  };
  /** Columns whose values name somebody who knows its own persons. */
  readonly insiders?: readonly string[];
};

/** The policy with another minimum, and what must not be finer than the minimum adjusted to it. */
export function withMinimum(policy: Policy, minimum: number): Policy {
  const { counts, shares, percentiles } = policy;
  const side = counts.base === 1 ? minimum : shares.minimumNumerator;
  return {
    ...policy,
    counts: { minimum, base: Math.min(counts.base, minimum) },
    shares: {
      minimumNumerator: side,
      minimumComplement: side,
      singleIssuerMinimum: shares.singleIssuerMinimum,
      bands: shares.bands.map((band, place) =>
        place === 0 ? { ...band, atLeast: Math.min(band.atLeast, minimum) } : band,
      ),
    },
    percentiles: {
      ...percentiles,
      minimum: Math.max(percentiles.minimum, minimum),
      outerMinimum: Math.max(percentiles.outerMinimum, minimum),
    },
  };
}

/** Everybody named in the insiders' columns who has at least as many persons as the threshold, by column and name. */
export function cubeInsiders(spec: CubeSpec, persons: readonly Key[]): readonly Insider[] {
  const members = new Map<string, number[]>();
  persons.forEach((person, atom) => {
    for (const column of spec.insiders ?? []) {
      const name = `${column} ${person[column] ?? ''}`;
      const own = members.get(name);
      if (own === undefined) members.set(name, [atom]);
      else own.push(atom);
    }
  });
  return [...members]
    .filter(([, atoms]) => atoms.length >= spec.threshold)
    .map(([name, atoms]) => ({ name, members: Uint32Array.from(atoms) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Key = Readonly<Record<string, string>>;

/** Rows of a simple CSV (no quotes) as objects. */
export function parseRows(text: string): readonly Key[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    return Object.fromEntries(names.map((name, place) => [name, fields[place] ?? '']));
  });
}

/** Every cell of every table that can hold somebody, with its persons, as input for protection. */
export function cubeInput(spec: CubeSpec, persons: readonly Key[], policy: Policy): ProtectInput {
  const dimensions = Object.fromEntries(
    Object.entries(spec.dims).map(([name, { total, parents, hierarchies }]): [string, Dimension] => [
      name,
      { total, mustNest: true, trees: hierarchies ?? [parents ?? {}] },
    ]),
  );
  const cells = spec.tables.flatMap(({ name, dims }) => tableCells(name, dims, spec, dimensions, persons));
  return {
    atoms: {
      weights: new Uint32Array(persons.length).fill(1),
      vouched: new Uint32Array(persons.length).fill(1),
    },
    dimensions,
    cells,
    shares: [],
    percentiles: [],
    concentrations: [],
    policy: withMinimum(policy, spec.threshold),
    earlier: [],
  };
}

function tableCells(
  table: string,
  dims: readonly string[],
  spec: CubeSpec,
  dimensions: Readonly<Record<string, Dimension>>,
  persons: readonly Key[],
): readonly InputCell[] {
  const above = dims.map((name) => pathsUp(dimensions[name] ?? { total: '', mustNest: true, trees: [] }));
  const members = new Map<string, number[]>();
  for (const codes of possibleKeys(dims, dimensions, spec, above)) members.set(codes.join('|'), []);
  persons.forEach((person, atom) => {
    const paths = dims.map((name, place) => above[place]?.get(person[name] ?? '') ?? []);
    for (const codes of product(paths)) members.get(codes.join('|'))?.push(atom);
  });
  return [...members].map(([joined, atoms]) => {
    const codes = joined.split('|');
    return {
      id: `${table}|${joined}`,
      table,
      population: 'persons',
      key: Object.fromEntries(dims.map((name, place) => [name, codes[place] ?? ''])),
      members: Uint32Array.from(atoms),
      n: atoms.length,
      priority: 0,
      use: 'publish',
    };
  });
}

function possibleKeys(
  dims: readonly string[],
  dimensions: Readonly<Record<string, Dimension>>,
  spec: CubeSpec,
  above: readonly ReadonlyMap<string, readonly string[]>[],
): readonly (readonly string[])[] {
  const codes = dims.map((name) => {
    const dimension = dimensions[name] ?? { total: '', mustNest: true, trees: [] };
    return [...new Set([dimension.total, ...dimension.trees.flatMap((tree) => Object.keys(tree))])];
  });
  const places = spec.structural?.dims.map((name) => dims.indexOf(name)) ?? [-1];
  if (spec.structural === undefined || places.includes(-1)) return [...product(codes)];
  const possible = new Set<string>();
  for (const offered of spec.structural.offered) {
    const paths = places.map((place, at) => above[place]?.get(offered[at] ?? '') ?? []);
    for (const combination of product(paths)) possible.add(combination.join('|'));
  }
  return [...product(codes)].filter((key) => possible.has(places.map((place) => key[place]).join('|')));
}

/** Code -> itself and all codes above it, in every tree. */
function pathsUp({ total, trees }: Dimension): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, Set<string>>([[total, new Set([total])]]);
  for (const tree of trees) {
    for (const code of Object.keys(tree)) {
      const path = paths.get(code) ?? new Set([code]);
      paths.set(code, path);
      for (let at: string | undefined = code; at !== undefined; at = tree[at]) path.add(at);
    }
  }
  return new Map([...paths].map(([code, path]) => [code, [...path]]));
}

function* product(lists: readonly (readonly string[])[]): Generator<readonly string[]> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const code of first) for (const tail of product(rest)) yield [code, ...tail];
}
