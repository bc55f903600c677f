import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Policy, ProtectInput, ReleasedFigure } from '@credlink/disclosure';
import { checkBothCounts, highsSolver, type PublishedCount, parseSpec } from '@credlink/verifier';
import { Random } from '../../packages/sample/src/random.ts';
import { beforeClosing } from '../bench/cube-closing.ts';
import { type CubePerson, createPersonSource } from '../bench/cube-persons.ts';
import { nextQuarter } from '../bench/cube-quarter.ts';
import { buildCubeSpec, codes, type GeneratedSpec } from '../bench/cube-shape.ts';
import { earlierReleases, readLedger, writeLedger } from '../bench/protect-ledger.ts';
import { cubeInput } from '../disclosure/cube.ts';
import { SMALL_SIZE } from './small-cube.ts';

const SEED = 3;
const SIZE = { ...SMALL_SIZE, persons: 1500, credentials: 9, regions: 6, issuers: 5 };
const LIMITS = { secondsPerSolution: 30, mayGoOn: async () => true, onProgress: () => undefined };

const spec = buildCubeSpec('attacked', SIZE, SEED, new Random(`shape ${SEED}`));
const source = createPersonSource(spec, SIZE, new Random(`persons ${SEED}`));
const regions = codes('K', SIZE.regions);
const first = Array.from({ length: SIZE.persons }, (_, place) => source(place + 1));
const second = nextQuarter(first, source, regions, new Random('second'));
// Numbers that nobody of the second release has.
const third = nextQuarter(second, (number) => source(number + 10_000), regions, new Random('third'));

/** What a publisher has in a quarter. */
export type Quarter = { readonly spec: GeneratedSpec; readonly persons: readonly CubePerson[] };

/** Three quarters of one generated state. */
export const QUARTERS: readonly Quarter[] = [first, second, third].map((persons) => ({ spec, persons }));

/** The first of them as it was before its youngest cohort closed. */
export const BEFORE_CLOSING: Quarter = beforeClosing(spec, first);

/** What a publisher releases of what it has, and of what it released before. */
export type Publisher = (input: ProtectInput) => readonly ReleasedFigure[];

/** Releases of one quarter after the other, each beside those before it, as its readers have them. */
export async function publish(quarters: readonly Quarter[], policy: Policy, publisher: Publisher) {
  const rounding = { base: policy.counts.base, mode: 'nearest' };
  const folder = await mkdtemp(join(tmpdir(), 'credlink-series-'));
  try {
    let before: Awaited<ReturnType<typeof readLedger>> = [];
    const series = [];
    for (const { spec: tables, persons } of quarters) {
      const { lattice } = parseSpec({ ...tables, rounding }, 'half_open');
      const ids = persons.map(({ person }) => person);
      const input = cubeInput(tables, persons, policy);
      const released = publisher({ ...input, earlier: earlierReleases(before, input, ids) });
      await writeLedger(folder, before, input, ids, released);
      before = await readLedger(folder);
      const outcomes = new Map(released.map(({ id, outcome }) => [id, outcome]));
      series.push({
        lattice,
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
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * What somebody finds who solves each two successive releases together, with a list of the groups that nobody joined or left:
 * the lines of the verifier, by name and result.
 */
export async function attack(series: Awaited<ReturnType<typeof publish>>) {
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
