import { rejected } from '@credlink/contracts';
import { type Authentication, authenticate, type Clock, type JobQueue } from '@credlink/runtime';
import { actorOf, type Database, type Principal, verifyApiKey } from '@credlink/store';
import type { FastifyRequest } from 'fastify';

/** What every route of the steward works with. */
export type StewardContext = {
  readonly db: Database;
  readonly clock: Clock;
  readonly queue: JobQueue;
  readonly authentication: Authentication<Principal>;
};

/** Lets nobody in but stewards: every route of this service needs the scope. */
export function stewardAuthentication(db: Database): Authentication<Principal> {
  const { hook, principalOf } = authenticate((apiKey) => verifyApiKey(db, apiKey));
  return {
    principalOf,
    hook: async (request) => {
      await hook(request);
      if (!principalOf(request).scopes.includes('steward')) {
        throw rejected('api_key_scope', 'this API key lacks the scope steward');
      }
    },
  };
}

/** The caller as the audit trail names it. */
export function callerOf(context: StewardContext, request: FastifyRequest): string {
  return actorOf(context.authentication.principalOf(request));
}
