import type { Kysely } from 'kysely';
import type { Schema } from './schema/schema.ts';

/** The run whose persons count: what the next release is made from, and what a new run numbers its persons after. */
export function newestLinkedRun(db: Kysely<Schema>) {
  return db
    .selectFrom('run')
    .where('state', '=', 'linked')
    .orderBy('finished_at', 'desc')
    .orderBy('run_id')
    .limit(1);
}
