import { transient } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import { isContention } from './database-error.ts';
import type { Schema } from './schema/schema.ts';

const ATTEMPTS = 5;

/**
 * Runs a function in one serializable transaction and commits what it did, or nothing. Where two transactions got
 * in each other's way the function runs again, so it must do nothing outside the database; after five attempts it
 * fails with a transient error.
 *
 * @param name `verb-noun`; names the transaction in the error it dies with
 */
export async function inTransaction<T>(
  db: Kysely<Schema>,
  name: string,
  work: (tx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().setIsolationLevel('serializable').execute(work);
    } catch (error) {
      if (!isContention(error)) throw error;
      if (attempt === ATTEMPTS) {
        throw transient('service_unavailable', `transaction ${name} keeps meeting others`, error);
      }
    }
  }
}
