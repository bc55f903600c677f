import { createNormaliser, crowdedHomes, homeOf, MOST_IN_ONE_HOME } from '@credlink/tokens';
import { type Engine, streamColumns } from '@credlink/vault';
import { fieldOfIdentityText } from './identity-text.ts';

/** Spellings of an address that fewer subjects use are not looked at: a file has millions of those. */
const FEWEST_OF_A_SPELLING = Math.ceil(MOST_IN_ONE_HOME / 3);

/**
 * The homes that too many subjects of a file share for one: see `withoutCrowdedHome`. The engine counts the spellings,
 * within its memory; only those that many subjects use are normalised and added up.
 *
 * @param table with columns `identity` and `row_count`; decoys, on no row, are not counted
 * @param today ISO day
 */
export async function readCrowdedHomes(
  engine: Engine,
  table: string,
  today: string,
): Promise<ReadonlySet<string>> {
  const normalise = createNormaliser(today);
  const field = (name: 'street' | 'zip' | 'city') => `lower(trim(${fieldOfIdentityText('identity', name)}))`;
  const sql = `SELECT street, zip, city, count(*) AS subjects
FROM (SELECT ${field('street')} AS street, ${field('zip')} AS zip, ${field('city')} AS city
  FROM ${table} WHERE row_count > 0)
WHERE street <> '' GROUP BY street, zip, city HAVING count(*) >= ${FEWEST_OF_A_SPELLING}`;
  const homes: (readonly [string, number])[] = [];
  for await (const [streets = [], zips = [], cities = [], subjects = []] of streamColumns(engine, sql)) {
    streets.forEach((street, row) => {
      const address = { street: String(street), zip: String(zips[row]), city: String(cities[row]) };
      const home = homeOf(normalise(address));
      if (home !== null) homes.push([home, Number(subjects[row])]);
    });
  }
  return crowdedHomes(homes);
}
