import { createNormaliser, homeOf, MOST_IN_ONE_HOME } from '@credlink/tokens';
import { bulkInsert, type Engine } from '@credlink/vault';
import { fieldOfIdentityText } from './identity-text.ts';
import { pageTable } from './page-table.ts';
import { type OnProgress, progressMeter } from './progress-meter.ts';

const ADDRESS = (['street', 'zip', 'city'] as const).map((field) => fieldOfIdentityText('identity', field));

/**
 * The homes that too many subjects of a file share for one: see `withoutCrowdedHome`. Every address is normalised, for
 * the rooms of a hall are as many spellings; the engine counts them, within its memory.
 *
 * @param table with columns `identity` and `row_count`; decoys, on no row, are not counted
 * @param today ISO day
 */
export async function readCrowdedHomes(
  engine: Engine,
  table: string,
  today: string,
  onProgress: OnProgress,
): Promise<ReadonlySet<string>> {
  const [street = ''] = ADDRESS;
  const addresses = await engine.scalar(`SELECT count(*) FROM ${table} WHERE ${street} <> ''`, [], Number);
  if (addresses <= MOST_IN_ONE_HOME) return new Set();
  const meter = progressMeter('count addresses', addresses, onProgress);
  const normalise = createNormaliser(today);
  await engine.run('CREATE OR REPLACE TEMP TABLE home (home VARCHAR)');
  for await (const [rows = [], streets = [], ...places] of pageTable(engine, table, [
    'row_count',
    ...ADDRESS,
  ])) {
    const insert = await bulkInsert(engine, 'home', ['VARCHAR']);
    let read = 0;
    streets.forEach((value, index) => {
      const text = String(value);
      if (text === '') return;
      read += 1;
      if (Number(rows[index]) === 0) return;
      const [zip, city] = places.map((column) => String(column[index]));
      const home = homeOf(normalise({ street: text, zip: zip ?? '', city: city ?? '' }));
      if (home !== null) insert.add([home]);
    });
    insert.finish();
    meter.add(read);
  }
  const crowded = await engine.rows(
    `SELECT home FROM home GROUP BY home HAVING count(*) > ${MOST_IN_ONE_HOME}`,
    [],
    (row) => String(row.home),
  );
  await engine.run('DROP TABLE home');
  meter.finish();
  return new Set(crowded);
}
