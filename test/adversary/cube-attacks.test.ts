import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../support/test-database.ts';
import { subtractOwn } from './attacks/insider.ts';
import { solveLattice } from './attacks/intervals.ts';
import { reconstructLeaves } from './attacks/reconstruction.ts';
import { askAgain, askOutside, compareHidden } from './attacks/side-doors.ts';
import { subtractMargins, subtractNested, subtractRemainders } from './attacks/subtraction.ts';
import { type CubeWorld, cubeWorld, protectedCounts, smallCountsHidden } from './cube-world.ts';
import type { Finding } from './finding.ts';
import { generatedCube, ownersOf, SMALL_SIZE } from './small-cube.ts';

const ATTACKS: readonly (readonly [string, (world: CubeWorld) => Promise<Finding>])[] = [
  ['A1 subtracting margins', subtractMargins],
  ['A3 subtracting to a small rest', subtractRemainders],
  ['A5 A6 A7 subtracting nested groups', subtractNested],
  ['A2 A4 A17 solving the downloaded lattice', solveLattice],
  ['A21 reconstructing all leaves', reconstructLeaves],
];

const { spec, input, persons } = generatedCube(SMALL_SIZE, 7);
const [safeDatabase, naiveDatabase] = [testDatabase(), testDatabase()].map((database) => ({
  publisher: () => database.store('publisher').db,
  outcomesUrl: () => database.url('outcomes'),
}));
let safe: CubeWorld;
let naive: CubeWorld;
beforeAll(async () => {
  if (safeDatabase === undefined || naiveDatabase === undefined) throw new TypeError('two databases');
  safe = await cubeWorld(safeDatabase, spec, input, protectedCounts);
  naive = await cubeWorld(naiveDatabase, spec, input, smallCountsHidden);
});
afterAll(async () => {
  await safe.close();
  await naive.close();
});

describe.each(ATTACKS)('%s', (_, attack) => {
  test('learns of people where only counts under ten are left out', async () => {
    const { tried, isBreach } = await attack(naive);
    expect(tried).toBeGreaterThan(0);
    expect(isBreach).toBe(true);
  });

  test('learns nothing of a protected release', async () => {
    const { tried, learnt } = await attack(safe);
    expect(tried).toBeGreaterThan(0);
    expect(learnt).toEqual([]);
  });
});

describe('somebody who listens at the doors of the API', () => {
  test.each([
    ['A18 A19 cannot tell an empty hidden cell from a small or a large one', compareHidden],
    ['A20 hears the same however often and in whatever order he asks', askAgain],
    ['A7 gets no cell that is not in the lattice', askOutside],
  ])('%s', async (_, attack) => {
    const { tried, learnt } = await attack(safe);
    expect(tried).toBeGreaterThan(0);
    expect(learnt).toEqual([]);
  });
});

describe('A11 a contributor who takes its own persons out', () => {
  const insiders = ownersOf(persons, input);

  test('counts the others where true counts are shown', async () => {
    expect((await subtractOwn(naive, insiders)).isBreach).toBe(true);
  });

  test('learns nothing of the others of a protected release', async () => {
    const { tried, learnt } = await subtractOwn(safe, insiders);
    expect(tried).toBeGreaterThan(0);
    expect(learnt).toEqual([]);
  });
});
