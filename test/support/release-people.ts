import type { Catalogue } from '@credlink/contracts';
import { tinyCatalogue } from '../measures/tiny-exchange.ts';
import type { SeriesRelease, SeriesRow } from './release-series.ts';

/** Persons `from` to `to - 1`. */
export function people(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, index) => `person ${from + index}`);
}

/** A holder of credential X of the tiny catalogue. */
export function holder(person: string | null, day = '2019-03-05'): SeriesRow {
  return { person, credential_code: 'X', award_date: day, action: 'initial' };
}

const FIRST_QUARTER = 2019 * 4;

/** Wages of eight quarters from 2019 on; five employers share the persons. */
export function wages(person: string, cents = 900_000): readonly SeriesRow[] {
  return Array.from({ length: 8 }, (_, place) => ({
    person,
    employer: 1 + (Number(person.slice('person '.length)) % 5),
    employer_unit: 1,
    state_fips: '34',
    quarter: FIRST_QUARTER + place,
    wage_cents: cents,
  }));
}

/** The tiny catalogue whose certification body never states a year to be over: no cohort closes, late awards count. */
export function openCatalogue(): Catalogue {
  return tinyCatalogue((draft) => {
    draft.source_coverage = [
      {
        source: 'state',
        kind: 'wages',
        state_fips: '34',
        first_quarter: '2016Q1',
        last_complete_quarter: '2025Q3',
      },
      { source: 'body', kind: 'holders', from: '2016-01-01', complete_to: null },
    ];
  });
}

/** Status, value and release of the figures looked at. */
export function look(
  { cells }: Pick<SeriesRelease, 'cells'>,
  figures: Readonly<Record<string, string>> = FIGURES,
): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, cell]) => {
      const { status, value, asOf } = cells.get(cell) ?? {};
      return [name, [status, value, asOf]];
    }),
  );
}

const HOLDERS = 'credential holders cohort=all,credential=X';
const LINKED = 'credential linked cohort=all,credential=X';
const MEDIAN = 'credential earnings_y1_p50 pseo_nominal cohort=all,credential=X';
const FOUND = 'credential found_rate any_quarter cohort=all,credential=X';

/** The figures these tests look at. */
export const FIGURES = { holders: HOLDERS, linked: LINKED, median: MEDIAN, found: FOUND } as const;
