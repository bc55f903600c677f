import type { Kysely } from 'kysely';
import { VINTAGE_KINDS } from './release-input.ts';
import type { Schema } from './schema/schema.ts';

/**
 * Uploads `u` of the current key epoch that a run reads, agreements aside: all that are committed, and superseded ones of
 * the vintage that the next release still reads. Others that are superseded are read by nobody.
 */
export function uploadsThatCount(db: Kysely<Schema>) {
  return db
    .selectFrom('upload as u')
    .innerJoin('exchange as e', 'e.key_epoch', 'u.key_epoch')
    .where((eb) =>
      eb.or([
        eb('u.state', '=', 'committed'),
        eb.and([
          eb('u.state', '=', 'superseded'),
          eb('u.kind', 'in', VINTAGE_KINDS),
          eb('u.upload_id', 'in', uploadsOfNewestShown(db)),
        ]),
      ]),
    );
}

/** What the newest release that readers saw was made from. */
function uploadsOfNewestShown(db: Kysely<Schema>) {
  return db
    .selectFrom('ledger_upload')
    .select('upload_id')
    .where('release_id', '=', (eb) =>
      eb
        .selectFrom('ledger')
        .select('release_id')
        .where('shown_at', 'is not', null)
        .orderBy('shown_at', 'desc')
        .orderBy('release_id', 'desc')
        .limit(1),
    );
}
