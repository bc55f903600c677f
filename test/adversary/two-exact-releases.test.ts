import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXACT_POLICY, type ProtectInput, protect } from '@credlink/disclosure';
import { checkBothCounts, highsSolver, type PublishedCount, parseSpec } from '@credlink/verifier';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../packages/sample/src/random.ts';
import { loadSolver } from '../../services/publisher/src/load-solver.ts';
import { type CubePerson, createPersonSource } from '../bench/cube-persons.ts';
import { nextQuarter } from '../bench/cube-quarter.ts';
import { buildCubeSpec, codes } from '../bench/cube-shape.ts';
import { earlierReleases, readLedger, writeLedger } from '../bench/protect-ledger.ts';
import { cubeInput } from '../disclosure/cube.ts';
import { SMALL_SIZE } from './small-cube.ts';

/**
 * Attack A4 over a series: somebody who keeps every release of true counts, and has a list of the groups that nobody
 * joined or left, solves two of them together with the verifier's linear programs. On a publisher that looks at the
 * releases one by one the same attack must succeed: otherwise this test proves nothing.
 */
const SEED = 3;
const SIZE = { ...SMALL_SIZE, persons: 1500, credentials: 9, regions: 6, issuers: 5 };
const LIMITS = { secondsPerSolution: 30, mayGoOn: async () => true, onProgress: () => undefined };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-two-exact-'));
});
afterAll(() => rm(folder, { recursive: true }));

const spec = buildCubeSpec('attacked', SIZE, SEED, new Random(`shape ${SEED}`));
const source = createPersonSource(spec, SIZE, new Random(`persons ${SEED}`));
const first = Array.from({ length: SIZE.persons }, (_, place) => source(place + 1));
const regions = codes('K', SIZE.regions);
const second = nextQuarter(first, source, regions, new Random('second'));
// Numbers that nobody of the second release has.
const third = nextQuarter(second, (number) => source(number + 10_000), regions, new Random('third'));

type Publisher = (input: ProtectInput) => ProtectInput;
const together: Publisher = (input) => input;
/** Forgets what the older releases told. */
const oneByOne: Publisher = (input) => ({ ...input, earlier: [] });

/** Releases of the same tables, each beside those before it, as its readers have them. */
async function publish(quarters: readonly (readonly CubePerson[])[], publisher: Publisher) {
  const solver = await loadSolver();
  let before: Awaited<ReturnType<typeof readLedger>> = [];
  const series = [];
  for (const persons of quarters) {
    const ids = persons.map(({ person }) => person);
    const input = cubeInput(spec, persons, EXACT_POLICY);
    const whole = { ...input, earlier: earlierReleases(before, input, ids) };
    const result = protect(publisher(whole), solver);
    await writeLedger(folder, before, input, ids, result.cells);
    before = await readLedger(folder);
    const outcomes = new Map(result.cells.map(({ id, outcome }) => [id, outcome]));
    series.push({
      lattice: parseSpec(spec, 'whole').lattice,
      cells: input.cells.map(({ id, table, key }): PublishedCount => {
        const outcome = outcomes.get(id);
        const isShown = outcome !== undefined && outcome.status !== 'suppressed';
        return {
          table,
          key,
          value: isShown ? outcome.value : null,
          isCarried: outcome?.status === 'carried',
        };
      }),
      persons: persons.map((columns) => ({ person: columns.person, columns })),
    });
  }
  return series;
}

async function attack(series: Awaited<ReturnType<typeof publish>>) {
  const solver = await highsSolver();
  const found: (readonly [string, string])[] = [];
  for (const [place, after] of series.entries()) {
    const before = series[place - 1];
    if (before === undefined) continue;
    const { checks } = await checkBothCounts(before, after, solver, LIMITS);
    for (const { id, result } of checks) found.push([id, result]);
  }
  return found;
}

test('three releases of true counts tell no hidden count to somebody who keeps them', async () => {
  const found = await attack(await publish([first, second, third], together));
  expect(found).toHaveLength(8);
  expect(found.filter(([, result]) => result !== 'passed')).toEqual([]);
}, 240_000);

test('and do where each is made by itself', async () => {
  const found = await attack(await publish([first, second], oneByOne));
  expect(found.filter(([, result]) => result === 'failed').map(([id]) => id)).toContain('B4-both');
}, 240_000);
