import { readdir, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { townsperson } from '../../../../test/linkage/small-town.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { HOLDERS, REGISTER, townRuns } from '../../../../test/support/town-runs.ts';
import { giveUpRun, linkRun } from './link-run.ts';

const database = testDatabase();
const { commit, context, forgetEverything, order, runOf, vault } = townRuns(database);

/** People whose tokens take more than the engine of a cramped run has. */
const MANY = 3000;

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
      await rm(await vault().pathOf('identity', identity_file ?? ''), { force: true });
    };
    const [ended] = await Promise.allSettled([
      linkRun(context(), { runId }, new AbortController().signal),
      cutOver(),
    ]);
    const error: unknown = ended.status === 'rejected' ? ended.reason : null;
    expect(error).toMatchObject({ kind: 'rejected', code: 'key_epoch_not_current' });
    await giveUpRun(context(), { runId }, error);
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
  const error: unknown = await linkRun(context(), { runId }, new AbortController().signal).catch(
    (problem: unknown) => problem,
  );
  expect(error).toMatchObject({ kind: 'rejected', code: 'too_many_starts' });
  await giveUpRun(context(), { runId }, error);
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
  await expect(linkRun(context(), { runId }, ending.signal)).rejects.toThrow();
  expect(await runOf(runId)).toMatchObject({ state: 'linking', links_file: null, starts: 0 });
  expect(await readdir(context().engine.tempFolder)).toEqual([]);
  await linkRun(context(), { runId }, new AbortController().signal);
  expect((await runOf(runId)).state).toBe('linked');
}, 60_000);

test('a run that may spill no further ends with a code, without links, and can be linked once there is room', async () => {
  await forgetEverything();
  const many = Array.from({ length: MANY }, (_, number) => townsperson(number));
  await commit({ ...REGISTER, records: many });
  await commit({ ...HOLDERS, records: many });
  const runId = await order();
  const cramped = { ...context(), engine: { ...context().engine, memoryLimit: '32MB', spillLimit: '1MB' } };
  await expect(linkRun(cramped, { runId }, new AbortController().signal)).rejects.toMatchObject({
    kind: 'transient',
    code: 'disk_full',
  });
  expect(await runOf(runId)).toMatchObject({ state: 'linking', links_file: null, starts: 0 });
  expect(await readdir(vault().folders.find((home) => home.endsWith('links')) ?? '')).toEqual([]);
  expect(await readdir(context().engine.tempFolder)).toEqual([]);
  await linkRun(context(), { runId }, new AbortController().signal);
  expect((await runOf(runId)).state).toBe('linked');
}, 120_000);
