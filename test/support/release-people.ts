import type { SeriesRow } from './release-series.ts';

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

const HOLDERS = 'credential holders cohort=all,credential=X';
const LINKED = 'credential linked cohort=all,credential=X';
const MEDIAN = 'credential earnings_y1_p50 pseo_nominal cohort=all,credential=X';
const FOUND = 'credential found_rate any_quarter cohort=all,credential=X';

/** The figures these tests look at. */
export const FIGURES = { holders: HOLDERS, linked: LINKED, median: MEDIAN, found: FOUND } as const;
