import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Manifest } from '@credlink/contracts';
import { createLogger } from '@credlink/runtime';
import { PACKS } from '@credlink/tokens';
import {
  deriveVaultLayer,
  openEngine,
  quoteText,
  rekeyIdentityFile,
  type Vault,
  vaultView,
  writeParquet,
} from '@credlink/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contribute, subjectIdOf, type TownFile, townsperson } from '../../../../test/linkage/small-town.ts';
import { enterAgreement, enterExchange, enterOrganisation } from '../../../../test/support/exchange-rows.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import type { LinkerContext } from '../context.ts';
import { linkerEvents } from '../events.ts';
import { forgetWithdrawn } from '../forget-withdrawn.ts';
import { giveUpRun, linkRun } from './link-run.ts';

const database = testDatabase();
const PEOPLE = Array.from({ length: 120 }, (_, number) => townsperson(number));
const file = (series: string, pack: TownFile['pack'], from: number, to: number): TownFile => ({
  series,
  pack,
  isOneRecordPerPerson: pack !== 'wage',
  records: PEOPLE.slice(from, to),
});
/** People whose tokens take more than the engine of a cramped run has. */
const MANY = 3000;
const REGISTER = file('state/register', 'register', 0, 100);
const HOLDERS = file('body/holders', 'holder', 20, 80);
const WAGES = file('agency/wages', 'wage', 10, 120);

let folder: string;
let vault: Vault<'identity' | 'links'>;
let context: LinkerContext;
let minutes = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-link-run-'));
  await enterExchange(database.adminStore().db);
  vault = await vaultView(join(folder, 'vault'), ['identity', 'links']);
  context = {
    db: database.store('linker').db,
    vault,
    clock: {
      now: () => {
        minutes += 1;
        return new Date(Date.parse('2026-06-01T00:00:00Z') + minutes * 60_000);
      },
    },
    events: linkerEvents(createLogger({ name: 'linker', level: 'error' })),
    engine: { memoryLimit: '512MB', threads: 2, tempFolder: join(folder, 'temporary') },
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const known = new Set<string>();

/** A committed upload of a file of the town. @returns its id */
async function commit(town: TownFile): Promise<string> {
  const { db } = database.adminStore();
  const [organisation = '', kind = ''] = town.series.split('/');
  const sourceKind = kind as Manifest['kind'];
  if (!known.has(organisation)) {
    await enterOrganisation(db, organisation, { scopes: ['contribute'], kinds: [sourceKind] });
    await enterAgreement(db, organisation, { kinds: [sourceKind] });
    known.add(organisation);
  }
  const engine = await openEngine({ ...context.engine, folders: vault.folders });
  try {
    const source = await contribute(engine, town, 0);
    const target = vault.newPath('identity');
    await writeParquet(engine, {
      query: `SELECT * FROM ${source.relation}`,
      target,
      orderBy: ['rule', 'subject', 'key'],
      isUnique: true,
    });
    const identityFile = await vault.put('identity', target);
    const digest = createHash('sha256').update(town.series).digest('hex');
    const entry = { sha256: digest, bytes: 1, rows: 1 };
    const manifest: Manifest = {
      version: 1,
      kind: sourceKind,
      sourceDigest: digest,
      pack: { name: source.pack.name, version: source.pack.version },
      normaliserVersion: '1.0.0',
      keyEpoch: 1,
      files: { identity: entry, facts: entry },
      subjects: town.records.length,
      coverage: null,
      isOneRecordPerPerson: town.isOneRecordPerPerson,
      preflight: { rowsRead: 1, rowsSent: 1, rejected: {}, identifiers: {}, tokensByRule: {} },
      conformance: {},
      chanceAgreement: source.chanceAgreement,
      attributePresence: source.attributePresence,
      supersedes: null,
    };
    const uploadId = randomUUID();
    const at = new Date('2026-06-01T00:00:00Z');
    await db
      .insertInto('upload')
      .values({
        upload_id: uploadId,
        organisation,
        agreement_id: `AG-${organisation}`,
        kind: sourceKind,
        source_digest: digest,
        key_epoch: 1,
        manifest: JSON.stringify(manifest),
        state: 'committed',
        identity_file: identityFile,
        facts_file: digest,
        created_at: at,
        finished_at: at,
      })
      .execute();
    return uploadId;
  } finally {
    await engine.close();
  }
}

async function order(starts = 0): Promise<string> {
  const runId = randomUUID();
  await database
    .adminStore()
    .db.insertInto('run')
    .values({ run_id: runId, state: 'ordered', ordered_by: 'test', ordered_at: new Date(), starts })
    .execute();
  return runId;
}

const runOf = (runId: string) =>
  database
    .adminStore()
    .db.selectFrom('run')
    .select(['state', 'links_file', 'failure_code', 'starts'])
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow();

/** Orders a run and links it. @returns the name of its links file */
async function link(): Promise<string> {
  const runId = await order();
  await linkRun(context, { runId }, new AbortController().signal);
  const { state, links_file } = await runOf(runId);
  expect(state).toBe('linked');
  return links_file ?? '';
}

/** Persons by subject, written `upload/subject`. */
async function personsIn(linksFile: string): Promise<ReadonlyMap<string, string>> {
  const engine = await openEngine({ ...context.engine, folders: vault.folders });
  try {
    const path = quoteText(await vault.pathOf('links', linksFile));
    const rows = await engine.rows(`SELECT upload_id, subject_id, person_id FROM read_parquet(${path})`);
    return new Map(rows.map((row) => [`${row.upload_id}/${row.subject_id}`, String(row.person_id)]));
  } finally {
    await engine.close();
  }
}

/** The same persons under any numbers: groups of subjects. */
function partition(persons: ReadonlyMap<string, string>): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const [subject, person] of persons) groups.set(person, [...(groups.get(person) ?? []), subject]);
  return [...groups.values()].map((subjects) => subjects.toSorted().join()).toSorted();
}

