import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../support/test-database.ts';
import { isPublicTotal, subtractWithPublicTotals } from './attacks/subtraction.ts';
import { type CubeWorld, cubeWorld, protectedCounts } from './cube-world.ts';
import { generatedCube, SMALL_SIZE } from './small-cube.ts';

const { spec, input } = generatedCube(SMALL_SIZE, 11);
const databases = [testDatabase(), testDatabase()].map((database) => ({
  publisher: () => database.store('publisher').db,
  outcomesUrl: () => database.url('outcomes'),
}));
const worlds: CubeWorld[] = [];
beforeAll(async () => {
  const elsewhere = input.cells.filter((cell) => isPublicTotal(cell, spec));
  const inputs = [input, { ...input, elsewhere }];
  for (const [place, database] of databases.entries()) {
    worlds.push(await cubeWorld(database, spec, inputs[place] ?? input, protectedCounts));
  }
});
afterAll(async () => {
  for (const world of worlds) await world.close();
});

/** What somebody learns beyond what the totals of another publisher tell him by themselves. */
async function attacked(place: number): Promise<readonly string[]> {
  const world = worlds[place];
  if (world === undefined) throw new RangeError('two worlds');
  const { tried, learnt } = await subtractWithPublicTotals(world);
  expect(tried).toBeGreaterThan(0);
  return learnt;
}

test('A23 finds small groups where the release was not told that true totals are public', async () => {
  expect((await attacked(0)).length).toBeGreaterThan(0);
});

test('A23 finds nothing more where it was told of them', async () => {
  expect(await attacked(1)).toEqual([]);
});
