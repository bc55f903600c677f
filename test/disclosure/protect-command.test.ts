import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../packages/sample/src/random.ts';
import { createPersonSource } from '../bench/cube-persons.ts';
import { buildCubeSpec, CUBE_SIZES } from '../bench/cube-shape.ts';
import { csv, ROWS, SPEC } from './small-folder.ts';

const COMMAND = join(import.meta.dirname, '..', 'bench', 'protect.ts');

let folder = '';
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-protect-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Ended = {
  readonly code: number | null;
  readonly stderr: string;
  readonly stdout: string;
  readonly out: string;
};

/** @param signal sent to the process once it computes, which is when its staging folder is there */
function run(
  cube: string,
  more: readonly string[] = [],
  out = join(folder, `out ${made++}`),
  signal: NodeJS.Signals | null = null,
): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, cube, '--out', out, ...more]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  if (signal !== null) {
    const looking = setInterval(() => {
      if (!existsSync(join(folder, `.unfinished-${child.pid}`))) return;
      clearInterval(looking);
      child.kill(signal);
    }, 20);
    child.once('close', () => clearInterval(looking));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr, out }));
  });
}

async function cubeOf(spec: unknown, micro: string | Uint8Array | null): Promise<string> {
  const cube = join(folder, `cube ${made++}`);
  await mkdir(cube);
  await writeFile(join(cube, 'spec.json'), typeof spec === 'string' ? spec : JSON.stringify(spec));
  if (micro !== null) await writeFile(join(cube, 'micro.csv'), micro);
  return cube;
}

/** One line: the code, what happened, what to do next; no stack, nothing in the folder. */
async function expectRefusal(ended: Ended, code: string, words: RegExp): Promise<void> {
  expect(ended.stderr).toMatch(new RegExp(`^${code}: [^\\n]+\\.\\n$`));
  expect(ended.stderr).toMatch(words);
  expect(ended.stderr).not.toMatch(/\n\s+at |node:|\.ts/);
  expect(ended.stdout).toBe('');
  expect(ended.code).not.toBe(0);
  expect(existsSync(ended.out) ? await readdir(ended.out) : []).toEqual([]);
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
}

test('a whole folder is protected, again into the same folder too', async () => {
  const cube = await cubeOf(SPEC, csv(ROWS));
  const first = await run(cube, ['--json']);
  expect([first.code, first.stderr]).toEqual([0, '']);
  const files = ['cells.jsonl', 'certificate.json', 'internal-ledger.jsonl', 'spec.json'];
  expect((await readdir(first.out)).sort()).toEqual(files);
  const second = await run(cube, ['--json', '--previous', first.out], first.out);
  expect([second.code, (await readdir(first.out)).sort()]).toEqual([0, files]);
  // What was carried is shown by the release that computed it: the count of now behind it is one nobody was told.
  const ledger = (await readFile(join(first.out, 'internal-ledger.jsonl'), 'utf8')).trim().split('\n');
  const rows = ledger.map((line): { release: number; shown: unknown } => JSON.parse(line));
  const shownIn = (release: number) => rows.filter((row) => row.release === release && row.shown !== null);
  expect(shownIn(0).length).toBeGreaterThan(0);
  expect(shownIn(1)).toEqual([]);
  expect((await run(cube, ['--previous', first.out])).code).toBe(0);
});

test.each([
  [
    'spec.json',
    JSON.stringify(SPEC).replace('"R1":"RT","R2":"RT"', '"R1":"R2","R2":"R1"'),
    csv(ROWS),
    /dimension region/,
  ],
  ['micro.csv', JSON.stringify(SPEC), csv([...ROWS, 'P1,C1,R1,I1']), /line 92/],
])('%s that is no good is refused in one line', async (_name, spec, micro, words) => {
  const ended = await run(await cubeOf(spec, micro));
  await expectRefusal(ended, 'cube_malformed', words);
  expect(ended.code).toBe(4);
});

test('a million cells are refused with the limit named, before the persons are read and in little memory', async () => {
  const wide = (letter: string, count: number) => ({
    total: `${letter}T`,
    parents: Object.fromEntries(
      Array.from({ length: count }, (_, place) => [`${letter}${place}`, `${letter}T`]),
    ),
  });
  const spec = {
    threshold: 10,
    dims: { a: wide('A', 99), b: wide('B', 99), c: wide('C', 99) },
    tables: [{ name: 't', dims: ['a', 'b', 'c'] }],
  };
  // No micro.csv at all: nobody looked for it.
  await expectRefusal(await run(await cubeOf(spec, null), ['--memory', '64']), 'too_many_cells', /200000/);
});

describe('counts that other publishers show', () => {
  const total = { table: 'cr', key: { credential: 'CT', region: 'RT' }, value: 90 };
  const known = async (...rows: readonly unknown[]): Promise<string> => {
    const path = join(folder, `known ${made++}.jsonl`);
    await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'));
    return path;
  };

  test('are reckoned with, and it is said how many are not those of the persons given', async () => {
    const cube = await cubeOf(SPEC, csv(ROWS));
    const { code, stdout } = await run(cube, ['--json', '--known', await known(total)]);
    expect([code, JSON.parse(stdout).known]).toEqual([0, { counts: 1, differing: 0 }]);
    const other = await run(cube, ['--json', '--known', await known({ ...total, value: 91 })]);
    expect(JSON.parse(other.stdout).known).toEqual({ counts: 1, differing: 1 });
  });

  test('are refused where they name no cell or one twice, are no numbers, or stand beside true counts', async () => {
    const cube = await cubeOf(SPEC, csv(ROWS));
    const refused = async (path: string, words: RegExp) =>
      expectRefusal(await run(cube, ['--known', path]), 'cube_malformed', words);
    await refused(
      await known(total, { ...total, key: { credential: 'CT', region: 'RX' } }),
      /line 2: no table/,
    );
    await refused(await known(total, total), /line 2: the cell stands in an earlier line/);
    await refused(await known({ ...total, value: 'many' }), /line 1: not an object/);
    const exact = await run(cube, ['--policy', 'exact', '--known', await known(total)]);
    await expectRefusal(exact, 'policy_invalid', /where counts are rounded/);
  });
});

