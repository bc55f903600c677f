import { type ErrorCode, fault, Progress, type RunState, rejected } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import { happened } from './happened.ts';
import { newestLinkedRun } from './newest-linked-run.ts';
import { runStatesBefore } from './run-state.ts';
import type { Schema } from './schema/schema.ts';

type Db = Kysely<Schema>;
type Tx = Transaction<Schema>;

/** A run as its steward sees it; the name of its links file is the linker's and the publisher's business. */
export type Run = {
  readonly runId: string;
  readonly state: RunState;
  readonly orderedBy: string;
  readonly orderedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly progress: Progress | null;
  readonly quality: Readonly<Record<string, unknown>> | null;
  readonly failureCode: string | null;
};

const COLUMNS = [
  'run_id',
  'state',
  'ordered_by',
  'ordered_at',
  'started_at',
  'finished_at',
  'progress',
  'quality',
  'failure_code',
] as const;

export type RunOrder = { readonly runId: string; readonly orderedBy: string; readonly orderedAt: Date };

/** Enters a run in state `ordered`. */
export async function insertRun(tx: Tx, order: RunOrder): Promise<void> {
  await tx
    .insertInto('run')
    .values({
      run_id: order.runId,
      state: 'ordered',
      ordered_by: order.orderedBy,
      ordered_at: order.orderedAt,
    })
    .execute();
}

export async function findRun(db: Db, runId: string): Promise<Run | null> {
  const row = await db.selectFrom('run').select(COLUMNS).where('run_id', '=', runId).executeTakeFirst();
  return row === undefined ? null : toRun(row);
}

/** Newest first. */
export async function listRuns(db: Db): Promise<readonly Run[]> {
  const rows = await db
    .selectFrom('run')
    .select(COLUMNS)
    .orderBy('ordered_at', 'desc')
    .orderBy('run_id')
    .execute();
  return rows.map(toRun);
}

/** Ids of runs the linker has not ended: what a sweeper rings for. */
export async function listUnfinishedRuns(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('run')
    .select('run_id')
    .where('state', 'in', ['ordered', 'linking'])
    .orderBy('ordered_at')
    .execute();
  return rows.map((row) => row.run_id);
}

/** A run that ended its process this often is not begun again: something in it kills every linker. */
const MOST_STARTS = 8;

/**
 * `start`: ordered or linking -> linking. False where the state forbids it.
 *
 * @throws {AppError} `too_many_starts`
 */
export async function startRun(tx: Tx, runId: string, startedAt: Date): Promise<boolean> {
  const row = await tx
    .updateTable('run')
    .set((eb) => ({
      state: 'linking',
      started_at: startedAt,
      progress: null,
      blind_digest: null,
      starts: eb('starts', '+', 1),
      key_epoch: eb.selectFrom('exchange').select('key_epoch'),
    }))
    .where('run_id', '=', runId)
    .where('state', 'in', runStatesBefore('start'))
    .returning('starts')
    .executeTakeFirst();
  if (row !== undefined && row.starts > MOST_STARTS) {
    throw rejected('too_many_starts', 'Linking this run ended its process each time; see the log.');
  }
  return row !== undefined;
}

/** A start that ended with an error that may pass was no start that ended the process. */
export async function forgiveRunStart(db: Db, runId: string): Promise<void> {
  await db
    .updateTable('run')
    .set((eb) => ({ starts: eb('starts', '-', 1) }))
    .where('run_id', '=', runId)
    .where('state', '=', 'linking')
    .where('starts', '>', 0)
    .execute();
}

/** What the persons of a new run are numbered after. */
export type PersonNumbers = {
  /** Links file of the newest linked run; null where none has linked anything yet. */
  readonly linksFile: string | null;
  /** Highest number any run has given. */
  readonly highest: number;
};

export async function findPersonNumbers(db: Db): Promise<PersonNumbers> {
  const newest = await newestLinkedRun(db).select('links_file').executeTakeFirst();
  const { highest } = await db
    .selectFrom('run')
    .select((eb) => eb.fn.coalesce(eb.fn.max('highest_person'), eb.val(0)).as('highest'))
    .executeTakeFirstOrThrow();
  return { linksFile: newest?.links_file ?? null, highest: Number(highest) };
}

/** False where the run is no longer linking: the linker should stop. */
export function recordRunProgress(db: Db, runId: string, progress: Progress): Promise<boolean> {
  return happened(
    db
      .updateTable('run')
      .set({ progress: JSON.stringify(progress) })
      .where('run_id', '=', runId)
      .where('state', '=', 'linking')
      .executeTakeFirst(),
  );
}

export type RunResult = {
  /** Name in the vault. */
  readonly linksFile: string;
  readonly quality: Readonly<Record<string, unknown>>;
  /** See `PersonNumbers`. */
  readonly highestPerson: number;
  readonly finishedAt: Date;
};

