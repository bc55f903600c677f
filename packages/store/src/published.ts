import {
  Certificate,
  MeasureDefinition,
  type PublishedCell,
  type PublishedRelease,
  PublishedTable,
  type ReleaseKey,
  ReleaseLattice,
} from '@credlink/contracts';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { ReadonlyDatabase } from './connection.ts';
import type { Schema } from './schema/schema.ts';

/** A protected release as it is written, in one piece. */
export type ProtectedRelease = {
  readonly publishedId: string;
  readonly title: string;
  readonly publishedAt: Date;
  readonly contentSha256: string;
  readonly policy: string;
  readonly certificate: Certificate;
  /** Null in releases made before there was one. */
  readonly lattice: ReleaseLattice | null;
  readonly definitions: readonly MeasureDefinition[];
  readonly tables: readonly PublishedTable[];
  /** In the order of the lattice, table by table. */
  readonly cells: readonly PublishedCell[];
};

/** Cells in one statement: bounds the memory of a large release. */
const CELLS_PER_INSERT = 5000;

/**
 * Writes a release where readers see it. Safe to run twice: a release is named by its content, so what is there
 * already is the same.
 */
export async function insertPublished(tx: Kysely<Schema>, release: ProtectedRelease): Promise<void> {
  const inserted = await tx
    .insertInto('published_release')
    .values({
      published_id: release.publishedId,
      title: release.title,
      published_at: release.publishedAt,
      content_sha256: release.contentSha256,
      policy: release.policy,
      certificate: JSON.stringify(release.certificate),
      lattice: release.lattice === null ? null : JSON.stringify(release.lattice),
      definitions: JSON.stringify(release.definitions),
    })
    .onConflict((conflict) => conflict.column('published_id').doNothing())
    .executeTakeFirst();
  await rememberKey(tx, release);
  if (inserted.numInsertedOrUpdatedRows === 0n) return;
  for (const [position, table] of release.tables.entries()) {
    await tx
      .insertInto('published_table')
      .values({
        published_id: release.publishedId,
        table_name: table.table,
        position,
        document: JSON.stringify(table),
      })
      .execute();
  }
  for (let from = 0; from < release.cells.length; from += CELLS_PER_INSERT) {
    const rows = release.cells
      .slice(from, from + CELLS_PER_INSERT)
      .map((cell, offset) => ({ ...cell, position: from + offset }));
    await sql`
      INSERT INTO published_cell (published_id, table_name, position, measure, variant, address, unit, status, value, low, high, as_of)
      SELECT ${release.publishedId}, row."table", row.position, row.measure, row.variant, row.key, row.unit, row.status,
        row.value, row.low, row.high, row."asOf"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row("table" text, position integer, measure text,
        variant text, key jsonb, unit text, status text, value double precision, low double precision, high double precision, "asOf" text)
    `.execute(tx);
  }
}

async function rememberKey(
  tx: Kysely<Schema>,
  { certificate, publishedAt }: Pick<ProtectedRelease, 'certificate' | 'publishedAt'>,
): Promise<void> {
  if (certificate.signature === null) return;
  await tx
    .insertInto('release_key')
    .values({ public_key: certificate.signature.publicKey, first_used_at: publishedAt })
    .onConflict((conflict) => conflict.column('public_key').doNothing())
    .execute();
}

/** Takes a release away from readers. */
export async function deletePublished(tx: Kysely<Schema>, publishedId: string): Promise<void> {
  await tx.deleteFrom('published_release').where('published_id', '=', publishedId).execute();
}

/** Newest first. */
export async function listPublished(db: ReadonlyDatabase): Promise<PublishedRelease[]> {
  return (await releasesIn(db).execute()).map(toRelease);
}

/** `latest` names the newest release. */
export async function findPublished(
  db: ReadonlyDatabase,
  releaseId: string,
): Promise<PublishedRelease | null> {
  const releases = releasesIn(db);
  const row = await (releaseId === 'latest'
    ? releases.limit(1)
    : releases.where('r.published_id', '=', releaseId)
  ).executeTakeFirst();
  return row === undefined ? null : toRelease(row);
}

function releasesIn(db: ReadonlyDatabase) {
  return db
    .selectFrom('published_release as r')
    .select((eb) => [
      'r.published_id',
      'r.title',
      'r.published_at',
      'r.content_sha256',
      'r.policy',
      eb
        .selectFrom('published_table as t')
        .whereRef('t.published_id', '=', 'r.published_id')
        .select((inner) => inner.fn.agg<string[] | null>('array_agg', ['t.table_name']).as('names'))
        .as('tables'),
    ])
    .orderBy('r.published_at', 'desc')
    .orderBy('r.published_id');
}

type ReleaseRow = {
  readonly published_id: string;
  readonly title: string;
  readonly published_at: Date;
  readonly content_sha256: string;
  readonly policy: string;
  readonly tables: readonly string[] | null;
};

