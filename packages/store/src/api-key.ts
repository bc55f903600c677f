import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKeyScope, SourceKind } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';

/** Whom an API key speaks for and what it may do. */
export type Principal = {
  readonly apiKeyId: string;
  readonly organisation: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly kinds: readonly SourceKind[];
};

/** How the audit trail names a principal. */
export function actorOf(principal: Pick<Principal, 'organisation' | 'apiKeyId'>): string {
  return `${principal.organisation}/${principal.apiKeyId}`;
}

/** `ck_<api key id>_<43 characters>`: the id finds the row, 256 random bits in base64url prove it. A key has one text. */
const API_KEY = /^ck_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])$/;

/** @param secret 32 random bytes */
export function formatApiKey(apiKeyId: string, secret: Uint8Array): string {
  if (secret.length !== 32) throw new RangeError('the secret of an API key has 32 bytes');
  return `ck_${apiKeyId}_${Buffer.from(secret).toString('base64url')}`;
}

export type NewApiKey = Principal & {
  readonly label: string;
  /** 32 random bytes; only their digest is stored. */
  readonly secret: Uint8Array;
  readonly createdAt: Date;
};

/** A foreign key violation where the organisation does not exist. */
export async function insertApiKey(tx: Transaction<Schema>, key: NewApiKey): Promise<void> {
  await tx
    .insertInto('api_key')
    .values({
      api_key_id: key.apiKeyId,
      organisation: key.organisation,
      secret_sha256: sha256(Buffer.from(key.secret)),
      scopes: [...key.scopes],
      kinds: [...key.kinds],
      label: key.label,
      created_at: key.createdAt,
      revoked_at: null,
    })
    .execute();
}

/**
 * The principal of an API key, or null for one that is malformed, unknown or revoked.
 *
 * Claim: whoever reads the table learns no key, and the time the answer takes tells nothing of a secret: digests of
 * equal length are compared, in constant time, also where there is no such row.
 */
export async function verifyApiKey(db: Kysely<Schema>, apiKey: string): Promise<Principal | null> {
  const [, apiKeyId, secret] = API_KEY.exec(apiKey) ?? [];
  if (apiKeyId === undefined || secret === undefined) return null;
  const row = await db
    .selectFrom('api_key')
    .select(['api_key_id', 'organisation', 'secret_sha256', 'scopes', 'kinds', 'revoked_at'])
    .where('api_key_id', '=', apiKeyId)
    .executeTakeFirst();
  const isRight = timingSafeEqual(
    sha256(Buffer.from(secret, 'base64url')),
    row?.secret_sha256 ?? Buffer.alloc(32),
  );
  if (row === undefined || !isRight || row.revoked_at !== null) return null;
  return { apiKeyId: row.api_key_id, organisation: row.organisation, scopes: row.scopes, kinds: row.kinds };
}

export type StoredApiKey = Principal & {
  readonly label: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
};

/** All of them, oldest first, revoked ones too; never a secret or its digest. */
export async function listApiKeys(db: Kysely<Schema>): Promise<readonly StoredApiKey[]> {
  const rows = await db
    .selectFrom('api_key')
    .select(['api_key_id', 'organisation', 'scopes', 'kinds', 'label', 'created_at', 'revoked_at'])
    .orderBy('created_at')
    .orderBy('api_key_id')
    .execute();
  return rows.map((row) => ({
    apiKeyId: row.api_key_id,
    organisation: row.organisation,
    scopes: row.scopes,
    kinds: row.kinds,
    label: row.label,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }));
}

/** Revokes a key for good; one that is revoked keeps its moment. The key as it then is, or null where there is none. */
export async function revokeApiKey(
  tx: Transaction<Schema>,
  apiKeyId: string,
  at: Date,
): Promise<StoredApiKey | null> {
  await tx
    .updateTable('api_key')
    .set({ revoked_at: at })
    .where('api_key_id', '=', apiKeyId)
    .where('revoked_at', 'is', null)
    .execute();
  return (await listApiKeys(tx)).find((key) => key.apiKeyId === apiKeyId) ?? null;
}

function sha256(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}
