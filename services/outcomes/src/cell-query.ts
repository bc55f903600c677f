import { type PublishedTable, rejected } from '@credlink/contracts';

/** A request for cells, every part of it a name of the published lattice. */
export type CellQuery = {
  readonly measure: string | null;
  readonly variant: string | null;
  /** Dimension -> the codes asked for; a dimension that is not named is not filtered. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
};

/**
 * Claim: what a request may ask for depends on the published lattice alone. A dimension, measure, variant or code
 * outside it is answered `not_in_cube` whether or not such people exist; there are no ranges, negations or
 * free predicates with which groups could be subtracted from one another (disclosure.md A5-A7).
 *
 * @param query names and comma-separated values, as they stand in the URL
 */
export function parseCellQuery(table: PublishedTable, query: Readonly<Record<string, string>>): CellQuery {
  const codes = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(query)) {
    if (name === 'measure' || name === 'variant') continue;
    const dimension = table.dimensions.find((candidate) => candidate.name === name);
    if (dimension === undefined) throw notInCube(table);
    const asked = value.split(',');
    const members = new Set(dimension.members.map((member) => member.code));
    if (asked.some((code) => !members.has(code))) throw notInCube(table);
    codes.set(name, asked);
  }
  const measure = query.measure ?? null;
  const variant = query.variant ?? null;
  const isOffered = table.measures.some(
    (offered) =>
      (measure === null || offered.measure === measure) && (variant === null || offered.variant === variant),
  );
  if (!isOffered) throw notInCube(table);
  return { measure, variant, codes };
}

function notInCube(table: PublishedTable): Error {
  return rejected(
    'not_in_cube',
    `The request names something outside the lattice of table "${table.table}". GET the table to see its dimensions, codes and measures.`,
  );
}
