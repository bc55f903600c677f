import {
  ERROR_CODES,
  type ErrorCode,
  fault,
  Manifest,
  type SourceKind,
  type UploadState,
} from '@credlink/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import { forgetDecoys } from './decoys.ts';
import { happened } from './happened.ts';
import type { Schema } from './schema/schema.ts';
import { type CommittedFiles, type UploadStatus, uploadStatesBefore } from './upload-state.ts';

type Db = Kysely<Schema>;
type Tx = Transaction<Schema>;

export type Upload = {
  readonly uploadId: string;
  readonly organisation: string;
  readonly agreementId: string;
  readonly kind: SourceKind;
  readonly manifest: Manifest;
  readonly supersedes: string | null;
  readonly createdAt: Date;
  readonly status: UploadStatus;
};

/** An upload as its steward sees it: no figure of its content. */
export type UploadSummary = {
  readonly uploadId: string;
  readonly organisation: string;
  readonly kind: SourceKind;
  readonly state: UploadState;
  readonly refusalCode: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};

const COLUMNS = [
  'upload_id',
  'organisation',
  'agreement_id',
  'kind',
  'manifest',
  'state',
  'identity_file',
  'facts_file',
  'quarantined',
  'refusal_code',
  'supersedes',
  'superseded_by',
  'created_at',
  'finished_at',
  'vault_key_check',
] as const;

/** States in which the same file again is the same upload; the WHERE of the index upload_same_file. */
const LIVE_STATES: readonly UploadState[] = ['receiving', 'validating', 'committed'];

export type NewUpload = {
  readonly uploadId: string;
  readonly organisation: string;
  readonly agreementId: string;
  readonly manifest: Manifest;
  readonly createdAt: Date;
};

/** Enters an upload in state `receiving`. Throws a unique violation where the same file is already live. */
export async function insertUpload(tx: Tx, upload: NewUpload): Promise<void> {
  const { manifest } = upload;
  await tx
    .insertInto('upload')
    .values({
      upload_id: upload.uploadId,
      organisation: upload.organisation,
      agreement_id: upload.agreementId,
      kind: manifest.kind,
      source_digest: manifest.sourceDigest,
      key_epoch: manifest.keyEpoch,
      manifest: JSON.stringify(manifest),
      state: 'receiving',
      supersedes: manifest.supersedes,
      created_at: upload.createdAt,
    })
    .execute();
}

/** The upload of one organisation, or null: another's upload is as unknown as none. */
export async function findUpload(db: Db, organisation: string, uploadId: string): Promise<Upload | null> {
  const row = await db
    .selectFrom('upload')
    .select(COLUMNS)
    .where('upload_id', '=', uploadId)
    .where('organisation', '=', organisation)
    .executeTakeFirst();
  return row === undefined ? null : toUpload(row);
}

/** The upload with this id, whoever owns it: for jobs. */
export async function findAnyUpload(db: Db, uploadId: string): Promise<Upload | null> {
  const row = await db
    .selectFrom('upload')
    .select(COLUMNS)
    .where('upload_id', '=', uploadId)
    .executeTakeFirst();
  return row === undefined ? null : toUpload(row);
}

/** The live upload of the same file, or null. */
export async function findUploadOfFile(
  db: Db,
  organisation: string,
  manifest: Pick<Manifest, 'kind' | 'sourceDigest' | 'keyEpoch'>,
): Promise<Upload | null> {
  const row = await db
    .selectFrom('upload')
    .select(COLUMNS)
    .where('organisation', '=', organisation)
    .where('kind', '=', manifest.kind)
    .where('source_digest', '=', manifest.sourceDigest)
    .where('key_epoch', '=', manifest.keyEpoch)
    .where('state', 'in', LIVE_STATES)
    .executeTakeFirst();
  return row === undefined ? null : toUpload(row);
}

/** Uploads of one organisation, newest first. */
export async function listUploads(db: Db, organisation: string): Promise<readonly Upload[]> {
  const rows = await db
    .selectFrom('upload')
    .select(COLUMNS)
    .where('organisation', '=', organisation)
    .orderBy('created_at', 'desc')
    .orderBy('upload_id')
    .execute();
  return rows.map(toUpload);
}

