import {
  insertAuditEvent,
  inTransaction,
  listReferencedFiles,
  listUploadsToRekey,
  listVaultKeys,
  lockVaultReferences,
  retireVaultKey,
} from '@credlink/store';
import { INTAKE_ACTOR, type IntakeContext } from './context.ts';

/**
 * Retires the key under which no file of an upload is left.
 *
 * Claim: when a key is retired no file under it lies in the vault: neither one that an upload names, nor one that a
 * killed job or commit left behind, for everything unnamed that is older than the change is removed first. Not claimed:
 * anything of backups and snapshots of the disk.
 *
 * Safe to repeat, and to die anywhere.
 */
export async function finishVaultKeyChange(context: IntakeContext): Promise<void> {
  const { db, vault, clock, events } = context;
  const keys = await listVaultKeys(db);
  const current = keys.find(({ state }) => state === 'current');
  const isChanging = keys.some(({ state }) => state === 'retiring');
  if (!isChanging || !current?.currentAt || (await listUploadsToRekey(db)).length > 0) return;
  const changedAt = current.currentAt;
  await db.transaction().execute(async (tx) => {
    await lockVaultReferences(tx);
    for (const kind of ['identity', 'facts'] as const) {
      await vault.removeUnreferenced(kind, await listReferencedFiles(tx, `${kind}_file`), changedAt);
    }
  });
  const at = clock.now();
  const retired = await inTransaction(db, 'retire-vault-key', async (tx) => {
    if ((await listUploadsToRekey(tx)).length > 0) return null;
    const keyCheck = await retireVaultKey(tx, at);
    if (keyCheck !== null)
      await insertAuditEvent(tx, { actor: INTAKE_ACTOR, action: 'vault_key.retired', subject: keyCheck, at });
    return keyCheck;
  });
  if (retired !== null) events.vaultKeyRetired({ keyCheck: retired });
}
