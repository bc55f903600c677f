import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInMemory } from './run-in-memory.ts';

const PARENTS = { P: 'T', Q: 'T', a1: 'P', a2: 'P', b: 'P', q1: 'Q', q2: 'Q' };
const SPEC = {
  threshold: 10,
  dims: { d: { total: 'T', parents: PARENTS } },
  tables: [{ name: 't', dims: ['d'] }],
  rounding: { base: 10, mode: 'nearest' },
};
const CERTIFICATE = { checks: [{ id: 'B4', result: 'passed', violations: 0 }] };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-verify-two-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, shown: Readonly<Record<string, number>>, carried = ''): Promise<void> {
  const path = join(folder, name);
  const cells = ['T', ...Object.keys(PARENTS)].map((d) => {
    const [table, key, value] = ['t', { d }, shown[d]];
    if (value === undefined) return { table, key, status: 'suppressed' };
    return { table, key, status: d === carried ? 'carried' : 'ok', value };
  });
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'spec.json'), JSON.stringify(SPEC));
  await writeFile(join(path, 'cells.jsonl'), cells.map((cell) => `${JSON.stringify(cell)}\n`).join(''));
  await writeFile(join(path, 'certificate.json'), JSON.stringify(CERTIFICATE));
}

test('a release that is clear by itself is not beside the one before, and is again with one count less', async () => {
  // P was 20 at most: 35 less 15 in Q. So it is 29 at most, and a1 and a2 leave 9 for b.
  await write('first', { T: 30, P: 20, Q: 20 });
  await write('second', { T: 100, P: 20, Q: 70, a1: 10, a2: 10 }, 'P');
  await write('repaired', { T: 100, P: 20, Q: 70, a1: 10 }, 'P');
  const verify = async (...words: readonly string[]) => {
    const { exitCode, stdout } = await runInMemory(['verify-release', ...words, '--json'], {
      workingFolder: folder,
    });
    const { findings } = JSON.parse(stdout);
    return [exitCode, ...findings.map(({ check, kind }: Record<string, string>) => `${check} ${kind}`)];
  };
  expect(await verify('first')).toEqual([0]);
  expect(await verify('second')).toEqual([0]);
  expect(await verify('second', '--previous', 'first')).toEqual([
    6,
    'B4-both narrow_range',
    'certificate says_passed_B4',
  ]);
  expect(await verify('repaired', '--previous', 'first')).toEqual([0]);
});
