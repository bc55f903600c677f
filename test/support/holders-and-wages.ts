import { afterAll, beforeAll } from 'vitest';
import { holder, openCatalogue, people, wages } from './release-people.ts';
import { type ReleaseSeries, releaseSeries } from './release-series.ts';
import type { TestDatabase } from './test-database.ts';

/** Holders `from` up to `to`, the first `found` of whom wages know; of the people of `release-people.ts`. */
export async function contributeHolders(
  series: ReleaseSeries,
  from: number,
  to: number,
  found: number = to - from,
): Promise<void> {
  await series.contribute(
    'body',
    'holders',
    people(from, to).map((person) => holder(person)),
  );
  await series.contribute(
    'state',
    'wages',
    people(from, from + found).flatMap((person) => wages(person)),
  );
}

/**
 * Call once at the top of a test file: an exchange of its own with so many holders of one body, and wages of the first
 * `found` of them.
 *
 * @returns the series, inside tests and hooks
 */
export function holdersAndWages(
  database: TestDatabase,
  { holders, found }: { readonly holders: number; readonly found: number },
): () => ReleaseSeries {
  const closers: (() => Promise<unknown>)[] = [];
  let series: ReleaseSeries | null = null;
  beforeAll(async () => {
    series = await releaseSeries(database, openCatalogue(), (close) => closers.push(close));
    await contributeHolders(series, 0, holders, found);
  });
  afterAll(async () => {
    for (const close of closers.toReversed()) await close();
  });
  return () => {
    if (series === null) throw new Error('the series is there in tests and hooks alone');
    return series;
  };
}