function toRelease(row: ReleaseRow): PublishedRelease {
  return {
    releaseId: row.published_id,
    title: row.title,
    publishedAt: row.published_at.toISOString(),
    contentSha256: row.content_sha256,
    policy: row.policy,
    tables: (row.tables ?? []).toSorted(),
  };
}

/** Null where readers see no release of that name. */
export async function findCertificate(
  db: ReadonlyDatabase,
  publishedId: string,
): Promise<Certificate | null> {
  const row = await db
    .selectFrom('published_release')
    .select('certificate')
    .where('published_id', '=', publishedId)
    .executeTakeFirst();
  return row === undefined ? null : Certificate.parse(row.certificate);
}

/** Null where readers see no release of that name, or one that was made before there was a lattice. */
export async function findLattice(db: ReadonlyDatabase, publishedId: string): Promise<ReleaseLattice | null> {
  const row = await db
    .selectFrom('published_release')
    .select('lattice')
    .where('published_id', '=', publishedId)
    .executeTakeFirst();
  return row === undefined || row.lattice === null ? null : ReleaseLattice.parse(row.lattice);
}

/** Keys that certificates were ever signed with, oldest first. */
export async function listReleaseKeys(db: ReadonlyDatabase): Promise<ReleaseKey[]> {
  const rows = await db
    .selectFrom('release_key')
    .select(['public_key', 'first_used_at'])
    .orderBy('first_used_at')
    .orderBy('public_key')
    .execute();
  return rows.map((row) => ({
    algorithm: 'Ed25519' as const,
    publicKey: row.public_key,
    firstUsedAt: row.first_used_at.toISOString(),
  }));
}

export async function listDefinitions(
  db: ReadonlyDatabase,
  publishedId: string,
): Promise<MeasureDefinition[]> {
  const row = await db
    .selectFrom('published_release')
    .select('definitions')
    .where('published_id', '=', publishedId)
    .executeTakeFirst();
  return z.array(MeasureDefinition).parse(row?.definitions ?? []);
}

/** In display order. */
export async function listPublishedTables(
  db: ReadonlyDatabase,
  publishedId: string,
): Promise<PublishedTable[]> {
  const rows = await db
    .selectFrom('published_table')
    .select('document')
    .where('published_id', '=', publishedId)
    .orderBy('position')
    .execute();
  return rows.map((row) => PublishedTable.parse(row.document));
}

/** Null where the release is not shown or has no such table. */
export async function findPublishedTable(
  db: ReadonlyDatabase,
  publishedId: string,
  table: string,
): Promise<PublishedTable | null> {
  const row = await db
    .selectFrom('published_table')
    .select('document')
    .where('published_id', '=', publishedId)
    .where('table_name', '=', table)
    .executeTakeFirst();
  return row === undefined ? null : PublishedTable.parse(row.document);
}

/** Lattice addresses only; null and unnamed dimensions are not filtered. */
export type CellFilter = {
  readonly measure: string | null;
  readonly variant: string | null;
  readonly codes: ReadonlyMap<string, readonly string[]>;
};

/** Cells in the order of the lattice. */
export async function listCells(
  db: ReadonlyDatabase,
  publishedId: string,
  table: string,
  filter: CellFilter,
): Promise<PublishedCell[]> {
  const rows = await cellsIn(db, publishedId, table, filter)
    .select(['measure', 'variant', 'address', 'unit', 'status', 'value', 'low', 'high', 'as_of as asOf'])
    .orderBy('position')
    .execute();
  return rows.map(({ address, ...row }) => ({ table, ...row, key: Address.parse(address) }));
}

/**
 * The same as the text of a JSON array of `PublishedCell`, made by the database: a table of a thousand cells costs
 * this process next to nothing. The names listed here are all that can ever leave.
 */
export async function cellsAsJson(
  db: ReadonlyDatabase,
  publishedId: string,
  table: string,
  filter: CellFilter,
): Promise<string> {
  const row = await cellsIn(db, publishedId, table, filter)
    .select(
      sql<string>`coalesce(json_agg(json_build_object('table', table_name, 'measure', measure, 'variant', variant,
        'key', address, 'unit', unit, 'status', status, 'value', value, 'low', low, 'high', high, 'asOf', as_of)
        ORDER BY position), '[]')::text`.as('cells'),
    )
    .executeTakeFirstOrThrow();
  return row.cells;
}

function cellsIn(db: ReadonlyDatabase, publishedId: string, table: string, filter: CellFilter) {
  let query = db
    .selectFrom('published_cell')
    .where('published_id', '=', publishedId)
    .where('table_name', '=', table);
  if (filter.measure !== null) query = query.where('measure', '=', filter.measure);
  if (filter.variant !== null) query = query.where('variant', '=', filter.variant);
  for (const [dimension, codes] of filter.codes) {
    query = query.where(sql<string>`address ->> ${dimension}`, 'in', codes);
  }
  return query;
}

const Address = z.record(z.string(), z.string());
