import { fault, rejected } from '@credlink/contracts';
import type { FastifyRequest } from 'fastify';

export type Authentication<P> = {
  /** For `onRequest` of a route or a plugin: runs before a byte of the body is read. */
  readonly hook: (request: FastifyRequest) => Promise<void>;
  /** Who asks. Only on routes the hook guards; anything else is a fault. */
  readonly principalOf: (request: FastifyRequest) => P;
};

/** Longest `Authorization` header that is looked at. */
const MAX_HEADER = 300;

/**
 * Authentication by `Authorization: Bearer <API key>` (RFC 6750 section 2.1).
 *
 * @param verify the principal of an API key, or null where there is none; compares secrets in constant time
 */
export function authenticate<P extends object>(
  verify: (apiKey: string) => Promise<P | null>,
): Authentication<P> {
  const principals = new WeakMap<FastifyRequest, P>();
  return {
    hook: async (request) => {
      const header = request.headers.authorization;
      if (header === undefined) {
        throw rejected('api_key_missing', 'send the API key as "Authorization: Bearer ..."');
      }
      const apiKey = header.length > MAX_HEADER ? null : (/^Bearer +(\S+) *$/i.exec(header)?.[1] ?? null);
      const principal = apiKey === null ? null : await verify(apiKey);
      if (principal === null) throw rejected('api_key_unknown', 'the API key is unknown or revoked');
      principals.set(request, principal);
    },
    principalOf: (request) => {
      const principal = principals.get(request);
      if (principal === undefined) throw fault('a route asks for its principal without authentication');
      return principal;
    },
  };
}
