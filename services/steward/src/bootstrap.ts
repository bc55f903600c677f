import { randomBytes, randomUUID } from 'node:crypto';
import { type ExchangeParameters, type Organisation, rejected } from '@credlink/contracts';
import type { Clock } from '@credlink/runtime';
import {
  type Database,
  findExchange,
  formatApiKey,
  insertApiKey,
  insertAuditEvent,
  insertExchange,
  inTransaction,
  isUniqueViolation,
  putOrganisation,
} from '@credlink/store';

export type BootstrapOrder = {
  readonly exchange: ExchangeParameters;
  /** Code and name of the organisation that runs the exchange. */
  readonly steward: Pick<Organisation, 'organisation' | 'name'>;
};

export type Bootstrapped = {
  readonly apiKeyId: string;
  /** The first steward's API key. Shown once: only its digest is stored. */
  readonly apiKey: string;
};

/** Sets up the one exchange of a database: its parameters, its steward, the steward's first API key. `conflict` twice. */
export async function bootstrapExchange(
  dependencies: { readonly db: Database; readonly clock: Clock },
  order: BootstrapOrder,
): Promise<Bootstrapped> {
  const { db, clock } = dependencies;
  const apiKeyId = randomUUID();
  const secret = randomBytes(32);
  const at = clock.now();
  const { organisation, name } = order.steward;
  const exists = () => rejected('conflict', 'this database has its exchange already');
  if ((await findExchange(db)) !== null) throw exists();
  try {
    await inTransaction(db, 'bootstrap-exchange', async (tx) => {
      await insertExchange(tx, order.exchange, at);
      await putOrganisation(tx, { organisation, name, kind: 'steward' }, at);
      await insertApiKey(tx, {
        apiKeyId,
        organisation,
        scopes: ['steward'],
        kinds: [],
        label: 'first steward',
        secret,
        createdAt: at,
      });
      const actor = 'service:bootstrap';
      await insertAuditEvent(tx, {
        actor,
        action: 'exchange.created',
        subject: order.exchange.exchangeId,
        at,
      });
      await insertAuditEvent(tx, { actor, action: 'organisation.put', subject: organisation, at });
      await insertAuditEvent(tx, { actor, action: 'api_key.created', subject: apiKeyId, at });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw exists();
    throw error;
  }
  return { apiKeyId, apiKey: formatApiKey(apiKeyId, secret) };
}
