import type { LayoutField } from './layout-field.ts';

/** Letters and digits in lower case: `Requester Return Field`, `requester_return_field` are one name. */
export function columnKey(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Shorter names sit inside too many others to be guessed from a part. */
const SHORTEST_PART = 5;

/**
 * Field -> index of its column. Names and synonyms first; with `isLoose` then also columns whose name contains one
 * (`CERT AWARD DATE` for `award_date`). Each column serves one field.
 */
export function matchColumns(
  header: readonly string[],
  fields: readonly LayoutField[],
  isLoose: boolean,
): ReadonlyMap<string, number> {
  const keys = header.map(columnKey);
  const taken = new Set<number>();
  const found = new Map<string, number>();
  const names = (field: LayoutField) => [field.name, ...field.synonyms].map(columnKey);
  const assign = (fits: (key: string, name: string) => boolean) => {
    for (const field of fields) {
      if (found.has(field.name)) continue;
      for (const name of names(field)) {
        const index = keys.findIndex((key, column) => !taken.has(column) && fits(key, name));
        if (index < 0) continue;
        taken.add(index);
        found.set(field.name, index);
        break;
      }
    }
  };
  assign((key, name) => key === name);
  if (isLoose) assign((key, name) => name.length >= SHORTEST_PART && key.includes(name));
  return found;
}
