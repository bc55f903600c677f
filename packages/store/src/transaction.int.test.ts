import { rejected } from '@credlink/contracts';
import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { openReadonlyStore, openStore, type Store } from './connection.ts';
import { isForeignKeyViolation, isUniqueViolation } from './database-error.ts';
import { putOrganisation } from './organisation.ts';
import { inTransaction } from './transaction.ts';

const database = testDatabase();
const AT = new Date('2026-01-01T00:00:00Z');
const extra: Store[] = [];
const names = async (): Promise<readonly string[]> => {
  const rows = await database
    .adminStore()
    .db.selectFrom('organisation')
    .select('organisation')
    .orderBy('organisation')
    .execute();
  return rows.map((row) => row.organisation);
};
beforeEach(async () => {
  await database.adminStore().db.deleteFrom('organisation').execute();
});
afterAll(async () => {
  for (const store of extra) await store.close();
});

const college = (organisation: string) => ({ organisation, name: 'A college', kind: 'college' as const });

test('a transaction keeps everything or nothing', async () => {
  const { db } = database.store('steward');
  await inTransaction(db, 'put-two', async (tx) => {
    await putOrganisation(tx, college('one'), AT);
    await putOrganisation(tx, college('two'), AT);
  });
  await expect(
    inTransaction(db, 'put-and-fail', async (tx) => {
      await putOrganisation(tx, college('three'), AT);
      throw rejected('conflict', 'no');
    }),
  ).rejects.toMatchObject({ code: 'conflict' });
  expect(await names()).toEqual(['one', 'two']);
});

test("transactions that get in each other's way run again until both have happened", async () => {
  const { db } = database.adminStore();
  await sql`INSERT INTO organisation VALUES ('counter', '0', 'college', now())`.execute(db);
  let runs = 0;
  const increment = () =>
    inTransaction(db, 'increment', async (tx) => {
      runs++;
      const { name } = await tx
        .selectFrom('organisation')
        .select('name')
        .where('organisation', '=', 'counter')
        .executeTakeFirstOrThrow();
      await sql`SELECT pg_sleep(0.05)`.execute(tx);
      await tx
        .updateTable('organisation')
        .set({ name: String(Number(name) + 1) })
        .where('organisation', '=', 'counter')
        .execute();
    });
  await Promise.all([increment(), increment(), increment()]);
  const { name } = await db.selectFrom('organisation').select('name').executeTakeFirstOrThrow();
  expect(name).toBe('3');
  expect(runs).toBeGreaterThan(3);
});

test('a broken constraint keeps its kind', async () => {
  const { db } = database.adminStore();
  await sql`INSERT INTO organisation VALUES ('one', 'x', 'college', now())`.execute(db);
  const again = await sql`INSERT INTO organisation VALUES ('one', 'x', 'college', now())`
    .execute(db)
    .catch((error: unknown) => error);
  expect(isUniqueViolation(again)).toBe(true);
  const orphan = await sql`INSERT INTO oprf_usage VALUES ('nobody', 1, 0, 0)`
    .execute(db)
    .catch((error: unknown) => error);
  expect(isForeignKeyViolation(orphan)).toBe(true);
});

test('a database that is away or goes away is a transient error, and the next statement finds it again', async () => {
  const away = openStore({
    host: '127.0.0.1',
    port: 1,
    user: 'x',
    password: 'x',
    database: 'x',
    applicationName: 'away',
  });
  extra.push(away);
  await expect(sql`SELECT 1`.execute(away.db)).rejects.toMatchObject({
    kind: 'transient',
    code: 'service_unavailable',
  });

  const store = openStore({ url: database.adminUrl(), applicationName: 'killed', maxConnections: 1 });
  extra.push(store);
  const asleep = sql`SELECT pg_sleep(30)`.execute(store.db).catch((error: unknown) => error);
  await expect
    .poll(async () => {
      const { rows } = await sql<{
        ended: boolean;
      }>`SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
        WHERE application_name = 'killed' AND state = 'active'`.execute(database.adminStore().db);
      return rows.length;
    })
    .toBe(1);
  expect(await asleep).toMatchObject({ kind: 'transient', code: 'service_unavailable' });
  expect((await sql`SELECT 1 AS one`.execute(store.db)).rows).toEqual([{ one: 1 }]);
});

test('a read-only store reads, and is refused by the server where its types were forced', async () => {
  const store = openReadonlyStore({ url: database.adminUrl(), applicationName: 'reader' });
  extra.push(store as unknown as Store);
  expect(await store.db.selectFrom('organisation').select('organisation').execute()).toEqual([]);
  // @ts-expect-error a read-only handle has no writes
  await expect(store.db.deleteFrom('organisation').execute()).rejects.toMatchObject({ code: '25006' });
});
