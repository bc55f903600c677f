import { ExchangeParameters, fault } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';

/** The parameters of the exchange, or null before it was set up. */
export async function findExchange(db: Kysely<Schema>): Promise<ExchangeParameters | null> {
  const row = await db
    .selectFrom('exchange')
    .select([
      'exchange_id',
      'name',
      'key_epoch',
      'key_check_value',
      'normaliser_major',
      'packs',
      'oprf_public_key',
    ])
    .executeTakeFirst();
  if (row === undefined) return null;
  const parsed = ExchangeParameters.safeParse({
    exchangeId: row.exchange_id,
    name: row.name,
    keyEpoch: row.key_epoch,
    keyCheckValue: row.key_check_value,
    normaliserMajor: row.normaliser_major,
    packs: row.packs,
    oprfPublicKey: row.oprf_public_key,
  });
  if (!parsed.success) throw fault('the exchange row does not decode');
  return parsed.data;
}

/** Enters the one exchange of this database. A unique violation where there is one already. */
export async function insertExchange(tx: Transaction<Schema>, exchange: ExchangeParameters): Promise<void> {
  await tx
    .insertInto('exchange')
    .values({
      exchange_id: exchange.exchangeId,
      name: exchange.name,
      key_epoch: exchange.keyEpoch,
      key_check_value: exchange.keyCheckValue,
      normaliser_major: exchange.normaliserMajor,
      packs: JSON.stringify(exchange.packs),
      oprf_public_key: exchange.oprfPublicKey,
    })
    .execute();
}
