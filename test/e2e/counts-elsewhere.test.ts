import { afterAll, beforeEach, expect, test } from 'vitest';
import { tinyCatalogue } from '../measures/tiny-exchange.ts';
import { holder, people, wages } from '../support/release-people.ts';
import { type ReleaseSeries, releaseSeries } from '../support/release-series.ts';
import { testDatabase } from '../support/test-database.ts';

const closers: (() => Promise<unknown>)[] = [];
const databases = [testDatabase(), testDatabase(), testDatabase()];
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});
let used = 0;
let series: ReleaseSeries;
/** Fourteen holders of 2019 and three of 2020, all of whom are found in wages. */
beforeEach(async () => {
  const database = databases[used++];
  if (database === undefined) throw new RangeError('one database for each test');
  series = await releaseSeries(database, tinyCatalogue(), (close) => closers.push(close));
  const all = people(0, 17);
  const awards = all.map((person, place) => holder(person, place < 14 ? '2019-03-05' : '2020-03-05'));
  await series.contribute('body', 'holders', awards);
  await series.contribute(
    'state',
    'wages',
    all.flatMap((person) => wages(person)),
  );
});

const COUNT = { table: 'credential', measure: 'holders', value: 17, source: 'state licence board' };

async function holders(): Promise<readonly unknown[]> {
  const { cells } = await series.release();
  return ['all', '2019', '2020'].map(
    (cohort) => cells.get(`credential holders cohort=${cohort},credential=X`)?.value,
  );
}

test('nothing is held back where no other publisher is named: the seventeen of a licence board tell three to seven', async () => {
  expect(await holders()).toEqual([20, 10, null]);
});

test('a year is hidden that would leave a few beside the total of another publisher', async () => {
  const elsewhere = { ...COUNT, key: { credential: 'X', cohort: 'all' } };
  await series.putCatalogue({ ...tinyCatalogue(), published_elsewhere: [elsewhere] });
  expect(await holders()).toEqual([20, null, null]);
});

test('a release is refused whose catalogue names a count that no table has', async () => {
  const elsewhere = { ...COUNT, key: { credential: 'Z', cohort: 'all' } };
  await series.putCatalogue({ ...tinyCatalogue(), published_elsewhere: [elsewhere] });
  await series.link();
  const releaseId = await series.order();
  expect(await series.work(releaseId)).toMatchObject({ state: 'failed', failureCode: 'catalogue_invalid' });
});
