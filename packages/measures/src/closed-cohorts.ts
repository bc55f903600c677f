import type { Catalogue } from '@credlink/contracts';
import { type Key, outcomeTables } from './outcome-table.ts';
import type { UnitSet } from './units-sql.ts';

/** A cohort whose year is over for every source it comes from. */
export type ClosedCohort = { readonly unitSet: UnitSet; readonly key: string; readonly year: number };

/** Unit sets in which a person is once: in the year of its first award. */
export const OF_AWARDS: readonly UnitSet[] = ['award', 'issuer', 'program'];

/** The day up to which every contributor's files are complete. */
export function completeDay(catalogue: Catalogue, contributors: readonly string[]): string | null {
  const days = catalogue.source_coverage.flatMap((row) =>
    contributors.includes(row.source) && typeof row.complete_to === 'string' ? [row.complete_to] : [],
  );
  return days.sort()[0] ?? null;
}

/**
 * Whether a cohort of awards is still filling: its year is not over for every source it comes from. Cohorts of sources
 * that state no coverage are not judged.
 */
export function isOpen(
  unitSet: UnitSet,
  { contributors }: Pick<Key, 'contributors'>,
  year: number,
  catalogue: Catalogue,
): boolean {
  const completeTo = completeDay(catalogue, contributors);
  return OF_AWARDS.includes(unitSet) && completeTo !== null && `${year}-12-31` > completeTo;
}

/**
 * The cohorts of awards that are closed by this catalogue: the whole calendar year lies within what their sources
 * cover. Follows from the catalogue alone.
 */
export function closedCohorts(catalogue: Catalogue): readonly ClosedCohort[] {
  const found = new Map<string, ClosedCohort>();
  for (const { sections } of outcomeTables(catalogue)) {
    for (const { unitSet, keys } of sections) {
      if (!OF_AWARDS.includes(unitSet)) continue;
      for (const key of keys) {
        if (completeDay(catalogue, key.contributors) === null) continue;
        for (let year = key.years.first; year <= key.years.last; year += 1) {
          if (isOpen(unitSet, key, year, catalogue)) continue;
          found.set(`${unitSet} ${key.code} ${year}`, { unitSet, key: key.code, year });
        }
      }
    }
  }
  return [...found.values()];
}
