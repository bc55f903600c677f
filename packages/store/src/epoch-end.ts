import { fault, Manifest } from '@credlink/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import { passDecoysOn } from './decoys.ts';
import type { Schema } from './schema/schema.ts';
import { withdrawUpload } from './upload.ts';

type Db = Kysely<Schema>;
type Tx = Transaction<Schema>;

/** An upload of an epoch that ends, and what becomes of it. */
export type EndingUpload = {
  readonly uploadId: string;
  /** The upload that was sent in its place; null where none was. */
  readonly replacement: string | null;
  /** Whether that has the same content: it then takes over its place, its id and so its persons. */
  readonly isContinued: boolean;
  /** Its files in the vault; null while it has none. */
  readonly files: { readonly identity: string; readonly facts: string } | null;
};

/** Uploads of epochs before the current one that still hold tokens or wait for them, oldest first. */
export async function listEndingUploads(db: Db): Promise<readonly EndingUpload[]> {
  const { rows } = await sql<{
    uploadId: string;
    replacement: string | null;
    isContinued: boolean;
    identity: string | null;
    facts: string | null;
  }>`
    SELECT u.upload_id AS "uploadId", n.upload_id AS replacement,
      coalesce(n.continues = u.upload_id, false) AS "isContinued", u.identity_file AS identity, u.facts_file AS facts
    FROM upload u JOIN exchange e ON u.key_epoch < e.key_epoch
    LEFT JOIN upload n ON n.supersedes = u.upload_id AND n.key_epoch = e.key_epoch AND n.state = 'committed'
    WHERE u.state NOT IN ('refused', 'withdrawn')
    ORDER BY u.created_at, u.upload_id`.execute(db);
  return rows.map(({ identity, facts, ...rest }) => ({
    ...rest,
    files: identity === null || facts === null ? null : { identity, facts },
  }));
}

/**
 * Ends an upload with its epoch. Where its content was sent again it goes on under its own id with the files of the
 * replacement, which is no upload of its own from then on: links, vintages and the ledger speak of the same records as
 * before. Else it is withdrawn. False where it has ended already.
 */
export async function endUploadWithEpoch(tx: Tx, upload: EndingUpload, at: Date): Promise<boolean> {
  const { uploadId, replacement, isContinued } = upload;
  const isDone =
    isContinued && replacement !== null
      ? await continueUnder(tx, uploadId, replacement, at)
      : await withdrawUpload(tx, uploadId, at);
  if (!isDone) return false;
  const counter = replacement === null ? 'uploads_dropped' : 'uploads_replaced';
  await tx
    .updateTable('key_epoch')
    .set((eb) => ({ [counter]: eb(counter, '+', 1) }))
    .where('state', '=', 'ending')
    .execute();
  return true;
}

async function continueUnder(tx: Tx, uploadId: string, replacement: string, at: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('upload')
    .select([
      'agreement_id',
      'source_digest',
      'key_epoch',
      'manifest',
      'identity_file',
      'facts_file',
      'quarantined',
      'vault_key_check',
      'finished_at',
    ])
    .where('upload_id', '=', replacement)
    .where('state', '=', 'committed')
    .executeTakeFirst();
  const older = await tx
    .selectFrom('upload')
    .select('supersedes')
    .where('upload_id', '=', uploadId)
    .where('state', 'in', ['committed', 'superseded'])
    .executeTakeFirst();
  if (row === undefined || older === undefined) return false;
  const manifest = Manifest.safeParse(row.manifest);
  if (!manifest.success) throw fault(`the manifest of upload ${replacement} does not decode`);
  await passDecoysOn(tx, uploadId, replacement);
  await withdrawUpload(tx, replacement, at);
  await tx
    .updateTable('upload')
    .set({
      ...row,
      manifest: JSON.stringify({ ...manifest.data, supersedes: older.supersedes }),
      quarantined: JSON.stringify(row.quarantined),
    })
    .where('upload_id', '=', uploadId)
    .execute();
  return true;
}

/** The epoch of which no token is left. @returns its number, null where none was ending */
export async function endEpoch(tx: Tx, at: Date): Promise<number | null> {
  const row = await tx
    .updateTable('key_epoch')
    .set({ state: 'ended', ended_at: at })
    .where('state', '=', 'ending')
    .returning('key_epoch')
    .executeTakeFirst();
  return row?.key_epoch ?? null;
}