describe('policy', () => {
  const policy = {
    name: 'own',
    version: '1.0.0',
    counts: { minimum: 12, base: 10 },
    zeros: 'hidden',
    shares: {
      minimumNumerator: 5,
      minimumComplement: 5,
      singleIssuerMinimum: 30,
      bands: [{ atLeast: 10, points: 10 }],
    },
    percentiles: {
      minimum: 30,
      outerMinimum: 100,
      ranks: 5,
      baseCents: 50_000,
      blurCents: 30_000,
      largestErrorCents: 50_000,
    },
    concentration: { minimumContributors: 3, largestShare: 0.8 },
    linkage: { largestFalse: 0.05, largestMissed: 0.2 },
  };
  async function policyFile(value: unknown): Promise<string> {
    const path = join(folder, `policy ${made++}.json`);
    await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
    return path;
  }

  test('a file is a policy', async () => {
    const ended = await run(await cubeOf(SPEC, csv(ROWS)), ['--json', '--policy', await policyFile(policy)]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(JSON.parse(ended.stdout)).toMatchObject({ minimum: 12 });
  });

  test.each([
    ['T = 0', { ...policy, counts: { minimum: 0, base: 1 } }, /minimum/],
    ['a T that is no number', { ...policy, counts: { minimum: '10', base: 1 } }, /minimum/],
    ['an unknown key', { ...policy, noise: 1 }, /unknown key/],
    ['a missing key', { ...policy, zeros: undefined }, /lacks a key/],
    ['no JSON', 'minimum: 10', /not JSON/],
  ])('%s', async (_name, value, words) => {
    const ended = await run(await cubeOf(SPEC, csv(ROWS)), ['--policy', await policyFile(value)]);
    await expectRefusal(ended, 'policy_invalid', words);
  });

  test('an unknown name, and a file that is not there', async () => {
    const cube = await cubeOf(SPEC, csv(ROWS));
    await expectRefusal(await run(cube, ['--policy', 'ferpa9']), 'policy_invalid', /ferpa10/);
    await expectRefusal(await run(cube, ['--policy', join(folder, 'no.json')]), 'file_not_found', /policy/);
  });
});

describe('folders', () => {
  test('no cube, and no earlier release', async () => {
    await expectRefusal(await run(join(folder, 'nowhere')), 'file_not_found', /spec\.json/);
    const cube = await cubeOf(SPEC, csv(ROWS));
    await expectRefusal(await run(cube, ['--previous', cube]), 'file_not_found', /--previous/);
    await writeFile(join(cube, 'internal-ledger.jsonl'), '{"release":0}\n');
    await expectRefusal(await run(cube, ['--previous', cube]), 'cube_malformed', /line 1/);
  });

  test('a folder that cannot be made leaves the file that is there', async () => {
    const cube = await cubeOf(SPEC, csv(ROWS));
    const ended = await run(cube, [], join(cube, 'spec.json'));
    expect(ended.stderr).toMatch(/^folder_not_writable: [^\n]+\n$/);
    expect(ended.code).toBe(3);
    const below = await run(cube, [], join(cube, 'spec.json', 'below'));
    expect(below.stderr).toMatch(/^folder_not_writable: [^\n]+\n$/);
  });

  test('an earlier result stays whole when a run is refused', async () => {
    const cube = await cubeOf(SPEC, csv(ROWS));
    const { out } = await run(cube);
    const before = await readdir(out);
    expect((await run(cube, ['--micro', 'none.csv'], out)).code).not.toBe(0);
    expect(await readdir(out)).toEqual(before);
  });

  test('wrong usage', async () => {
    const ended = await run(folder, ['--unknown']);
    expect([ended.code, ended.stderr.includes('\nusage: ')]).toEqual([2, true]);
  });
});

describe('a large cube', () => {
  let cube = '';
  beforeAll(async () => {
    const size = { ...CUBE_SIZES.m, persons: 6000 };
    const spec = buildCubeSpec('m', size, 1, new Random('shape'));
    const source = createPersonSource(spec, size, new Random('persons'));
    const people = Array.from({ length: size.persons }, (_, place) => source(place + 1));
    const columns = Object.keys(people[0] ?? {});
    const rows = people.map((person) => Object.values(person).join(','));
    cube = await cubeOf(spec, csv(rows, columns.join(',')));
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s while it computes: stopped at once, nothing written',
    async (signal) => {
      const ended = await run(cube, [], undefined, signal);
      await expectRefusal(ended, 'cancelled', /nothing was written/);
      expect(ended.code).toBe(130);
    },
  );

  test('too little memory is said, not crashed of', async () => {
    await expectRefusal(await run(cube, ['--memory', '24']), 'memory_exhausted', /24 MiB/);
  });
});
