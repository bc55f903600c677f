import { ExchangeParameters, fault } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';

/** The parameters of the exchange, or null before it was set up. */
export async function findExchange(db: Kysely<Schema>): Promise<ExchangeParameters | null> {
  const row = await db
    .selectFrom('exchange as x')
    .leftJoin('key_epoch as n', (join) => join.on('n.state', '=', 'next'))
    .select([
      'x.exchange_id',
      'x.name',
      'x.key_epoch',
      'x.key_check_value',
      'x.normaliser_major',
      'x.packs',
      'x.oprf_public_key',
      'n.key_epoch as next_epoch',
      'n.key_check_value as next_check_value',
      'n.oprf_public_key as next_public_key',
      'n.due',
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
    nextEpoch:
      row.next_epoch === null
        ? null
        : {
            keyEpoch: row.next_epoch,
            keyCheckValue: row.next_check_value,
            oprfPublicKey: row.next_public_key,
            due: row.due,
          },
  });
  if (!parsed.success) throw fault('the exchange row does not decode');
  return parsed.data;
}

/** Enters the one exchange of this database and its first epoch. A unique violation where there is one already. */
export async function insertExchange(
  tx: Transaction<Schema>,
  exchange: ExchangeParameters,
  at: Date,
): Promise<void> {
  const { keyEpoch, keyCheckValue, oprfPublicKey } = exchange;
  const keys = { key_epoch: keyEpoch, key_check_value: keyCheckValue, oprf_public_key: oprfPublicKey };
  await tx
    .insertInto('exchange')
    .values({
      ...keys,
      exchange_id: exchange.exchangeId,
      name: exchange.name,
      normaliser_major: exchange.normaliserMajor,
      packs: JSON.stringify(exchange.packs),
    })
    .execute();
  await tx
    .insertInto('key_epoch')
    .values({ ...keys, state: 'current', begun_at: at, current_at: at })
    .execute();
}
