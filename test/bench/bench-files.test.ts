import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNormaliser, PACKS } from '@credlink/tokens';
import { openEngine } from '@credlink/vault';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readIdentity, writeIdentity } from './bench-identity.ts';
import { prepareKept } from './bench-kept.ts';
import { P2 } from './bench-p2-link.ts';
import { P3 } from './bench-p3-wages.ts';
import { writePeerFiles } from './bench-peer-files.ts';
import { recordOf } from './bench-persons.ts';
import { BENCH_DAY, tokenMaker } from './bench-tokens.ts';
import { readLabelledSet } from './linkage-folder.ts';

/** 50 persons in either file of P2; 10 holders and 100 persons with wages. */
const P2_SHARE = 0.00005;
const P3_SHARE = 0.00001;

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credlink-bench-files-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const engineIn = (folder: string) =>
  openEngine({ memoryLimit: '1GB', threads: 2, tempFolder: folder, folders: [folder] });

test.each([
  { row: P2, share: P2_SHARE, sizes: [50, 50], matches: 40 },
  { row: P3, share: P3_SHARE, sizes: [10, 100], matches: 8 },
])(
  'the files for a peer hold the very people of $row.id, and who is who',
  async ({ row, share, ...wanted }) => {
    await writePeerFiles(row, share, home);
    const folder = join(home, `${row.id}-${share}`);
    const engine = await engineIn(folder);
    try {
      const { files, truth } = await readLabelledSet(engine, folder);
      expect(files.map(({ length }) => length)).toEqual(wanted.sizes);
      const made = row.peerFiles?.(row.sizesAt(share)) ?? [];
      const normalise = createNormaliser(BENCH_DAY);
      for (const [index, file] of made.entries()) {
        for (const [place, record] of (files[index] ?? []).entries()) {
          const recorded = recordOf(file.firstPerson + place, file);
          expect(normalise(record.raw)).toEqual(normalise(recorded));
        }
      }
      const entities = truth.kind === 'entities' ? truth.entityOf : new Map<string, string>();
      const [left = [], right = []] = files.map((of) => of.map(({ recordId }) => entities.get(recordId)));
      expect(left.filter((entity) => entity !== undefined && right.includes(entity)).length).toBe(
        wanted.matches,
      );
    } finally {
      await engine.close();
    }
  },
);

test.each([
  { what: 'in one part', partTokens: 1_000_000 },
  { what: 'in several', partTokens: 30_000 },
])('an identity file holds the tokens of its people and no others, $what', async ({ partTokens }) => {
  // Half of them have no SSN, and no token under this pack.
  const options = { file: 'left', pack: 'wage', firstPerson: 7, persons: 8100, ssnShare: 0.5 } as const;
  const engine = await engineIn(home);
  try {
    await writeIdentity(engine, home, { ...options, keepsTokens: true, partTokens });
    const { source, truth, tokens, wholeTokens } = await readIdentity(home, 'left', 1);
    const made = tokenMaker(options)(7, 8107);
    const subjects = new Set(made.subjectIds).size;
    const evidence = PACKS.wage.rules.filter(({ role }) => role === 'evidence').map(({ code }) => code);
    const counted = (where: string) => engine.scalar(`SELECT count(*) FROM ${where}`, [], Number);
    expect(subjects).toBeLessThan(5000);
    expect(source.subjects).toBe(8100);
    expect(tokens).toBe(made.rules.length);
    expect(await counted(wholeTokens)).toBe(made.rules.length);
    expect(await counted(`${source.relation} WHERE rule > 0`)).toBe(
      made.rules.filter((rule) => !evidence.includes(rule)).length,
    );
    expect(await counted(`${source.relation} f JOIN ${truth} t USING (subject_id) WHERE f.rule = 0`)).toBe(
      subjects,
    );
    // Numbered without gaps, and each number stands for one subject.
    expect(await engine.scalar(`SELECT max(subject) + 1 FROM ${source.relation}`, [], Number)).toBe(subjects);
    expect(await counted(`(SELECT DISTINCT subject FROM ${source.relation} WHERE rule = 0)`)).toBe(subjects);
    // The rows of a file lie by rule and subject, whatever the parts.
    const unordered = `SELECT rule, subject, lag((rule, subject)) OVER (ORDER BY file_row_number) AS before FROM read_parquet('${join(home, 'left', 'identity.parquet')}', file_row_number = true)`;
    expect(await counted(`(${unordered}) WHERE (rule, subject) < before`)).toBe(0);
  } finally {
    await engine.close();
  }
});

test('what was prepared is used again at the same size alone, and what was left half done is made anew', async () => {
  const folder = join(home, 'P2-1');
  let runs = 0;
  const prepare = async () => {
    runs += 1;
    await writeFile(join(folder, `file-${runs}`), '');
  };
  expect(await prepareKept(folder, { persons: 5 }, prepare)).toBe(true);
  expect(await prepareKept(folder, { persons: 5 }, prepare)).toBe(false);
  expect(await prepareKept(folder, { persons: 6 }, prepare)).toBe(true);
  await expect(stat(join(folder, 'file-1'))).rejects.toThrow();
  const failing = prepareKept(folder, { persons: 7 }, () => Promise.reject(new Error('killed')));
  await expect(failing).rejects.toThrow('killed');
  await expect(readFile(join(folder, 'prepared.json'))).rejects.toThrow();
  expect(await prepareKept(folder, { persons: 7 }, prepare)).toBe(true);
  expect(runs).toBe(3);
});
