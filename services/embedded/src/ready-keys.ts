import { randomBytes } from 'node:crypto';
import type { ExchangeParameters } from '@credlink/contracts';
import { vaultKeyCheck } from '@credlink/intake';
import { deriveKeyPair } from '@credlink/keyholder';
import { findCurrentVaultKey, findExchange, isVaultKeyChanging, openStore } from '@credlink/store';
import { type Secrets, writePrivately } from './secrets.ts';

/**
 * Does for an embedded exchange what an operator does: after a change of vault keys it makes the key that was next the
 * one in use and forgets the one before, and it always has another one ready, so that `credlink keys rotate-vault` works.
 */
export async function readyVaultLayers(
  path: string,
  secrets: Secrets,
  databaseUrl: string,
): Promise<Secrets & { readonly nextVaultLayerKey: string }> {
  const { db, close } = openStore({ url: databaseUrl, applicationName: 'credlink-keys', maxConnections: 1 });
  try {
    const { nextVaultLayerKey, vaultKey } = secrets;
    const current = await findCurrentVaultKey(db);
    const isInUse =
      nextVaultLayerKey !== undefined &&
      vaultKeyCheck(bytesOf(vaultKey), bytesOf(nextVaultLayerKey)) === current;
    if (nextVaultLayerKey !== undefined && (!isInUse || (await isVaultKeyChanging(db)))) {
      return { ...secrets, nextVaultLayerKey };
    }
    const ready = {
      ...secrets,
      ...(nextVaultLayerKey === undefined ? {} : { vaultLayerKey: nextVaultLayerKey }),
      nextVaultLayerKey: randomBytes(32).toString('base64'),
    };
    await writePrivately(path, JSON.stringify(ready));
    return ready;
  } finally {
    await close();
  }
}

/**
 * The same for the keyholder: after a cut-over the seed that was next serves alone and the one before is forgotten, and
 * there is always another one ready, so that `credlink keys begin-epoch` works.
 */
export async function readyOprfKeys<T extends Secrets>(
  path: string,
  secrets: T,
  databaseUrl: string,
): Promise<T> {
  const { db, close } = openStore({ url: databaseUrl, applicationName: 'credlink-keys', maxConnections: 1 });
  try {
    const { nextOprfKey } = secrets;
    const exchange = await findExchange(db);
    if (nextOprfKey !== undefined && (exchange === null || !(await isOf(nextOprfKey, exchange))))
      return secrets;
    const ready = {
      ...secrets,
      ...(nextOprfKey === undefined ? {} : { oprfKey: nextOprfKey }),
      nextOprfKey: randomBytes(32).toString('base64'),
    };
    await writePrivately(path, JSON.stringify(ready));
    return ready;
  } finally {
    await close();
  }
}

async function isOf(seed: string, exchange: ExchangeParameters): Promise<boolean> {
  const { publicKey } = await deriveKeyPair(bytesOf(seed), exchange);
  return Buffer.from(publicKey).toString('base64') === exchange.oprfPublicKey;
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
