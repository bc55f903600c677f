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

test('a revised wage file changes nothing until the restatement, which changes everything at once', async () => {
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
  expect([...restated.cells.values()].filter(({ status }) => status === 'carried')).toEqual([]);

  const after = await series.release();
  expect(look(after, MEDIAN)).toEqual({ median: ['carried', 48000, restated.publishedId] });
});

test('awards that come after their cohort closed count in the next one that closes, and nowhere before', async () => {
  const restated = (await series.release()).cells.get(HOLDERS.all)?.asOf;
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
    2019: ['carried', 60, restated],
    2026: [undefined, undefined, undefined],
    all: ['carried', 60, restated],
  });

  await series.contribute(
    'body',
    'holders',
    people(200, 215).map((person) => holder(person, '2026-02-03')),
  );
  expect(look(await series.release(), HOLDERS), 'the year is not over').toMatchObject({
    all: ['carried', 60, restated],
  });

  await series.putCatalogue(aYearOn());
  expect(look(await series.release(), HOLDERS)).toEqual({
    2019: ['carried', 60, restated],
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
