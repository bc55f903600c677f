import { openEngine, quoteText } from '@credlink/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FIGURES, holder, openCatalogue, people, wages } from '../support/release-people.ts';
import { type ReleaseSeries, releaseSeries } from '../support/release-series.ts';
import { testDatabase } from '../support/test-database.ts';

const database = testDatabase();
const closers: (() => Promise<unknown>)[] = [];
let series: ReleaseSeries;

/** Awards of two terms: a credential of one alone would be too new to be shown. */
const award = (person: string, place: number) =>
  holder(person, place % 2 === 0 ? '2019-03-05' : '2019-09-05');

beforeAll(async () => {
  series = await releaseSeries(database, openCatalogue(), (close) => closers.push(close));
  await series.contribute('body', 'holders', people(0, 30).map(award));
  await series.contribute(
    'college',
    'holders',
    people(21, 51).map((person, place) => award(person, place + 21)),
  );
  // Nine are in both files; ten of each beside them are found in wages.
  await series.contribute(
    'state',
    'wages',
    [...people(0, 10), ...people(30, 40)].flatMap((person) => wages(person)),
  );
});
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

/** `measure least` of the figures of credential X over all years that the newest release showed. */
async function remembered(): Promise<readonly string[]> {
  const rows = await database
    .adminStore()
    .db.selectFrom('ledger')
    .select(['figures_file', 'shown_at'])
    .execute();
  const newest = rows.toSorted((a, b) => Number(b.shown_at) - Number(a.shown_at))[0];
  if (newest === undefined) throw new Error('nothing was shown');
  const { vault, engine: options } = series.context;
  const engine = await openEngine({ ...options, folders: vault.folders });
  try {
    const path = quoteText(await vault.pathOf('ledger', newest.figures_file));
    return await engine.rows(
      `SELECT DISTINCT split_part(address, chr(10), 2) AS measure, least FROM read_parquet(${path})
      WHERE status = 'ok' AND unit <> 'usd' AND address LIKE 'credential%"cohort":"all","credential":"X"%' ORDER BY measure`,
      [],
      (row) => `${row.measure} ${row.least}`,
    );
  } finally {
    await engine.close();
  }
}

test('of what the catalogue gives to one body 29 who were linked are not shown, though others supplied ten', async () => {
  const { cells } = await series.release();
  expect(cells.get(FIGURES.holders)).toMatchObject({ status: 'ok', value: 50 });
  expect(cells.get(FIGURES.linked)?.status).toBe('suppressed');
});

test('a thirtieth is, and the ledger remembers that they could not be shown with fewer', async () => {
  await series.forgetLedger();
  await series.contribute('state', 'wages', wages('person 40'));
  const { cells } = await series.release();
  expect(cells.get(FIGURES.linked)).toMatchObject({ status: 'ok', value: 30 });
  const least = await remembered();
  expect(least).toContain('holders null');
  expect(least).toContain('linked 30');
  expect(least).toContain('found_rate 30');
});