/** `finish`: linking -> linked. False where the state forbids it. */
export function finishRun(tx: Tx, runId: string, result: RunResult): Promise<boolean> {
  return happened(
    tx
      .updateTable('run')
      .set({
        state: 'linked',
        links_file: result.linksFile,
        quality: JSON.stringify(result.quality),
        highest_person: result.highestPerson,
        finished_at: result.finishedAt,
        progress: null,
      })
      .where('run_id', '=', runId)
      .where('state', 'in', runStatesBefore('finish'))
      .executeTakeFirst(),
  );
}

/**
 * Claim: no links are kept of an epoch that has ended: a run that outlasts its epoch ends without any, in the transaction
 * that would have named them.
 *
 * @throws {AppError} `key_epoch_not_current`
 */
export async function requireRunOfCurrentEpoch(db: Db, runId: string): Promise<void> {
  const row = await db
    .selectFrom('run as r')
    .innerJoin('exchange as e', 'e.key_epoch', 'r.key_epoch')
    .select('r.run_id')
    .where('r.run_id', '=', runId)
    .executeTakeFirst();
  if (row !== undefined) return;
  throw rejected(
    'key_epoch_not_current',
    'The key epoch of the tokens that were read ended during the run; order another run.',
  );
}

/** `fail`: ordered or linking -> failed. False where the state forbids it. */
export function failRun(tx: Tx, runId: string, code: ErrorCode, finishedAt: Date): Promise<boolean> {
  return happened(
    tx
      .updateTable('run')
      .set({ state: 'failed', failure_code: code, finished_at: finishedAt, progress: null })
      .where('run_id', '=', runId)
      .where('state', 'in', runStatesBefore('fail'))
      .executeTakeFirst(),
  );
}

/** `cancel`: ordered or linking -> cancelled. False where the state forbids it. */
export function cancelRun(tx: Tx, runId: string, finishedAt: Date): Promise<boolean> {
  return happened(
    tx
      .updateTable('run')
      .set({ state: 'cancelled', finished_at: finishedAt })
      .where('run_id', '=', runId)
      .where('state', 'in', runStatesBefore('cancel'))
      .executeTakeFirst(),
  );
}

/**
 * Links that still speak of uploads that were withdrawn: run, file, and those uploads. Without links that a release is
 * being built from.
 */
export async function listLinksOfWithdrawn(
  db: Db,
): Promise<
  readonly { readonly runId: string; readonly linksFile: string; readonly uploadIds: readonly string[] }[]
> {
  const rows = await db
    .selectFrom('run as r')
    .innerJoin('run_upload as i', 'i.run_id', 'r.run_id')
    .innerJoin('upload as u', 'u.upload_id', 'i.upload_id')
    .select(['r.run_id', 'r.links_file', 'u.upload_id'])
    .where('r.state', '=', 'linked')
    .where('u.state', '=', 'withdrawn')
    .where('r.run_id', 'not in', (eb) =>
      eb
        .selectFrom('release')
        .select('run_id')
        .where('run_id', 'is not', null)
        .where('state', '=', 'building')
        .$castTo<{ run_id: string }>(),
    )
    .orderBy('r.run_id')
    .orderBy('u.upload_id')
    .execute();
  const runs = new Map<string, { runId: string; linksFile: string; uploadIds: string[] }>();
  for (const { run_id, links_file, upload_id } of rows) {
    if (links_file === null) throw fault(`run ${run_id} is linked and has no links`);
    const run = runs.get(run_id) ?? { runId: run_id, linksFile: links_file, uploadIds: [] };
    run.uploadIds.push(upload_id);
    runs.set(run_id, run);
  }
  return [...runs.values()];
}

/** The run no longer speaks of these uploads: its links are in another file now. */
export async function replaceLinks(
  tx: Tx,
  run: { readonly runId: string; readonly linksFile: string; readonly uploadIds: readonly string[] },
  linksFile: string,
): Promise<boolean> {
  const isReplaced = await happened(
    tx
      .updateTable('run')
      .set({ links_file: linksFile })
      .where('run_id', '=', run.runId)
      .where('links_file', '=', run.linksFile)
      .executeTakeFirst(),
  );
  if (!isReplaced) return false;
  await tx
    .deleteFrom('run_upload')
    .where('run_id', '=', run.runId)
    .where('upload_id', 'in', run.uploadIds)
    .execute();
  return true;
}

type Row = {
  readonly run_id: string;
  readonly state: RunState;
  readonly ordered_by: string;
  readonly ordered_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly progress: unknown;
  readonly quality: unknown;
  readonly failure_code: string | null;
};

/** A JSON object as Postgres returned it. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toRun(row: Row): Run {
  const progress = Progress.nullable().safeParse(row.progress);
  const { quality } = row;
  if (!progress.success || (quality !== null && !isRecord(quality))) {
    throw fault(`run ${row.run_id} does not decode`);
  }
  return {
    runId: row.run_id,
    state: row.state,
    orderedBy: row.ordered_by,
    orderedAt: row.ordered_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    progress: progress.data,
    quality,
    failureCode: row.failure_code,
  };
}
