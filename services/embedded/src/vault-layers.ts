import { randomBytes } from 'node:crypto';
import { vaultKeyCheck } from '@credlink/intake';
import { findCurrentVaultKey, isVaultKeyChanging, openStore } from '@credlink/store';
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

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
