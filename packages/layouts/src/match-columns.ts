import type { LayoutField } from './layout-field.ts';

/** Letters and digits in lower case: `Requester Return Field`, `requester_return_field` are one name. */
function columnKey(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Shorter names sit inside too many others to be guessed from a part. */
const SHORTEST_PART = 5;

/**
 * Field -> index of its column. Names and synonyms first; with `isLoose` then also columns whose name contains one
 * (`CERT AWARD DATE` for `award_date`), the longest first. Each column serves one field.
 */
export function matchColumns(
  header: readonly string[],
  fields: readonly LayoutField[],
  isLoose: boolean,
): ReadonlyMap<string, number> {
  const columns = header.map(columnKey);
  const taken = new Set<number>();
  const found = new Map<string, number>();
  const assign = (fits: (column: string, name: string) => boolean, wanted: readonly Wanted[]) => {
    for (const { field, name } of wanted) {
      const index = columns.findIndex((column, at) => !taken.has(at) && fits(column, name));
      if (index < 0 || found.has(field)) continue;
      taken.add(index);
      found.set(field, index);
    }
  };
  const wanted = fields.flatMap((field) =>
    [field.name, ...field.synonyms].map((name) => ({ field: field.name, name: columnKey(name) })),
  );
  assign((column, name) => column === name, wanted);
  if (isLoose) {
    const parts = wanted.filter(({ name }) => name.length >= SHORTEST_PART);
    parts.sort((left, right) => right.name.length - left.name.length);
    assign((column, name) => column.includes(name), parts);
  }
  return found;
}

type Wanted = { readonly field: string; readonly name: string };
