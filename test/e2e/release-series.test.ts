import { afterAll, beforeAll, expect, test } from 'vitest';
import { holder, look, openCatalogue, people, wages } from '../support/release-people.ts';
import { type ReleaseSeries, releaseSeries, type SeriesRelease } from '../support/release-series.ts';
import { testDatabase } from '../support/test-database.ts';

const database = testDatabase();
const closers: (() => Promise<unknown>)[] = [];
let series: ReleaseSeries;
let first: SeriesRelease;

beforeAll(async () => {
  series = await releaseSeries(database, openCatalogue(), (close) => closers.push(close));
  await series.contribute(
    'body',
    'holders',
    people(0, 60).map((person) => holder(person)),
  );
  await series.contribute(
    'state',
    'wages',
    people(0, 45).flatMap((person) => wages(person)),
  );
  first = await series.release();
});
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

/** Holders who are all found in wages. */
async function add(from: number, to: number): Promise<void> {
  await series.contribute(
    'body',
    'holders',
    people(from, to).map((person) => holder(person)),
  );
  await series.contribute(
    'state',
    'wages',
    people(from, to).flatMap((person) => wages(person)),
  );
}

test('a figure keeps its value until 10 persons came, and says of which release it is', async () => {
  expect(look(first)).toEqual({
    holders: ['ok', 60, null],
    linked: ['ok', 50, null],
    median: ['ok', 36000, null],
    found: ['ok', 0.775, null],
  });
  const kept = {
    holders: ['carried', 60, first.publishedId],
    linked: ['carried', 50, first.publishedId],
    median: ['carried', 36000, first.publishedId],
    found: ['carried', 0.775, first.publishedId],
  };
  const unchanged = await series.release();
  expect(look(unchanged)).toEqual(kept);
  expect([...unchanged.cells.values()].filter(({ status }) => status === 'ok')).toEqual([]);

  await add(60, 69);
  expect(look(await series.release()), '9 persons').toEqual(kept);

  await add(69, 70);
  const tenth = await series.release();
  expect(look(tenth), '10 persons; nobody came to those who are not found').toMatchObject({
    holders: ['ok', 70, null],
    linked: ['ok', 60, null],
    found: kept.found,
  });
  expect(tenth.certificate.inputs.earlierReleases).toHaveLength(3);
  expect(tenth.certificate.cells.carried).toBeGreaterThan(0);

  await add(70, 81);
  expect(look(await series.release()), '11 persons').toMatchObject({ holders: ['ok', 80, null] });
});
