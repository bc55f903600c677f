import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fault } from '@credlink/contracts';
import { createExchangeKeyFile, readExchangeKeyFile } from '@credlink/contribute';
import { deriveKeyPair } from '@credlink/keyholder';
import type { Clock } from '@credlink/runtime';
import { bootstrapExchange } from '@credlink/steward';
import { findExchange, formatApiKey, insertApiKey, inTransaction, openStore } from '@credlink/store';
import { type ExchangeKey, keyCheckValue, NORMALISER_MAJOR, PACKS } from '@credlink/tokens';
import type { Home } from './home.ts';
import { type Secrets, writePrivately } from './secrets.ts';

/** Code of the organisation that runs an embedded exchange. */
export const STEWARD = 'steward';

export type Founded = {
  readonly exchangeKey: ExchangeKey;
  readonly exchangeKeyPath: string;
  readonly stewardApiKey: string;
};

/**
 * Sets the exchange up at its first start; finds it again later. Every step may be the last one before a kill:
 * the exchange key is on the disk before the exchange is entered, and a steward's API key that was lost is replaced.
 */
export async function foundExchange(options: {
  readonly home: Home;
  readonly secrets: Secrets;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly name: string;
}): Promise<Founded> {
  const { home, secrets, databaseUrl, clock, name } = options;
  const exchangeKeyPath = join(home.keys, 'exchange-key.json');
  const exchangeKey = await readOrMakeExchangeKey(exchangeKeyPath);
  const apiKeyPath = join(home.keys, `${STEWARD}.api-key`);
  const { db, close } = openStore({
    url: databaseUrl,
    applicationName: 'credlink-bootstrap',
    maxConnections: 1,
  });
  try {
    const known = await findExchange(db);
    if (known === null) {
      const { exchangeId, keyEpoch } = exchangeKey;
      const seed = new Uint8Array(Buffer.from(secrets.oprfKey, 'base64'));
      const { publicKey } = await deriveKeyPair(seed, { exchangeId, keyEpoch });
      const { apiKey } = await bootstrapExchange(
        { db, clock },
        {
          exchange: {
            exchangeId,
            name,
            keyEpoch,
            keyCheckValue: keyCheckValue(exchangeKey.key),
            normaliserMajor: NORMALISER_MAJOR,
            packs: Object.values(PACKS).map((pack) => ({ name: pack.name, version: pack.version })),
            oprfPublicKey: Buffer.from(publicKey).toString('base64'),
            nextEpoch: null,
          },
          steward: { organisation: STEWARD, name: 'Steward of this exchange' },
        },
      );
      await writePrivately(apiKeyPath, apiKey);
      return { exchangeKey, exchangeKeyPath, stewardApiKey: apiKey };
    }
    if (known.exchangeId !== exchangeKey.exchangeId)
      throw fault('the exchange key belongs to another exchange');
    const kept = await readFile(apiKeyPath, 'utf8').catch(() => null);
    if (kept !== null) return { exchangeKey, exchangeKeyPath, stewardApiKey: kept };
    const apiKeyId = randomUUID();
    const secret = randomBytes(32);
    await inTransaction(db, 'replace-steward-api-key', (tx) =>
      insertApiKey(tx, {
        apiKeyId,
        organisation: STEWARD,
        scopes: ['steward'],
        kinds: [],
        label: 'replaces one that was lost',
        secret,
        createdAt: clock.now(),
      }),
    );
    const apiKey = formatApiKey(apiKeyId, secret);
    await writePrivately(apiKeyPath, apiKey);
    return { exchangeKey, exchangeKeyPath, stewardApiKey: apiKey };
  } finally {
    await close();
  }
}

async function readOrMakeExchangeKey(path: string): Promise<ExchangeKey> {
  const exists = (await readFile(path).catch(() => null)) !== null;
  return exists
    ? readExchangeKeyFile(path)
    : createExchangeKeyFile(path, { exchangeId: randomUUID(), keyEpoch: 1 });
}
