import { type ErrorCode, fault, Progress, type RunState } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
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

/** `start`: ordered or linking -> linking. False where the state forbids it. */
export function startRun(tx: Tx, runId: string, startedAt: Date): Promise<boolean> {
  return happened(
    tx
      .updateTable('run')
      .set({ state: 'linking', started_at: startedAt, progress: null })
      .where('run_id', '=', runId)
      .where('state', 'in', runStatesBefore('start'))
      .executeTakeFirst(),
  );
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
        finished_at: result.finishedAt,
        progress: null,
      })
      .where('run_id', '=', runId)
      .where('state', 'in', runStatesBefore('finish'))
      .executeTakeFirst(),
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

async function happened(update: Promise<{ readonly numUpdatedRows: bigint }>): Promise<boolean> {
  return (await update).numUpdatedRows === 1n;
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
