import { z } from 'zod';
import { buildDimension } from './dimension.ts';
import type { Lattice } from './lattice.ts';
import { malformed } from './malformed.ts';
import type { Attacker } from './range.ts';

const Grouping = z.record(z.string(), z.string());

const Spec = z.looseObject({
  threshold: z.int().min(2),
  dims: z.record(
    z.string(),
    z.union([
      z.strictObject({ total: z.string(), parents: Grouping }),
      z.strictObject({ total: z.string(), hierarchies: z.array(Grouping).min(1) }),
    ]),
  ),
  tables: z.array(z.strictObject({ name: z.string(), dims: z.array(z.string()).min(1) })).min(1),
  structural: z.strictObject({ dims: z.array(z.string()), offered: z.array(z.array(z.string())) }).optional(),
  insiders: z.array(z.string()).optional(),
  rounding: z.strictObject({ base: z.int().min(1), mode: z.literal('nearest') }).optional(),
});

export type ParsedSpec = {
  readonly lattice: Lattice;
  /** Columns of the microdata that name somebody who knows their own persons. */
  readonly insiders: readonly string[];
};

/** Cells a lattice may have, public zeros included: beyond it the verifier refuses rather than run out of memory. */
const MAX_CELLS = 4_000_000;

/**
 * Reads `spec.json` of a protected cube.
 * @throws AppError `release_malformed` naming the place, never what stands there
 */
export function parseSpec(document: unknown, attacker: Attacker): ParsedSpec {
  const parsed = Spec.safeParse(document);
  if (!parsed.success) {
    const places = [
      ...new Set(parsed.error.issues.map(({ path }) => path.slice(0, 3).join('.') || 'the document')),
    ];
    throw malformed('spec.json', `wrong at ${places.slice(0, 5).join(', ')}`);
  }
  const { threshold, dims, tables, structural, rounding, insiders } = parsed.data;
  if (new Set(tables.map(({ name }) => name)).size !== tables.length) {
    throw malformed('spec.json', 'two tables have the same name');
  }
  const lattice: Lattice = {
    threshold,
    dims: new Map(
      Object.entries(dims).map(([name, dim]) => {
        const groupings = 'parents' in dim ? [dim.parents] : dim.hierarchies;
        return [
          name,
          buildDimension(
            name,
            dim.total,
            groupings.map((map) => new Map(Object.entries(map))),
          ),
        ];
      }),
    ),
    tables,
    structure: structural ?? null,
    roundingBase: rounding?.base ?? 1,
    areZerosOpen: false,
    attacker: rounding === undefined || rounding.base === 1 ? 'whole' : attacker,
  };
  const size = tables.reduce(
    (sum, table) =>
      sum + table.dims.reduce((cells, name) => cells * (lattice.dims.get(name)?.codes.length ?? 1), 1),
    0,
  );
  if (size > MAX_CELLS) throw malformed('spec.json', `it has more than ${MAX_CELLS} cells`);
  return { lattice, insiders: insiders ?? [] };
}
