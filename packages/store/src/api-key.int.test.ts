import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { formatApiKey, insertApiKey, revokeApiKey, verifyApiKey } from './api-key.ts';
import { putOrganisation } from './organisation.ts';
import { inTransaction } from './transaction.ts';

const database = testDatabase();
const AT = new Date('2026-01-01T00:00:00Z');
const apiKeyId = randomUUID();
const secret = randomBytes(32);

beforeAll(async () => {
  await inTransaction(database.store('steward').db, 'arrange', async (tx) => {
    await putOrganisation(tx, { organisation: 'acme', name: 'Acme', kind: 'college' }, AT);
    await insertApiKey(tx, {
      apiKeyId,
      organisation: 'acme',
      scopes: ['contribute'],
      kinds: ['roster'],
      label: 'roster upload',
      secret,
      createdAt: AT,
    });
  });
});

test('the services that must know a caller find whom a key speaks for', async () => {
  for (const role of ['intake', 'keyholder', 'steward'] as const) {
    expect(await verifyApiKey(database.store(role).db, formatApiKey(apiKeyId, secret))).toEqual({
      apiKeyId,
      organisation: 'acme',
      scopes: ['contribute'],
      kinds: ['roster'],
    });
  }
});

test('any other text is nobody', async () => {
  const { db } = database.store('intake');
  const right = formatApiKey(apiKeyId, secret);
  for (const wrong of [
    '',
    right.slice(0, -1),
    `${right}A`,
    right.toUpperCase(),
    // The same bits, written with the two that the last character has too many.
    `${right.slice(0, -1)}${String.fromCharCode(right.charCodeAt(right.length - 1) + 1)}`,
    formatApiKey(apiKeyId, randomBytes(32)),
    formatApiKey(randomUUID(), secret),
    formatApiKey(randomUUID(), Buffer.alloc(32)),
    `ck_' OR '1'='1_${right.slice(-43)}`,
  ]) {
    expect(await verifyApiKey(db, wrong)).toBeNull();
  }
});

test('the secret itself is stored nowhere', async () => {
  const row = await database
    .adminStore()
    .db.selectFrom('api_key')
    .selectAll()
    .where('api_key_id', '=', apiKeyId)
    .executeTakeFirstOrThrow();
  expect(row.secret_sha256).toHaveLength(32);
  expect(row.secret_sha256.equals(secret)).toBe(false);
  expect(JSON.stringify(row)).not.toContain(secret.toString('base64url'));
});

test('a revoked key is nobody, for good', async () => {
  const { db } = database.store('steward');
  const later = new Date('2026-02-01T00:00:00Z');
  const revoked = await inTransaction(db, 'revoke', (tx) => revokeApiKey(tx, apiKeyId, AT));
  expect(revoked?.revokedAt).toEqual(AT);
  expect(await inTransaction(db, 'revoke', (tx) => revokeApiKey(tx, apiKeyId, later))).toMatchObject({
    revokedAt: AT,
  });
  expect(await inTransaction(db, 'revoke', (tx) => revokeApiKey(tx, randomUUID(), later))).toBeNull();
  expect(await verifyApiKey(db, formatApiKey(apiKeyId, secret))).toBeNull();
});
