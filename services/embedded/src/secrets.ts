import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { rejected } from '@credlink/contracts';
import { LOGIN_ROLES } from '@credlink/store';
import { z } from 'zod';

const Secrets = z.strictObject({
  /** Database passwords by role. */
  passwords: z.record(z.enum(LOGIN_ROLES), z.string().min(20)),
  /** Seed of the OPRF key pair, 32 bytes, base64. */
  oprfKey: z.base64(),
  /** Seed for the epoch contributors would move to, 32 bytes, base64. */
  nextOprfKey: z.base64().optional(),
  /** Key that tokens are re-keyed under, 32 bytes, base64. */
  vaultKey: z.base64(),
  /** Layer of the vault's files, 32 bytes, base64; none before the first change of keys. */
  vaultLayerKey: z.base64().optional(),
  /** Layer that a change of keys would take the files to. */
  nextVaultLayerKey: z.base64().optional(),
  /** Seed of the key pair that certificates are signed with, 32 bytes, base64. */
  releaseKey: z.base64(),
});

/**
 * What the services of one embedded exchange keep secret from one another in production. Here one process and one
 * user hold all of it, which is why the embedded default is for trying out.
 */
export type Secrets = z.infer<typeof Secrets>;

/** Reads the secrets of an exchange, made at its first start. The file is readable by its owner only. */
export async function readOrMakeSecrets(path: string): Promise<Secrets> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return makeSecrets(path);
  const parsed = Secrets.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw rejected(
    'config_invalid',
    'The secrets of this exchange cannot be read; start with another --home or --fresh.',
  );
}

async function makeSecrets(path: string): Promise<Secrets> {
  const secrets = Secrets.parse({
    passwords: Object.fromEntries(LOGIN_ROLES.map((role) => [role, randomBytes(24).toString('base64url')])),
    oprfKey: randomBytes(32).toString('base64'),
    vaultKey: randomBytes(32).toString('base64'),
    releaseKey: randomBytes(32).toString('base64'),
  });
  await writePrivately(path, JSON.stringify(secrets));
  return secrets;
}

/** The file is there whole or not at all, and never readable by others. */
export async function writePrivately(path: string, text: string): Promise<void> {
  const unfinished = `${path}.new`;
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}
