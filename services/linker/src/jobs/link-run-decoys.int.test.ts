import type { Manifest } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { subjectIdOf } from '../../../../test/linkage/small-town.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { HOLDERS, REGISTER, townRuns } from '../../../../test/support/town-runs.ts';
import { linkRun } from './link-run.ts';

const database = testDatabase();
const { commit, context, forgetEverything, link, order, personsIn, runOf } = townRuns(database);

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
  await expect(linkRun(context(), { runId }, new AbortController().signal)).rejects.toMatchObject({
    kind: 'fault',
    message: expect.stringContaining('not those its manifest is committed to'),
  });
  expect(await runOf(runId)).toMatchObject({ state: 'linking', links_file: null });
}, 60_000);