/** Uploads of everybody, newest first, by the columns a steward may read. */
export async function listUploadSummaries(db: Db): Promise<readonly UploadSummary[]> {
  const rows = await db
    .selectFrom('upload')
    .select(['upload_id', 'organisation', 'kind', 'state', 'refusal_code', 'created_at', 'finished_at'])
    .orderBy('created_at', 'desc')
    .orderBy('upload_id')
    .execute();
  return rows.map((row) => ({
    uploadId: row.upload_id,
    organisation: row.organisation,
    kind: row.kind,
    state: row.state,
    refusalCode: row.refusal_code,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }));
}

/** Ids of uploads in one state that were created before a moment: what sweepers look for. */
export async function listUploadIds(
  db: Db,
  state: UploadState,
  createdBefore: Date,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('upload')
    .select('upload_id')
    .where('state', '=', state)
    .where('created_at', '<', createdBefore)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => row.upload_id);
}

/**
 * Uploads of an organisation whose bytes are announced and not yet committed, and those bytes. Who decides by them does
 * it in the transaction that enters another: being serializable, it counts requests at the same moment one by one.
 */
export async function countOpenUploads(
  tx: Tx,
  organisation: string,
): Promise<{ readonly uploads: number; readonly bytes: number }> {
  const { rows } = await sql<{ readonly uploads: number; readonly bytes: number }>`
    SELECT count(*) AS uploads,
      coalesce(sum((manifest #>> '{files,identity,bytes}')::bigint + (manifest #>> '{files,facts,bytes}')::bigint), 0)::bigint
        AS bytes
    FROM upload WHERE organisation = ${organisation} AND state IN ('receiving', 'validating')`.execute(tx);
  return rows[0] ?? { uploads: 0, bytes: 0 };
}

/** Names of all vault files of one kind that an upload refers to. */
export async function listReferencedFiles(
  db: Db,
  column: 'identity_file' | 'facts_file',
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('upload')
    .select(column)
    .where(column, 'is not', null)
    .distinct()
    .execute();
  return new Set(rows.flatMap((row) => row[column] ?? []));
}

/** Any number: it names the lock of the references from uploads to vault files. */
const REFERENCES_LOCK = 7_301_411;

/**
 * Waits until no other transaction adds references to vault files or removes files nothing refers to, and keeps
 * others waiting until this one ends. In a transaction that reads after it, at READ COMMITTED.
 */
