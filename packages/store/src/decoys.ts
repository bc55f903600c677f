import { DECOY_KINDS, DecoyOpening, fault } from '@credlink/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Schema } from './schema/schema.ts';

type Tx = Transaction<Schema>;

const Numbered = z.array(
  z.object({ subject: z.string(), kind: z.enum(DECOY_KINDS), of: z.string().nullable() }),
);

/** A decoy by the numbers of the vault, decimal. */
export type NumberedDecoy = z.infer<typeof Numbered>[number];

export type OpenedDecoys = { readonly uploadId: string; readonly decoys: readonly NumberedDecoy[] };

/** Keeps what opens the commitment of a new upload's manifest. */
export async function insertDecoys(tx: Tx, uploadId: string, opening: DecoyOpening): Promise<void> {
  await tx
    .insertInto('upload_decoys')
    .values({ upload_id: uploadId, opening: JSON.stringify(opening), numbered: null })
    .execute();
}

/** Null for an upload without decoys. */
export async function findDecoyOpening(db: Kysely<Schema>, uploadId: string): Promise<DecoyOpening | null> {
  const row = await db
    .selectFrom('upload_decoys')
    .select('opening')
    .where('upload_id', '=', uploadId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const opening = DecoyOpening.safeParse(row.opening);
  if (!opening.success) throw fault(`the decoys of upload ${uploadId} do not decode`);
  return opening.data;
}

/** The same subjects as the vault numbers them, once its files are written. */
export async function numberDecoys(
  tx: Tx,
  uploadId: string,
  decoys: readonly NumberedDecoy[],
): Promise<void> {
  await tx
    .updateTable('upload_decoys')
    .set({ numbered: JSON.stringify(decoys) })
    .where('upload_id', '=', uploadId)
    .execute();
}

/** A withdrawn upload leaves none behind. */
export async function forgetDecoys(tx: Tx, uploadId: string): Promise<void> {
  await tx.deleteFrom('upload_decoys').where('upload_id', '=', uploadId).execute();
}

/**
 * Writes down what a run decided without knowing its decoys, and only then reads which they are.
 *
 * Claim: the linker knows no decoy before its decisions are in the database: the function that names them answers only
 * for a run whose digest stands there, and its role reads the table no other way.
 *
 * @returns null where the run is no longer linking
 */
export async function openDecoys(
  tx: Tx,
  runId: string,
  blindDigest: string,
): Promise<readonly OpenedDecoys[] | null> {
  const { numUpdatedRows } = await tx
    .updateTable('run')
    .set({ blind_digest: blindDigest })
    .where('run_id', '=', runId)
    .where('state', '=', 'linking')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return null;
  const { rows } = await sql<{ readonly upload_id: string; readonly numbered: unknown }>`
    SELECT upload_id, numbered FROM open_decoys(${runId}::uuid)`.execute(tx);
  return rows.map(({ upload_id, numbered }) => {
    const decoys = Numbered.safeParse(numbered);
    if (!decoys.success) throw fault(`the decoys of upload ${upload_id} do not decode`);
    return { uploadId: upload_id, decoys: decoys.data };
  });
}
