import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, openEngine } from '@credlink/vault';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quarantineRosters } from './quarantine-rosters.ts';
import { readRosters } from './roster-evidence.ts';

let folder: string;
let engine: Engine;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-rosters-'));
  engine = await openEngine({ memoryLimit: '500MB', threads: 1, tempFolder: folder, folders: [folder] });
});
afterEach(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const BODY = '10000000-0000-4000-8000-000000000000';
const STATE = '20000000-0000-4000-8000-000000000000';
const OWNERS = [
  { uploadId: BODY, organisation: 'body' },
  { uploadId: STATE, organisation: 'state' },
];
const ABSENT = ['awards'] as const;

/** `persons` of a credential, numbered from `from`; every one but the last `unknown` is in the register too. */
type Batch = {
  readonly credential: string;
  readonly from: number;
  readonly persons: number;
  readonly unknown: number;
  /** SQL of the award day, by `i` from 0. */
  readonly day: string;
};

async function load(batches: readonly Batch[]): Promise<void> {
  const people = batches.map(
    ({ credential, from, persons, unknown, day }) =>
      `SELECT '${credential}' AS credential_code, ${from} + i AS person_id, ${day} AS award_date, i < ${persons - unknown} AS is_known FROM range(${persons}) t(i)`,
  );
  await engine.run(`CREATE TEMP TABLE made AS ${people.join(' UNION ALL ')}`);
  await engine.run(`CREATE TEMP TABLE link AS
SELECT DISTINCT '${BODY}'::UUID AS upload_id, person_id FROM made
UNION ALL SELECT DISTINCT '${STATE}'::UUID, person_id FROM made WHERE is_known`);
  await engine.run(
    `CREATE TEMP VIEW holders AS SELECT person_id, 'body' AS organisation, credential_code, award_date FROM made`,
  );
}

const SPREAD = "DATE '2019-01-01' + (i * 17)::INTEGER";
const ONE_DAY = "DATE '2023-02-10'";
const HONEST: Batch = { credential: 'GOOD', from: 0, persons: 100, unknown: 5, day: SPREAD };

const holdersLeft = (credential: string) =>
  engine.scalar(`SELECT count(*) FROM holders WHERE credential_code = '${credential}'`, [], Number);

test('twelve invented people around one real one are taken out with him, and nobody else', async () => {
  await load([HONEST, { credential: 'FAKE', from: 500, persons: 13, unknown: 12, day: ONE_DAY }]);
  expect(await quarantineRosters(engine, OWNERS, ABSENT, 10)).toEqual([
    { organisation: 'body', credential: 'FAKE', reason: 'unlinked_roster' },
  ]);
  expect(await holdersLeft('FAKE')).toBe(0);
  expect(await holdersLeft('GOOD')).toBe(100);
});

test('a credential made for twelve real people in one day waits; one of two terms, or of thirty people, does not', async () => {
  const small = { persons: 12, unknown: 0 };
  await load([
    HONEST,
    { credential: 'SUDDEN', from: 500, day: ONE_DAY, ...small },
    { credential: 'TERMS', from: 600, day: "DATE '2023-06-25' + i::INTEGER", ...small },
    { credential: 'LARGE', from: 700, persons: 30, unknown: 0, day: ONE_DAY },
  ]);
  expect(await quarantineRosters(engine, OWNERS, ABSENT, 10)).toEqual([
    { organisation: 'body', credential: 'SUDDEN', reason: 'sudden_roster' },
  ]);
  expect(await holdersLeft('TERMS')).toBe(12);
});

test('cohorts padded to the minimum are taken out, the others of the same owner stay', async () => {
  const padded = [1, 2, 3].map((number) => ({
    credential: `PAD${number}`,
    from: 1000 * number,
    persons: 20,
    unknown: 0,
    day: "DATE '2020-05-01' + CAST(i >= 10 AS INTEGER) * INTERVAL 1 YEAR",
  }));
  await load([HONEST, ...padded]);
  const found = await quarantineRosters(engine, OWNERS, ABSENT, 10);
  expect(found.map(({ credential, reason }) => [credential, reason])).toEqual([
    ['PAD1', 'threshold_spike'],
    ['PAD2', 'threshold_spike'],
    ['PAD3', 'threshold_spike'],
  ]);
  expect(await holdersLeft('GOOD')).toBe(100);
});

test('a roster is described by its persons, those known elsewhere, half-years and years', async () => {
  await load([
    {
      credential: 'X',
      from: 0,
      persons: 4,
      unknown: 1,
      day: "DATE '2020-03-01' + CAST(i >= 2 AS INTEGER) * INTERVAL 9 MONTH",
    },
  ]);
  expect(await readRosters(engine, OWNERS, ABSENT)).toEqual([
    {
      organisation: 'body',
      credential: 'X',
      persons: 4,
      linked: 3,
      terms: 2,
      years: [{ year: 2020, linked: 3 }],
    },
  ]);
});

test('nothing is looked at where nobody contributes rosters', async () => {
  expect(await quarantineRosters(engine, OWNERS, ['awards', 'holders'], 10)).toEqual([]);
});
