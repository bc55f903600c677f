import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PACKS } from '@credlink/tokens';
import { deriveVaultLayer, openEngine, rekeyIdentityFile } from '@credlink/vault';
import { expect, test } from 'vitest';
import { subjectIdOf, type TownFile } from '../../../../test/linkage/small-town.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { HOLDERS, REGISTER, townRuns, WAGES } from '../../../../test/support/town-runs.ts';
import { forgetWithdrawn } from '../forget-withdrawn.ts';

const database = testDatabase();
const { commit, context, forgetEverything, link, personsIn, vault } = townRuns(database);

/** The same persons under any numbers: groups of subjects. */
function partition(persons: ReadonlyMap<string, string>): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const [subject, person] of persons) groups.set(person, [...(groups.get(person) ?? []), subject]);
  return [...groups.values()].map((subjects) => subjects.toSorted().join()).toSorted();
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
  await rm(await vault().pathOf('links', first), { force: true });
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
  await rm(await vault().pathOf('identity', identity_file ?? ''), { force: true });
  expect(await forgetWithdrawn(context())).toBe(1);
  expect(await forgetWithdrawn(context())).toBe(0);
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
  for (const home of vault().folders) {
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
    const source = await vault().pathOf('identity', identity_file ?? '');
    const target = vault().newPath('identity');
    const engine = await openEngine({ ...context().engine, folders: vault().folders });
    await rekeyIdentityFile(engine, { source, target, rules: PACKS[pack].rules, change: { from: null, to } });
    await engine.close();
    const changed = await vault().put('identity', target);
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
