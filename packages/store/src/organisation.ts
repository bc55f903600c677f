import type { Organisation } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';

/** Enters an organisation, or changes its name and kind. */
export async function putOrganisation(
  tx: Transaction<Schema>,
  organisation: Organisation,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('organisation')
    .values({ ...organisation, created_at: at })
    .onConflict((conflict) =>
      conflict.column('organisation').doUpdateSet({ name: organisation.name, kind: organisation.kind }),
    )
    .execute();
}

/** Null where no organisation has the code. */
export async function findOrganisation(db: Kysely<Schema>, code: string): Promise<Organisation | null> {
  const row = await db
    .selectFrom('organisation')
    .select(['organisation', 'name', 'kind'])
    .where('organisation', '=', code)
    .executeTakeFirst();
  return row ?? null;
}

/** All of them, by code. */
export function listOrganisations(db: Kysely<Schema>): Promise<readonly Organisation[]> {
  return db
    .selectFrom('organisation')
    .select(['organisation', 'name', 'kind'])
    .orderBy('organisation')
    .execute();
}
