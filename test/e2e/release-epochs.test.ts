import type { Catalogue } from '@credlink/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tinyCatalogue } from '../measures/tiny-exchange.ts';
import { holder, look, people, wages } from '../support/release-people.ts';
import {
  type ReleaseSeries,
  releaseSeries,
  type SeriesRelease,
  type SeriesUpload,
} from '../support/release-series.ts';
import { testDatabase } from '../support/test-database.ts';

const database = testDatabase();
const closers: (() => Promise<unknown>)[] = [];
let series: ReleaseSeries;
let first: SeriesRelease;
let wageFile: SeriesUpload;

beforeAll(async () => {
  series = await releaseSeries(database, tinyCatalogue(), (close) => closers.push(close));
  await series.contribute(
    'body',
    'holders',
    people(0, 60).map((person) => holder(person)),
  );
  wageFile = await series.contribute(
    'state',
    'wages',
    people(0, 60).flatMap((person) => wages(person)),
  );
  first = await series.release();
});
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

const HOLDERS = {
  2019: 'credential holders cohort=2019,credential=X',
  2026: 'credential holders cohort=2026,credential=X',
  all: 'credential holders cohort=all,credential=X',
} as const;
const MEDIAN = { median: 'credential earnings_y1_p50 pseo_nominal cohort=2019,credential=X' } as const;

/** The catalogue a year later. */
function aYearOn(): Catalogue {
  return tinyCatalogue((draft) => {
    draft.source_coverage = [
      {
        source: 'state',
        kind: 'wages',
        state_fips: '34',
        first_quarter: '2016Q1',
        last_complete_quarter: '2025Q3',
      },
      { source: 'body', kind: 'holders', from: '2016-01-01', complete_to: '2026-12-31' },
    ];
  });
}

test('a restatement is refused where no file was revised, and one person of a revised file moves nothing', async () => {
  expect(await refusal()).toEqual(['failed', 'nothing_to_restate']);
  wageFile = await series.contribute(
    'state',
    'wages',
    people(0, 60).flatMap((person, place) => wages(person, place === 0 ? 9_900_000 : 900_000)),
    wageFile,
  );
  const restated = await series.release({ restate: true });
  const changed = [...restated.cells].filter(([name, { value }]) => value !== first.cells.get(name)?.value);
  expect(changed).toEqual([]);
  expect(look(restated, MEDIAN)).toEqual({ median: ['carried', 36000, first.publishedId] });
  expect(await refusal(), 'the revision has been read').toEqual(['failed', 'nothing_to_restate']);
});

async function refusal(): Promise<readonly unknown[]> {
  await series.link();
  const { state, failureCode } = await series.work(await series.order({ restate: true }));
  return [state, failureCode];
}

test('a revised wage file changes nothing until the restatement, which changes its percentiles at once', async () => {
  expect(look(first, MEDIAN)).toEqual({ median: ['ok', 36000, null] });
  await series.contribute(
    'state',
    'wages',
    people(0, 60).flatMap((person) => wages(person, 1_200_000)),
    wageFile,
  );
  const later = await series.release();
  expect(look(later, MEDIAN)).toEqual({ median: ['carried', 36000, first.publishedId] });

  const restated = await series.release({ restate: true });
  expect(look(restated, MEDIAN)).toEqual({ median: ['ok', 48000, null] });
  const carried = [...restated.cells.values()].filter(({ status }) => status === 'carried');
  expect(carried.filter(({ unit }) => unit === 'usd')).toEqual([]);

  const after = await series.release();
  expect(look(after, MEDIAN)).toEqual({ median: ['carried', 48000, restated.publishedId] });
});

test('awards that come after their cohort closed count in the next one that closes, and nowhere before', async () => {
  const before = (await series.release()).cells.get(HOLDERS.all)?.asOf;
  await series.contribute(
    'state',
    'wages',
    people(100, 215).flatMap((person) => wages(person)),
  );
  await series.contribute(
    'body',
    'holders',
    people(100, 112).map((person) => holder(person)),
  );
  const late = await series.release();
  expect(look(late, HOLDERS)).toEqual({
    2019: ['carried', 60, before],
    2026: [undefined, undefined, undefined],
    all: ['carried', 60, before],
  });

  await series.contribute(
    'body',
    'holders',
    people(200, 215).map((person) => holder(person, '2026-02-03')),
  );
  expect(look(await series.release(), HOLDERS), 'the year is not over').toMatchObject({
    all: ['carried', 60, before],
  });

  await series.putCatalogue(aYearOn());
  expect(look(await series.release(), HOLDERS)).toEqual({
    2019: ['carried', 60, before],
    2026: ['ok', 30, null],
    all: ['ok', 90, null],
  });
});

test('somebody whose award is dated anew stays in the cohort that closed with him', async () => {
  const moved = await series.contribute(
    'body',
    'holders',
    people(0, 1).map((person) => holder(person, '2018-05-05')),
  );
  const release = await series.release();
  expect(look(release, HOLDERS)).toMatchObject({ 2019: ['carried', 60, expect.anything()] });
  await series.withdraw(moved);
});