async function forgetEverything(): Promise<void> {
  const { db } = database.adminStore();
  for (const table of ['run_upload', 'run', 'upload'] as const) await db.deleteFrom(table).execute();
  for (const home of vault.folders) {
    for (const name of await readdir(home)) await rm(join(home, name), { force: true });
  }
}

test('a new upload joins the persons there are, who keep their numbers, in whatever order uploads come', async () => {
  const orders = [
    [REGISTER, HOLDERS, WAGES],
    [WAGES, REGISTER, HOLDERS],
    [HOLDERS, WAGES, REGISTER],
  ];
  const ends: (readonly string[])[] = [];
  for (const files of orders) {
    await forgetEverything();
    const series = new Map<string, string>();
    let before: ReadonlyMap<string, string> = new Map();
    const everGiven = new Set<string>();
    for (const town of files) {
      series.set(await commit(town), town.series);
      const persons = await personsIn(await link());
      const wasOf = new Map<string, Set<string>>();
      for (const [subject, person] of persons) {
        const was = before.get(subject);
        if (was !== undefined) wasOf.set(person, new Set([...(wasOf.get(person) ?? []), was]));
      }
      for (const [person, was] of wasOf) {
        expect(was, 'a number that was given before stands for one of those it was given to').toContain(
          person,
        );
      }
      for (const person of new Set(persons.values())) {
        if (!wasOf.has(person)) expect(everGiven).not.toContain(person);
        everGiven.add(person);
      }
      before = persons;
    }
    const named = new Map(
      [...before].map(([subject, person]) => {
        const [uploadId = '', number] = subject.split('/');
        return [`${series.get(uploadId)}/${number}`, person];
      }),
    );
    ends.push(partition(named));
    await forgetEverything();
    for (const town of files) await commit(town);
    expect(partition(await personsIn(await link())).length).toBe(ends.at(-1)?.length);
  }
  expect(ends[1]).toEqual(ends[0]);
  expect(ends[2]).toEqual(ends[0]);
  expect(ends[0]?.some((group) => group.split(',').length === 3)).toBe(true);
}, 240_000);

test('a run repeated gives the same bytes; a number is not given again, not even once its links are lost', async () => {
  await forgetEverything();
  await commit(REGISTER);
  const holders = await commit(HOLDERS);
  const first = await link();
  expect(await link()).toBe(first);
  const numbers = new Set((await personsIn(first)).values());
  await rm(await vault.pathOf('links', first), { force: true });
  const again = await personsIn(await link());
  expect([...again.values()].filter((number) => numbers.has(number))).toEqual([]);
  expect([...again.keys()].some((subject) => subject.startsWith(holders))).toBe(true);
}, 120_000);

