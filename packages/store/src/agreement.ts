import type { Agreement } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';

const COLUMNS = [
  'agreement_id as agreementId',
  'grantor',
  'grantee',
  'legal_basis as legalBasis',
  'purpose',
  'kinds',
  'uses',
  'privacy_profile as privacyProfile',
  'decoys',
  'starts',
  'expires',
  'destroy_by as destroyBy',
  'state',
] as const;

/** Enters an agreement, or changes everything but its id. A foreign key violation where a party does not exist. */
export async function putAgreement(tx: Transaction<Schema>, agreement: Agreement): Promise<void> {
  const terms = {
    grantor: agreement.grantor,
    grantee: agreement.grantee,
    legal_basis: agreement.legalBasis,
    purpose: agreement.purpose,
    kinds: agreement.kinds,
    uses: agreement.uses,
    privacy_profile: agreement.privacyProfile,
    decoys: agreement.decoys ?? 0,
    starts: agreement.starts,
    expires: agreement.expires,
    destroy_by: agreement.destroyBy,
    state: agreement.state,
  };
  await tx
    .insertInto('agreement')
    .values({ agreement_id: agreement.agreementId, ...terms })
    .onConflict((conflict) => conflict.column('agreement_id').doUpdateSet(terms))
    .execute();
}

/** Null where there is none of that id. */
export async function findAgreement(db: Kysely<Schema>, agreementId: string): Promise<Agreement | null> {
  const row = await db
    .selectFrom('agreement')
    .select(COLUMNS)
    .where('agreement_id', '=', agreementId)
    .executeTakeFirst();
  return row ?? null;
}

/** All of them, by id. */
export function listAgreements(db: Kysely<Schema>): Promise<readonly Agreement[]> {
  return db.selectFrom('agreement').select(COLUMNS).orderBy('agreement_id').execute();
}

/** Agreements in which the organisation allows something to be done with its sources. */
export function listAgreementsOfGrantor(db: Kysely<Schema>, grantor: string): Promise<readonly Agreement[]> {
  return db
    .selectFrom('agreement')
    .select(COLUMNS)
    .where('grantor', '=', grantor)
    .orderBy('agreement_id')
    .execute();
}

/** Whether and when the organisation allows anything: all that the keyholder may know of an agreement. */
export function listTermsOfGrantor(
  db: Kysely<Schema>,
  grantor: string,
): Promise<readonly Pick<Agreement, 'grantor' | 'starts' | 'expires' | 'state'>[]> {
  return db
    .selectFrom('agreement')
    .select(['grantor', 'starts', 'expires', 'state'])
    .where('grantor', '=', grantor)
    .execute();
}