export async function lockVaultReferences(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${REFERENCES_LOCK})`.execute(tx);
}

/** `commit`: receiving -> validating. False where the state forbids it. */
export function startUploadValidation(tx: Tx, uploadId: string): Promise<boolean> {
  return happened(
    tx
      .updateTable('upload')
      .set({ state: 'validating' })
      .where('upload_id', '=', uploadId)
      .where('state', 'in', uploadStatesBefore('commit'))
      .executeTakeFirst(),
  );
}

/** `accept`: validating -> committed, with the names of its files. False where the state forbids it. */
export function acceptUpload(
  tx: Tx,
  uploadId: string,
  files: CommittedFiles & { readonly continues?: string | null },
): Promise<boolean> {
  return happened(
    tx
      .updateTable('upload')
      .set({
        state: 'committed',
        identity_file: files.identityFile,
        facts_file: files.factsFile,
        vault_key_check: files.vaultKeyCheck,
        continues: files.continues ?? null,
        quarantined: JSON.stringify(files.quarantined),
        finished_at: files.finishedAt,
      })
      .where('upload_id', '=', uploadId)
      .where('state', 'in', uploadStatesBefore('accept'))
      .executeTakeFirst(),
  );
}

/** `refuse`: validating -> refused. False where the state forbids it. */
export async function refuseUpload(
  tx: Tx,
  uploadId: string,
  code: ErrorCode,
  finishedAt: Date,
): Promise<boolean> {
  const isRefused = await happened(
    tx
      .updateTable('upload')
      .set({ state: 'refused', refusal_code: code, finished_at: finishedAt })
      .where('upload_id', '=', uploadId)
      .where('state', 'in', uploadStatesBefore('refuse'))
      .executeTakeFirst(),
  );
  if (isRefused) await forgetDecoys(tx, uploadId);
  return isRefused;
}

/**
 * `supersede`: committed -> superseded by a newer upload of the same organisation and kind. False where the older
 * one is not that.
 */
export function supersedeUpload(
  tx: Tx,
  older: string,
  newer: { readonly uploadId: string; readonly organisation: string; readonly kind: SourceKind },
): Promise<boolean> {
  return happened(
    tx
      .updateTable('upload')
      .set({ state: 'superseded', superseded_by: newer.uploadId })
      .where('upload_id', '=', older)
      .where('organisation', '=', newer.organisation)
      .where('kind', '=', newer.kind)
      .where('state', 'in', uploadStatesBefore('supersede'))
      .executeTakeFirst(),
  );
}

/** `withdraw`: its files are referred to no more. False where the state forbids it. */
export async function withdrawUpload(tx: Tx, uploadId: string, finishedAt: Date): Promise<boolean> {
  const isWithdrawn = await happened(
    tx
      .updateTable('upload')
      .set({
        state: 'withdrawn',
        identity_file: null,
        facts_file: null,
        vault_key_check: null,
        superseded_by: null,
        finished_at: finishedAt,
      })
      .where('upload_id', '=', uploadId)
      .where('state', 'in', uploadStatesBefore('withdraw'))
      .executeTakeFirst(),
  );
  if (isWithdrawn) await forgetDecoys(tx, uploadId);
  return isWithdrawn;
}

type Row = {
  readonly upload_id: string;
  readonly organisation: string;
  readonly agreement_id: string;
  readonly kind: SourceKind;
  readonly manifest: unknown;
  readonly state: UploadState;
  readonly identity_file: string | null;
  readonly facts_file: string | null;
  readonly quarantined: unknown;
  readonly refusal_code: string | null;
  readonly supersedes: string | null;
  readonly superseded_by: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly vault_key_check: string | null;
};

function toUpload(row: Row): Upload {
  const manifest = Manifest.safeParse(row.manifest);
  if (!manifest.success) throw fault(`the manifest of upload ${row.upload_id} does not decode`);
  return {
    uploadId: row.upload_id,
    organisation: row.organisation,
    agreementId: row.agreement_id,
    kind: row.kind,
    manifest: manifest.data,
    supersedes: row.supersedes,
    createdAt: row.created_at,
    status: toStatus(row),
  };
}

function toStatus(row: Row): UploadStatus {
  const { state } = row;
  switch (state) {
    case 'receiving':
    case 'validating':
      return { state };
    case 'committed':
      return { state, ...filesOf(row) };
    case 'superseded':
      return { state, ...filesOf(row), supersededBy: stored(row, row.superseded_by) };
    case 'refused':
      return { state, refusalCode: refusalCode(row), finishedAt: stored(row, row.finished_at) };
    case 'withdrawn':
      return { state, finishedAt: stored(row, row.finished_at) };
  }
}

function filesOf(row: Row): CommittedFiles {
  return {
    identityFile: stored(row, row.identity_file),
    factsFile: stored(row, row.facts_file),
    vaultKeyCheck: stored(row, row.vault_key_check),
    quarantined: quarantineCounts(row),
    finishedAt: stored(row, row.finished_at),
  };
}

function stored<T>(row: Row, value: T | null): T {
  if (value === null) throw fault(`upload ${row.upload_id} lacks what its state ${row.state} demands`);
  return value;
}

function refusalCode(row: Row): ErrorCode {
  const code = ERROR_CODES.find((known) => known === row.refusal_code);
  return stored(row, code ?? null);
}

function quarantineCounts(row: Row): Record<string, number> {
  const { quarantined } = row;
  if (typeof quarantined !== 'object' || quarantined === null) throw fault('quarantine counts do not decode');
  return Object.fromEntries(
    Object.entries(quarantined).map(([reason, count]) => {
      if (typeof count !== 'number') throw fault('quarantine counts do not decode');
      return [reason, count];
    }),
  );
}