test('a withdrawn upload vanishes from links that were made, and from every file of the vault', async () => {
  await forgetEverything();
  await commit(REGISTER);
  const holders = await commit(HOLDERS);
  await link();
  const { db } = database.adminStore();
  const { identity_file } = await db
    .selectFrom('upload')
    .select('identity_file')
    .where('upload_id', '=', holders)
    .executeTakeFirstOrThrow();
  await db
    .updateTable('upload')
    .set({ state: 'withdrawn', identity_file: null, facts_file: null })
    .where('upload_id', '=', holders)
    .execute();
  await rm(await vault.pathOf('identity', identity_file ?? ''), { force: true });
  expect(await forgetWithdrawn(context)).toBe(1);
  expect(await forgetWithdrawn(context)).toBe(0);
  const linked = await db.selectFrom('run').select('links_file').where('state', '=', 'linked').execute();
  const persons = await personsIn(linked[0]?.links_file ?? '');
  expect(persons.size).toBe(REGISTER.records.length);
  expect(
    await db.selectFrom('run_upload').select('upload_id').where('upload_id', '=', holders).execute(),
  ).toEqual([]);
  const subjects = HOLDERS.records.map((_, index) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(subjectIdOf(HOLDERS, index, ''));
    return bytes;
  });
  const upload = Buffer.from(holders.replaceAll('-', ''), 'hex');
  for (const home of vault.folders) {
    for (const name of await readdir(home)) {
      const bytes = await readFile(join(home, name));
      for (const trace of [upload, ...subjects]) expect(bytes.includes(trace)).toBe(false);
    }
  }
  const after = await personsIn(await link());
  expect(partition(after)).toEqual(partition(persons));
}, 120_000);

test('links are the same bytes before and after the files change keys', async () => {
  await forgetEverything();
  const packs = new Map<string, TownFile['pack']>();
  for (const town of [REGISTER, HOLDERS, WAGES]) packs.set(await commit(town), town.pack);
  const before = await link();
  const { db } = database.adminStore();
  const to = deriveVaultLayer(Buffer.alloc(32, 8));
  for (const [uploadId, pack] of packs) {
    const mine = db.selectFrom('upload').select('identity_file').where('upload_id', '=', uploadId);
    const { identity_file } = await mine.executeTakeFirstOrThrow();
    const source = await vault.pathOf('identity', identity_file ?? '');
    const target = vault.newPath('identity');
    const engine = await openEngine({ ...context.engine, folders: vault.folders });
    await rekeyIdentityFile(engine, { source, target, rules: PACKS[pack].rules, change: { from: null, to } });
    await engine.close();
    const changed = await vault.put('identity', target);
    expect(changed).not.toBe(identity_file);
    await db
      .updateTable('upload')
      .set({ identity_file: changed })
      .where('upload_id', '=', uploadId)
      .execute();
    await rm(source, { force: true });
  }
  expect(await link()).toBe(before);
}, 120_000);

test('a run that outlasts its key epoch ends without links, at its end and in the middle, whatever is missing', async () => {
  await forgetEverything();
  await commit(REGISTER);
  const holders = await commit(HOLDERS);
  const { db } = database.adminStore();
  const moveTo = (keyEpoch: number) => db.updateTable('exchange').set({ key_epoch: keyEpoch }).execute();
  for (const isFileGone of [false, true]) {
    const runId = await order();
    const cutOver = async () => {
      for (let attempt = 0; (await runOf(runId)).state !== 'linking'; attempt++) {
        if (attempt > 1000) throw new Error('the run did not begin');
        await sleep(5);
      }
      await moveTo(2);
      if (!isFileGone) return;
      const { identity_file } = await db
        .selectFrom('upload')
        .select('identity_file')
        .where('upload_id', '=', holders)
        .executeTakeFirstOrThrow();
      await rm(await vault.pathOf('identity', identity_file ?? ''), { force: true });
    };
    const [ended] = await Promise.allSettled([
      linkRun(context, { runId }, new AbortController().signal),
      cutOver(),
    ]);
    const error: unknown = ended.status === 'rejected' ? ended.reason : null;
    expect(error).toMatchObject({ kind: 'rejected', code: 'key_epoch_not_current' });
    await giveUpRun(context, { runId }, error);
    expect(await runOf(runId)).toMatchObject({
      state: 'failed',
      failure_code: 'key_epoch_not_current',
      links_file: null,
    });
    await moveTo(1);
  }
}, 120_000);

test('a run that ended its process each time ends, with a code', async () => {
  const runId = await order(8);
  const error: unknown = await linkRun(context, { runId }, new AbortController().signal).catch(
    (problem: unknown) => problem,
  );
  expect(error).toMatchObject({ kind: 'rejected', code: 'too_many_starts' });
  await giveUpRun(context, { runId }, error);
  expect(await runOf(runId)).toMatchObject({
    state: 'failed',
    failure_code: 'too_many_starts',
    links_file: null,
  });
});

