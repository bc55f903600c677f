import { readFile, stat } from 'node:fs/promises';
import { AppError, rejected } from '@credlink/contracts';
import { CELL_LIMIT } from '@credlink/disclosure';
import { parseSpec } from '@credlink/verifier';
import { z } from 'zod';
import type { CubeSpec } from '../disclosure/cube.ts';
import { lineOfRepeatedKey } from './json-text.ts';

/** A specification beyond this is none: the largest generated one has 60 kB. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Parts of a key are joined by `|`. */
const Code = z.string().regex(/^[^\p{Cc}|]{1,200}$/u);
const Name = z.string().regex(/^[\w .:-]{1,80}$/);
const Tree = z.record(Code, Code);
const Dimension = z.union([
  z.strictObject({ total: Code, parents: Tree }),
  z.strictObject({ total: Code, hierarchies: z.array(Tree).min(1) }),
]);

const Spec = z.strictObject({
  threshold: z.int().min(2).max(1_000_000),
  dims: z.record(Name, Dimension),
  tables: z.array(z.strictObject({ name: Name, dims: z.array(Name).min(1).max(20) })).min(1),
  structural: z
    .strictObject({ dims: z.array(Name).min(1).max(20), offered: z.array(z.array(Code)) })
    .optional(),
  insiders: z.array(Name).optional(),
  // Where a cube comes from; nothing is read from these.
  format: z.string().optional(),
  preset: z.string().optional(),
  seed: z.union([z.int(), z.string()]).optional(),
  persons: z.int().optional(),
  name: z.string().optional(),
  notes: z.string().optional(),
});

/**
 * Reads `spec.json` of a folder of linked cubes.
 * @throws {AppError} `file_not_found`, `cube_malformed`, `policy_invalid` (a threshold that protects nobody) or
 * `too_many_cells`, before anything is computed
 */
export async function readSpec(path: string): Promise<CubeSpec> {
  const text = await readText(path, 'spec.json');
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('it is not JSON; it may be truncated');
  }
  const repeated = lineOfRepeatedKey(text);
  if (repeated !== null) {
    throw malformed(
      `line ${repeated}: a key stands twice in one object; in a hierarchy that is a child with two parents`,
    );
  }
  const parsed = Spec.safeParse(document);
  if (!parsed.success) throw problemOf(parsed.error);
  const { threshold, dims, tables, structural, insiders } = parsed.data;
  const spec: CubeSpec = {
    threshold,
    dims,
    tables,
    ...(structural === undefined ? {} : { structural }),
    ...(insiders === undefined ? {} : { insiders }),
  };
  assertReferences(spec);
  try {
    // The verifier must be able to read what comes out: its reader finds cycles and codes that reach no total.
    parseSpec(spec, 'half_open');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw rejected('cube_malformed', error.message);
  }
  const cells = countCells(spec);
  if (cells > CELL_LIMIT) {
    throw rejected(
      'too_many_cells',
      `spec.json: its tables have more than ${CELL_LIMIT} cells, which is the limit; leave out a dimension or a level`,
    );
  }
  return spec;
}

/** @throws {AppError} `file_not_found` or `cube_malformed` */
export async function readText(path: string, name: string): Promise<string> {
  try {
    if ((await stat(path)).size > MAX_BYTES)
      throw rejected('cube_malformed', `${name}: larger than ${MAX_BYTES} bytes`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('rejected', 'file_not_found', `${name} cannot be opened; check the path`, { cause });
  }
}

function malformed(rule: string): AppError {
  return rejected('cube_malformed', `spec.json: ${rule}`);
}

function problemOf(error: z.ZodError): AppError {
  const issues = error.issues.map(({ path, code }) => ({
    place:
      path
        .slice(0, 2)
        .join('.')
        .replace(/[^\w .:-]/g, '?')
        .slice(0, 100) || 'the document',
    isUnknown: code === 'unrecognized_keys',
  }));
  const [first] = issues;
  if (first?.place === 'threshold') {
    return rejected('policy_invalid', 'spec.json: the threshold must be a whole number of at least 2');
  }
  const rule = first?.isUnknown === true ? 'has a key that is not known' : 'is missing or not of its form';
  return malformed(`${first?.place ?? 'it'} ${rule}; its form is in docs/BENCHMARKS.md`);
}

function assertReferences({ dims, tables, structural }: CubeSpec): void {
  const known = new Set(Object.keys(dims));
  for (const list of [...tables.map((table) => table.dims), structural?.dims ?? []]) {
    if (new Set(list).size !== list.length) throw malformed('a list of dimensions names one twice');
    if (list.some((name) => !known.has(name)))
      throw malformed('a table names a dimension that is not in dims');
  }
  for (const offered of structural?.offered ?? []) {
    if (offered.length !== structural?.dims.length)
      throw malformed('an offered combination has not one code for each dimension');
    offered.forEach((code, place) => {
      if (!leavesOf(dims[structural.dims[place] ?? '']).has(code))
        throw malformed('an offered combination has a code that is no leaf of its dimension');
    });
  }
}

/** Codes that nothing is under. */
export function leavesOf(dimension: CubeSpec['dims'][string] | undefined): ReadonlySet<string> {
  const trees = dimension?.hierarchies ?? [dimension?.parents ?? {}];
  const parents = new Set(trees.flatMap((tree) => Object.values(tree)));
  return new Set(trees.flatMap((tree) => Object.keys(tree)).filter((code) => !parents.has(code)));
}

/** At most, all combinations of codes counted as possible where the offered ones are many: no list is made. */
function countCells({ dims, tables, structural }: CubeSpec): number {
  const codes = (name: string) => {
    const { parents, hierarchies } = dims[name] ?? {};
    return new Set((hierarchies ?? [parents ?? {}]).flatMap((tree) => Object.keys(tree))).size + 1;
  };
  return tables.reduce((sum, table) => {
    const whole = table.dims.reduce((product, name) => product * codes(name), 1);
    if (structural === undefined || structural.dims.some((name) => !table.dims.includes(name)))
      return sum + whole;
    const free = table.dims
      .filter((name) => !structural.dims.includes(name))
      .reduce((product, name) => product * codes(name), 1);
    return sum + Math.min(whole, free * countOffered(dims, structural));
  }, 0);
}

/** Combinations at or above an offered one; stops counting beyond the limit. */
function countOffered(dims: CubeSpec['dims'], structural: NonNullable<CubeSpec['structural']>): number {
  const upwards = structural.dims.map((name) => {
    const dimension = dims[name];
    const trees = dimension?.hierarchies ?? [dimension?.parents ?? {}];
    return (leaf: string) => {
      const path = new Set([leaf]);
      for (const tree of trees) for (let at = tree[leaf]; at !== undefined; at = tree[at]) path.add(at);
      return [...path];
    };
  });
  const seen = new Set<string>();
  for (const offered of structural.offered) {
    let keys = [''];
    offered.forEach((code, place) => {
      const above = upwards[place]?.(code) ?? [];
      keys = keys.flatMap((key) => above.map((each) => `${key}|${each}`));
    });
    for (const key of keys) seen.add(key);
    if (seen.size > CELL_LIMIT) break;
  }
  return seen.size;
}
