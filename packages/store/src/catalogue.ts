import { Catalogue, fault } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';

export type StoredCatalogue = {
  readonly catalogueSha256: string;
  readonly catalogue: Catalogue;
  readonly createdAt: Date;
};

/** Brings a version into force. A unique violation where it was in force before. */
export async function insertCatalogue(tx: Transaction<Schema>, version: StoredCatalogue): Promise<void> {
  await tx
    .insertInto('catalogue')
    .values({
      catalogue_sha256: version.catalogueSha256,
      document: JSON.stringify(version.catalogue),
      created_at: version.createdAt,
    })
    .execute();
}

/** The catalogue in force, the newest, or null where there is none yet. */
export async function findCatalogue(db: Kysely<Schema>): Promise<StoredCatalogue | null> {
  const row = await db
    .selectFrom('catalogue')
    .select(['catalogue_sha256', 'document', 'created_at'])
    .orderBy('created_at', 'desc')
    .orderBy('catalogue_sha256')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const parsed = Catalogue.safeParse(row.document);
  if (!parsed.success) throw fault(`catalogue ${row.catalogue_sha256} does not decode`);
  return { catalogueSha256: row.catalogue_sha256, catalogue: parsed.data, createdAt: row.created_at };
}
