import { rejected, type SourceKind } from '@credlink/contracts';
import { type Authentication, authenticate, type Clock, type JobQueue } from '@credlink/runtime';
import { type Database, findUpload, type Principal, type Upload, verifyApiKey } from '@credlink/store';
import type { Vault } from '@credlink/vault';
import type { FastifyRequest } from 'fastify';
import type { IntakeConfig } from './config.ts';
import type { IntakeEvents } from './events.ts';
import type { VaultKeyring } from './rules/vault-keyring.ts';
import type { Spool } from './spool.ts';

/** What every route and job of intake works with. */
export type IntakeContext = {
  readonly db: Database;
  readonly clock: Clock;
  readonly events: IntakeEvents;
  readonly queue: JobQueue;
  readonly spool: Spool;
  readonly vault: Vault<'identity' | 'facts'>;
  readonly keyring: VaultKeyring;
  readonly engine: { readonly memoryLimit: string; readonly threads: number; readonly tempFolder: string };
  readonly limits: Pick<
    IntakeConfig,
    'maxIdentityRows' | 'maxFactRows' | 'maxOpenUploads' | 'maxOpenGib' | 'spoolReserveGib'
  >;
  readonly authentication: Authentication<Principal>;
};

/** Intake as the audit trail names it where nobody asked. */
export const INTAKE_ACTOR = 'service:intake';

/** Lets in who may contribute; which kinds, each route decides. */
export function contributorAuthentication(db: Database): Authentication<Principal> {
  const { hook, principalOf } = authenticate((apiKey) => verifyApiKey(db, apiKey));
  return {
    principalOf,
    hook: async (request) => {
      await hook(request);
      if (!principalOf(request).scopes.includes('contribute')) {
        throw rejected('api_key_scope', 'this API key lacks the scope contribute');
      }
    },
  };
}

/** The day by which agreements and dates are judged, in UTC. */
export function todayOf(clock: Clock): string {
  return clock.now().toISOString().slice(0, 10);
}

export function requireKind(principal: Principal, kind: SourceKind): void {
  if (principal.kinds.includes(kind)) return;
  throw rejected('api_key_scope', `this API key may not contribute ${kind} files`);
}

/** The caller's own upload. Another's, or one of a kind the key does not cover, is as unknown as none. */
export async function ownUpload(
  context: IntakeContext,
  request: FastifyRequest,
  uploadId: string,
): Promise<Upload> {
  const principal = context.authentication.principalOf(request);
  const upload = await findUpload(context.db, principal.organisation, uploadId);
  if (upload === null || !principal.kinds.includes(upload.kind)) {
    throw rejected('not_found', 'there is no such upload');
  }
  return upload;
}
