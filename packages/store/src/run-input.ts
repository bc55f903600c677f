import { fault, KINDS_WITHOUT_PERSONS, Manifest, type SourceKind } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import { newestLinkedRun } from './newest-linked-run.ts';
import type { Schema } from './schema/schema.ts';
import { uploadsThatCount } from './uploads-that-count.ts';

/** One upload as the linker sees it: tokens and what the manifest says of them, no fact. */
export type RunInput = {
  readonly uploadId: string;
  readonly organisation: string;
  readonly kind: SourceKind;
  readonly manifest: Manifest;
  /** Name in the vault. */
  readonly identityFile: string;
};

/**
 * Freezes what a run reads: every committed upload of the current key epoch about persons whose agreement is in force and allows linking, and
 * those of the vintage that the next release still reads although newer ones supersede them.
 * A run that is taken up again is frozen anew, so that an upload withdrawn meanwhile is not read.
 *
 * @param today ISO day
 * @returns the inputs, by organisation, kind and source digest, an order no upload date can change
 */
export async function freezeRunInputs(
  tx: Transaction<Schema>,
  runId: string,
  today: string,
): Promise<readonly RunInput[]> {
  await tx.deleteFrom('run_upload').where('run_id', '=', runId).execute();
  const rows = await uploadsThatCount(tx)
    .innerJoin('agreement as a', 'a.agreement_id', 'u.agreement_id')
    .select(['u.upload_id', 'u.organisation', 'u.kind', 'u.manifest', 'u.identity_file'])
    .where('u.kind', 'not in', KINDS_WITHOUT_PERSONS)
    .where('a.state', '=', 'active')
    .where('a.starts', '<=', today)
    .where('a.expires', '>=', today)
    .where((eb) => eb(eb.val('link'), '=', eb.fn.any('a.uses')))
    .execute();
  const inputs = rows.map((row): RunInput => {
    const manifest = Manifest.safeParse(row.manifest);
    if (!manifest.success || row.identity_file === null)
      throw fault(`upload ${row.upload_id} does not decode`);
    return {
      uploadId: row.upload_id,
      organisation: row.organisation,
      kind: row.kind,
      manifest: manifest.data,
      identityFile: row.identity_file,
    };
  });
  if (inputs.length > 0) {
    await tx
      .insertInto('run_upload')
      .values(inputs.map((input) => ({ run_id: runId, upload_id: input.uploadId })))
      .execute();
  }
  return inputs.toSorted((a, b) => compare(orderOf(a), orderOf(b)));
}

function orderOf(input: RunInput): string {
  return [input.organisation, input.kind, input.manifest.sourceDigest].join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Claim: who is whom is kept no longer than a release needs it. Links files that are still needed: those of the newest
 * linked run, which the next release reads, and of runs that a release being built or held was made from. All others a
 * sweeper removes; a run keeps the name of its file, which is a digest and tells nothing.
 */
export async function listLinksFiles(db: Kysely<Schema>): Promise<ReadonlySet<string>> {
  const newest = newestLinkedRun(db).select('run_id');
  const pinned = db
    .selectFrom('release')
    .select('run_id')
    .where('run_id', 'is not', null)
    .where('state', 'in', ['ordered', 'building', 'held']);
  const rows = await db
    .selectFrom('run')
    .select('links_file')
    .where((eb) => eb.or([eb('run_id', 'in', newest), eb('run_id', 'in', pinned)]))
    .execute();
  return new Set(rows.flatMap((row) => (row.links_file === null ? [] : [row.links_file])));
}
