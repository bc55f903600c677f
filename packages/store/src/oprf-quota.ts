import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema/schema.ts';

/** Evaluations of one organisation in one key epoch. */
export type QuotaScope = { readonly organisation: string; readonly keyEpoch: number };

export type QuotaFigures = { readonly declaredRows: number; readonly evaluated: number };

export type Declaration = QuotaScope & {
  readonly sourceDigest: string;
  readonly rows: number;
  readonly declaredAt: Date;
};

/** The same file declared again counts once; the larger count stands. */
export async function declareRows(db: Kysely<Schema>, declaration: Declaration): Promise<void> {
  await db
    .insertInto('oprf_declaration')
    .values({
      organisation: declaration.organisation,
      key_epoch: declaration.keyEpoch,
      source_digest: declaration.sourceDigest,
      rows: declaration.rows,
      declared_at: declaration.declaredAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation', 'key_epoch', 'source_digest'])
        .doUpdateSet({ rows: sql<number>`greatest(oprf_declaration.rows, excluded.rows)` }),
    )
    .execute();
}

export async function readQuota(db: Kysely<Schema>, scope: QuotaScope): Promise<QuotaFigures> {
  const { rows } = await sql<QuotaFigures>`
    SELECT
      (SELECT coalesce(sum(rows), 0) FROM oprf_declaration
        WHERE organisation = ${scope.organisation} AND key_epoch = ${scope.keyEpoch})::bigint AS "declaredRows",
      coalesce((SELECT evaluated FROM oprf_usage
        WHERE organisation = ${scope.organisation} AND key_epoch = ${scope.keyEpoch}), 0)::bigint AS evaluated`.execute(
    db,
  );
  return rows[0] ?? { declaredRows: 0, evaluated: 0 };
}

/**
 * Counts `elements` against the quota before they are evaluated; false, and nothing counted but the refusal, where
 * they would exceed `allowed`. One UPDATE decides: Postgres checks its condition again on the newest row when
 * another request got there first, so requests at the same moment cannot overrun the quota together.
 */
export async function takeFromQuota(
  db: Kysely<Schema>,
  scope: QuotaScope,
  elements: number,
  allowed: number,
): Promise<boolean> {
  await sql`
    INSERT INTO oprf_usage (organisation, key_epoch, evaluated)
    VALUES (${scope.organisation}, ${scope.keyEpoch}, 0) ON CONFLICT DO NOTHING`.execute(db);
  const taken = await sql`
    UPDATE oprf_usage SET evaluated = evaluated + ${elements}
    WHERE organisation = ${scope.organisation} AND key_epoch = ${scope.keyEpoch}
      AND evaluated + ${elements} <= ${allowed}`.execute(db);
  if (taken.numAffectedRows === 1n) return true;
  await sql`
    UPDATE oprf_usage SET refused = refused + ${elements}
    WHERE organisation = ${scope.organisation} AND key_epoch = ${scope.keyEpoch}`.execute(db);
  return false;
}
