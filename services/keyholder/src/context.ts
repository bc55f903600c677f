import { type ApiKeyScope, rejected } from '@credlink/contracts';
import { type Authentication, authenticate, type Clock } from '@credlink/runtime';
import { type Database, listTermsOfGrantor, type Principal, verifyApiKey } from '@credlink/store';
import type { FastifyRequest } from 'fastify';
import type { EpochKeys } from './epoch-keys.ts';
import type { KeyholderEvents } from './events.ts';
import { whyNoneInForce } from './rules/agreement-in-force.ts';

/** What every route of the keyholder works with. */
export type KeyholderContext = {
  readonly db: Database;
  readonly clock: Clock;
  readonly events: KeyholderEvents;
  readonly keys: EpochKeys;
  readonly authentication: Authentication<Principal>;
  readonly maxDeclaredRows: number;
};

export function apiKeyAuthentication(db: Database): Authentication<Principal> {
  return authenticate((apiKey) => verifyApiKey(db, apiKey));
}

/** The caller, if its API key has the scope. */
export function callerWith(
  context: KeyholderContext,
  request: FastifyRequest,
  scope: ApiKeyScope,
): Principal {
  const principal = context.authentication.principalOf(request);
  if (principal.scopes.includes(scope)) return principal;
  throw rejected('api_key_scope', `this API key lacks the scope ${scope}`);
}

/** Refuses an organisation that is grantor of no agreement in force today. */
export async function requireAgreement(context: KeyholderContext, organisation: string): Promise<void> {
  const today = context.clock.now().toISOString().slice(0, 10);
  const agreements = await listTermsOfGrantor(context.db, organisation);
  const reason = whyNoneInForce(agreements, organisation, today);
  if (reason !== null) throw rejected(reason, 'no agreement of your organisation is in force today');
}
