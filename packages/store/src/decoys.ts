import { DECOY_KINDS, DecoyOpening, fault, type Manifest, transient } from '@credlink/contracts';
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

/** What the manifest of an upload says of its decoys. */
export type StatedDecoys = NonNullable<Manifest['decoys']>;

/** Keeps what opens the commitment of a new upload's manifest. */
export async function insertDecoys(
  tx: Tx,
  uploadId: string,
  { commitment }: StatedDecoys,
  opening: DecoyOpening,
): Promise<void> {
  await tx
    .insertInto('upload_decoys')
    .values({ upload_id: uploadId, commitment, opening: JSON.stringify(opening), numbered: null })
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

/** An upload that is withdrawn or refused leaves none behind. */
export async function forgetDecoys(tx: Tx, uploadId: string): Promise<void> {
  await tx.deleteFrom('upload_decoys').where('upload_id', '=', uploadId).execute();
}

/** An upload that goes on with the files of another has that one's decoys, whose subjects are numbered by its own id. */
export async function passDecoysOn(tx: Tx, uploadId: string, from: string): Promise<void> {
  await forgetDecoys(tx, uploadId);
  await tx.updateTable('upload_decoys').set({ upload_id: uploadId }).where('upload_id', '=', from).execute();
}

/**
 * Writes down what a run decided without knowing its decoys, and only then reads which they are.
 *
 * Claim: the linker knows no decoy before its decisions are in the database: the function that names them answers only
 * for a run whose digest stands there, and its role reads the table no other way. And no run goes on without knowing
 * them all: a decoy that it took for a record would be a person.
 *
 * @param stated what the manifests the run reads say, by upload
 * @returns null where the run is no longer linking
 * @throws `service_unavailable`: an upload was withdrawn meanwhile, and the run is to begin again without it; `fault`:
 *   the decoys of an upload are not those of its manifest
 */
export async function openDecoys(
  tx: Tx,
  runId: string,
  blindDigest: string,
  stated: ReadonlyMap<string, StatedDecoys>,
): Promise<readonly OpenedDecoys[] | null> {
  const { numUpdatedRows } = await tx
    .updateTable('run')
    .set({ blind_digest: blindDigest })
    .where('run_id', '=', runId)
    .where('state', '=', 'linking')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return null;
  const { rows } = await sql<{
    readonly upload_id: string;
    readonly commitment: string;
    readonly numbered: unknown;
  }>`SELECT upload_id, commitment, numbered FROM open_decoys(${runId}::uuid)`.execute(tx);
  const opened = new Map(rows.map((row) => [row.upload_id, row]));
  const found: OpenedDecoys[] = [];
  for (const [uploadId, { count, commitment }] of stated) {
    const row = opened.get(uploadId);
    const decoys = Numbered.safeParse(row?.numbered);
    if (row?.commitment !== commitment || !decoys.success || decoys.data.length !== count)
      throw await whyUnknown(tx, uploadId);
    found.push({ uploadId, decoys: decoys.data });
  }
  return found;
}

async function whyUnknown(tx: Tx, uploadId: string): Promise<Error> {
  const upload = await tx
    .selectFrom('upload')
    .select('state')
    .where('upload_id', '=', uploadId)
    .executeTakeFirst();
  return upload?.state === 'withdrawn'
    ? transient('service_unavailable', `upload ${uploadId} was withdrawn while the run read it`)
    : fault(`the decoys of upload ${uploadId} are not those its manifest is committed to`);
}
