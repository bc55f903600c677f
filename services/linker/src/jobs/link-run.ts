import { AppError, fault, type JobPayload, rejected } from '@credlink/contracts';
import type { LinkSource } from '@credlink/linkage';
import {
  failRun,
  findPersonNumbers,
  finishRun,
  forgiveRunStart,
  freezeRunInputs,
  insertAuditEvent,
  inTransaction,
  type OpenedDecoys,
  openDecoys,
  requireRunOfCurrentEpoch,
  type StatedDecoys,
  startRun,
} from '@credlink/store';
import {
  type Engine,
  IDENTITY_FILE_COLUMNS,
  openEngine,
  readParquetShape,
  writeParquet,
} from '@credlink/vault';
import type { LinkerContext } from '../context.ts';
import { heldBytesOf } from '../link/held-bytes.ts';
import { linkUploads } from '../link/link-uploads.ts';
import { linkWithDecoys } from '../link/link-with-decoys.ts';
import { numberPersons } from '../link/number-persons.ts';
import { inTens, recordedQuality } from '../link/recorded-quality.ts';
import { toLinkSource } from '../to-link-source.ts';
import { trackProgress } from '../track-progress.ts';

const ACTOR = 'service:linker';

/**
 * Links everything that is committed when it starts. Safe to run twice and to die anywhere: until the last
 * transaction a run has no links, and a links file no run refers to is swept.
 */
export async function linkRun(
  context: LinkerContext,
  { runId }: JobPayload<'link-run'>,
  signal: AbortSignal,
): Promise<void> {
  const { db, vault, clock, events } = context;
  const startedAt = clock.now();
  const inputs = await inTransaction(db, 'start-run', async (tx) => {
    if (!(await startRun(tx, runId, startedAt))) return null;
    await insertAuditEvent(tx, { actor: ACTOR, action: 'run.started', subject: runId, at: startedAt });
    return freezeRunInputs(tx, runId, startedAt.toISOString().slice(0, 10));
  });
  // Linked, cancelled or failed by another worker: nothing is left to do.
  if (inputs === null) return;
  if (inputs.length === 0) {
    throw rejected(
      'nothing_to_link',
      'No upload is committed under an agreement in force that allows linking; contribute first.',
    );
  }
  events.runStarted({ runId, uploads: inputs.length });
  const progress = trackProgress(context, runId, signal);
  const engine = await openEngine({ ...context.engine, folders: vault.folders, signal: progress.signal });
  try {
    const sources: LinkSource[] = [];
    for (const input of inputs) {
      const path = await vault.pathOf('identity', input.identityFile);
      await requireIdentityFile(engine, input.uploadId, path);
      sources.push(toLinkSource(input, path));
    }
    const stated = new Map(
      inputs.flatMap(({ uploadId, manifest: { decoys } }) =>
        decoys === undefined ? [] : [[uploadId, decoys]],
      ),
    );
    const heldBytes = heldBytesOf(context.engine.memoryLimit);
    const linked =
      stated.size > 0
        ? await linkWithDecoys(
            engine,
            sources,
            (blindDigest) => open(context, runId, blindDigest, stated),
            progress.report,
            progress.signal,
            heldBytes,
          )
        : await linkUploads(engine, sources, progress.report, progress.signal, heldBytes);
    if (linked === null) return;
    const { linksTable, quality } = linked;
    const before = await findPersonNumbers(db);
    const earlier = before.linksFile === null ? null : await pathUnlessGone(context, before.linksFile);
    const numbered = await numberPersons(
      engine,
      linksTable,
      { earlier, highest: before.highest },
      progress.signal,
    );
    const linksFile = await storeLinks(context, engine, numbered.linksTable);
    const finishedAt = clock.now();
    const result = {
      linksFile,
      quality: recordedQuality(quality),
      highestPerson: numbered.highest,
      finishedAt,
    };
    const isFinished = await inTransaction(db, 'finish-run', async (tx) => {
      await requireRunOfCurrentEpoch(tx, runId);
      const done = await finishRun(tx, runId, result);
      if (done)
        await insertAuditEvent(tx, { actor: ACTOR, action: 'run.linked', subject: runId, at: finishedAt });
      return done;
    });
    if (isFinished) {
      events.runLinked({
        runId,
        subjects: inTens(quality.subjects) ?? 0,
        persons: inTens(quality.persons) ?? 0,
        milliseconds: finishedAt.getTime() - startedAt.getTime(),
      });
    }
  } catch (error) {
    // A run cancelled in the middle ends quietly: its state says so already.
    if (progress.isCancelled()) return;
    // Files of an epoch that ended under the run are gone: that is why, and not a lost file.
    if (error instanceof AppError && error.code === 'vault_file_missing')
      await requireRunOfCurrentEpoch(db, runId);
    if (signal.aborted || (error instanceof AppError && error.kind === 'transient')) {
      await forgiveRunStart(db, runId);
    }
    throw error;
  } finally {
    progress.stop();
    await engine.close();
  }
}

/** Which records are invented, once what was decided is written down. */
function open(
  { db, clock }: LinkerContext,
  runId: string,
  blindDigest: string,
  stated: ReadonlyMap<string, StatedDecoys>,
): Promise<readonly OpenedDecoys[] | null> {
  return inTransaction(db, 'open-decoys', async (tx) => {
    await requireRunOfCurrentEpoch(tx, runId);
    const opened = await openDecoys(tx, runId, blindDigest, stated);
    if (opened !== null)
      await insertAuditEvent(tx, {
        actor: ACTOR,
        action: 'run.decoys_opened',
        subject: runId,
        at: clock.now(),
      });
    return opened;
  });
}

/** Links that a disk lost do not keep a run from linking: its persons get numbers nobody had. */
async function pathUnlessGone({ vault }: LinkerContext, linksFile: string): Promise<string | null> {
  return vault.pathOf('links', linksFile).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'vault_file_missing') return null;
    throw error;
  });
}

/** Refuses a file in another form than this linker reads, such as one that an older version stored. */
async function requireIdentityFile(engine: Engine, uploadId: string, path: string): Promise<void> {
  const shape = await readParquetShape(engine, path);
  const isKnown =
    shape?.columns.length === IDENTITY_FILE_COLUMNS.length &&
    IDENTITY_FILE_COLUMNS.every(
      ({ name, type }, place) => shape.columns[place]?.name === name && shape.columns[place]?.type === type,
    );
  if (!isKnown) throw fault(`the identity file of upload ${uploadId} has a form this linker does not know`);
}

/** The links of a run, in an order of their own so that the same links are the same file. */
async function storeLinks({ vault }: LinkerContext, engine: Engine, linksTable: string): Promise<string> {
  const target = vault.newPath('links');
  await writeParquet(engine, {
    query: `SELECT upload_id, subject_id, person_id, posterior FROM ${linksTable}`,
    target,
    orderBy: ['upload_id', 'subject_id'],
  });
  return vault.put('links', target);
}

/** Ends a run that cannot be linked. */
export async function giveUpRun(
  { db, clock, events }: LinkerContext,
  { runId }: JobPayload<'link-run'>,
  error: unknown,
): Promise<void> {
  const code = error instanceof AppError ? error.code : 'fault';
  const at = clock.now();
  await inTransaction(db, 'fail-run', async (tx) => {
    if (!(await failRun(tx, runId, code, at))) return;
    await insertAuditEvent(tx, { actor: ACTOR, action: 'run.failed', subject: runId, at });
  });
  events.runFailed({ runId, code });
}
