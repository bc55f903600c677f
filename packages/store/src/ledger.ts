import { AppError, transient } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Schema } from './schema/schema.ts';

type Db = Kysely<Schema>;
type Tx = Transaction<Schema>;

/** Names in the vault of what the ledger holds of one release. */
export type LedgerFiles = {
  /** Every figure with its status, value and the sets it rests on. */
  readonly figures: string;
  /** Sets of persons, as lists of atoms. */
  readonly sets: string;
  /** Person key and atom. */
  readonly persons: string;
  /** Person keys of closed cohorts. */
  readonly rosters: string;
  /** Which records a person key stands for. */
  readonly records: string;
};

/** A release readers saw. */
export type LedgerEntry = {
  readonly releaseId: string;
  readonly publishedId: string;
  readonly files: LedgerFiles;
};

/** Any number that no other advisory lock of the exchange uses. */
const LOCK = 727_001;

/** One after the other until the transaction ends: whoever starts or shows a release. */
export async function lockLedger(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${LOCK})`.execute(tx);
}

/** Every release readers ever saw, oldest first, those withdrawn since included. */
export async function listShown(db: Db): Promise<readonly LedgerEntry[]> {
  const rows = await db
    .selectFrom('ledger as l')
    .select([
      'l.release_id',
      'l.published_id',
      'l.figures_file',
      'l.sets_file',
      'l.persons_file',
      'l.rosters_file',
      'l.records_file',
    ])
    .where('l.shown_at', 'is not', null)
    .orderBy('l.shown_at')
    .orderBy('l.release_id')
    .execute();
  return rows.map((row) => ({
    releaseId: row.release_id,
    publishedId: row.published_id,
    files: {
      figures: row.figures_file,
      sets: row.sets_file,
      persons: row.persons_file,
      rosters: row.rosters_file,
      records: row.records_file,
    },
  }));
}

/** Enters a release that was built. Safe to repeat: the newest build counts until readers see one. */
export async function enterLedger(
  tx: Tx,
  entry: LedgerEntry & {
    readonly uploadIds: readonly string[];
    readonly shownAt: Date | null;
  },
): Promise<void> {
  const { releaseId, files } = entry;
  await tx.deleteFrom('ledger').where('release_id', '=', releaseId).where('shown_at', 'is', null).execute();
  await tx
    .insertInto('ledger')
    .values({
      release_id: releaseId,
      published_id: entry.publishedId,
      shown_at: entry.shownAt,
      figures_file: files.figures,
      sets_file: files.sets,
      persons_file: files.persons,
      rosters_file: files.rosters,
      records_file: files.records,
    })
    .execute();
  if (entry.uploadIds.length === 0) return;
  await tx
    .insertInto('ledger_upload')
    .values(entry.uploadIds.map((uploadId) => ({ release_id: releaseId, upload_id: uploadId })))
    .execute();
}

/** From this moment readers have seen it. */
export async function markShown(tx: Tx, releaseId: string, shownAt: Date): Promise<void> {
  await tx
    .updateTable('ledger')
    .set({ shown_at: shownAt })
    .where('release_id', '=', releaseId)
    .where('shown_at', 'is', null)
    .execute();
}

/**
 * Claim: a release is shown only if it was judged together with every release readers saw before it. Where another was
 * shown since it was built, a build begins again; a held release is refused, because its figures stand already.
 *
 * @param considered public ids, oldest first
 */
export async function requireNewest(tx: Tx, considered: readonly string[], wasHeld: boolean): Promise<void> {
  const shown = (await listShown(tx)).map(({ publishedId }) => publishedId);
  if (shown.length === considered.length && shown.every((id, place) => id === considered[place])) return;
  const text = 'Another release was published after this one was built; order it again.';
  throw wasHeld ? new AppError('rejected', 'release_overtaken', text) : transient('release_overtaken', text);
}

/**
 * Files of the ledger some release needs: what a sweeper must keep. The records of a person are needed of the newest
 * release alone, whose keys the next one continues.
 */
export async function listLedgerFiles(db: Db): Promise<ReadonlySet<string>> {
  const shown = (await listShown(db)).map(({ files }) => files);
  const held = await db
    .selectFrom('ledger as l')
    .innerJoin('release as r', 'r.release_id', 'l.release_id')
    .select(['l.figures_file', 'l.sets_file', 'l.persons_file', 'l.rosters_file', 'l.records_file'])
    .where('l.shown_at', 'is', null)
    .where('r.state', '=', 'held')
    .execute();
  return new Set([
    ...shown.flatMap(({ figures, sets, persons, rosters }) => [figures, sets, persons, rosters]),
    ...shown.slice(-1).map(({ records }) => records),
    ...held.flatMap((row) => Object.values(row)),
  ]);
}
