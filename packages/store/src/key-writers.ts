import { type Kysely, sql, type Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';

type Db = Kysely<Schema>;
type Tx = Transaction<Schema>;

/** What a file of the vault is under: a key of the vault by check value, or an epoch by number. */
export type FileKey =
  | { readonly vaultKey: string; readonly keyEpoch?: never }
  | { readonly keyEpoch: number; readonly vaultKey?: never };

/** Any number: it tells these locks from all others. */
const WRITERS_LOCKS = 7_301_412;

/**
 * Runs `write` while none of these keys can be declared out of use. Waits where one of them is just being; so what
 * `write` knows of them has to be read inside it.
 *
 * Claim: a key that `stopWriters` answered true for has nobody who writes files under it, for a writer that is killed
 * loses its lock together with its connection. Two names with the same hash only wait for each other.
 */
export function whileWritingUnder<T>(db: Db, keys: readonly FileKey[], write: () => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    for (const key of keys) {
      await sql`SELECT pg_advisory_xact_lock_shared(${WRITERS_LOCKS}, hashtext(${nameOf(key)}))`.execute(tx);
    }
    return write();
  });
}

/** Whether nobody writes under this key; then nobody begins to until the transaction ends. */
export async function stopWriters(tx: Tx, key: FileKey): Promise<boolean> {
  const { rows } = await sql<{ isFree: boolean }>`
    SELECT pg_try_advisory_xact_lock(${WRITERS_LOCKS}, hashtext(${nameOf(key)})) AS "isFree"`.execute(tx);
  return rows[0]?.isFree === true;
}

function nameOf(key: FileKey): string {
  return key.vaultKey === undefined ? `epoch ${key.keyEpoch}` : `vault key ${key.vaultKey}`;
}