test('a run interrupted inside a step leaves nothing behind, is not counted as dead, and can be linked', async () => {
  await forgetEverything();
  await commit(REGISTER);
  await commit(HOLDERS);
  const runId = await order();
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 300);
  await expect(linkRun(context, { runId }, ending.signal)).rejects.toThrow();
  expect(await runOf(runId)).toMatchObject({ state: 'linking', links_file: null, starts: 0 });
  expect(await readdir(context.engine.tempFolder)).toEqual([]);
  await linkRun(context, { runId }, new AbortController().signal);
  expect((await runOf(runId)).state).toBe('linked');
}, 60_000);

test('a run that may spill no further ends with a code, without links, and can be linked once there is room', async () => {
  await forgetEverything();
  const many = Array.from({ length: MANY }, (_, number) => townsperson(number));
  await commit({ ...REGISTER, records: many });
  await commit({ ...HOLDERS, records: many });
  const runId = await order();
  const cramped = { ...context, engine: { ...context.engine, memoryLimit: '32MB', spillLimit: '1MB' } };
  await expect(linkRun(cramped, { runId }, new AbortController().signal)).rejects.toMatchObject({
    kind: 'transient',
    code: 'disk_full',
  });
  expect(await runOf(runId)).toMatchObject({ state: 'linking', links_file: null, starts: 0 });
  expect(await readdir(join(folder, 'vault', 'links'))).toEqual([]);
  expect(await readdir(context.engine.tempFolder)).toEqual([]);
  await linkRun(context, { runId }, new AbortController().signal);
  expect((await runOf(runId)).state).toBe('linked');
}, 120_000);

test('a run that knows its decoys only once it has decided names none of them in its links', async () => {
  await forgetEverything();
  await commit(REGISTER);
  const uploadId = await commit(HOLDERS);
  const admin = database.adminStore().db;
  const plain = await personsIn(await link());
  const invented = Array.from({ length: 30 }, (_, index) => String(subjectIdOf(HOLDERS, index, '')));
  const { manifest } = await admin
    .selectFrom('upload')
    .select('manifest')
    .where('upload_id', '=', uploadId)
    .executeTakeFirstOrThrow();
  const stated = { ...(manifest as Manifest), decoys: { count: 30, commitment: 'a'.repeat(64) } };
  await admin
    .updateTable('upload')
    .set({ manifest: JSON.stringify(stated) })
    .where('upload_id', '=', uploadId)
    .execute();
  const numbered = invented.map((subject) => ({ subject, kind: 'stranger', of: null }));
  await admin
    .insertInto('upload_decoys')
    .values({
      upload_id: uploadId,
      commitment: stated.decoys.commitment,
      opening: '{}',
      numbered: JSON.stringify(numbered),
    })
    .execute();

  const persons = await personsIn(await link());
  const isInvented = (name: string) => invented.some((subject) => name === `${uploadId}/${subject}`);
  expect([...persons.keys()].filter(isInvented)).toEqual([]);
  expect([...persons.keys()].sort()).toEqual([...plain.keys()].filter((name) => !isInvented(name)).sort());
  const run = await admin
    .selectFrom('run')
    .select(['run_id', 'quality', 'blind_digest'])
    .where('state', '=', 'linked')
    .orderBy('finished_at', 'desc')
    .executeTakeFirstOrThrow();
  // Real people in the guise of strangers: all of them are in the register.
  expect(run.quality).toMatchObject({ decoys: [{ source: 'body/holders', false: { estimate: 1 } }] });
  expect(run.blind_digest).toMatch(/^[0-9a-f]{32}$/);
  const linker = database.store('linker').db;
  await expect(linker.selectFrom('upload_decoys').selectAll().execute()).rejects.toThrow();

  // Others than the manifest is committed to: a decoy taken for a record would be a person.
  await admin
    .updateTable('upload_decoys')
    .set({ commitment: 'b'.repeat(64) })
    .execute();
  const runId = await order();
  await expect(linkRun(context, { runId }, new AbortController().signal)).rejects.toMatchObject({
    kind: 'fault',
    message: expect.stringContaining('not those its manifest is committed to'),
  });
  expect(await runOf(runId)).toMatchObject({ state: 'linking', links_file: null });
}, 60_000);
