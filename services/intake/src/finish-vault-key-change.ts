import {
  insertAuditEvent,
  inTransaction,
  listUploadsToRekey,
  listVaultKeys,
  retireVaultKey,
  stopWriters,
} from '@credlink/store';
import { INTAKE_ACTOR, type IntakeContext } from './context.ts';
import { removeUnnamedFiles } from './remove-unnamed-files.ts';

/**
 * Retires the key under which no file of an upload is left.
 *
 * Claim: when a key is retired no file under it lies in the vault: neither one that an upload names, nor one that a
 * killed job or commit left behind, for everything unnamed is removed first, while nobody writes under the key; nor does
 * anybody write one later. Not claimed: anything of backups and snapshots of the disk.
 *
 * Safe to repeat, and to die anywhere. Does nothing while a commit still writes under the key.
 */
export async function finishVaultKeyChange(context: IntakeContext): Promise<void> {
  const { db, clock, events } = context;
  const retiring = (await listVaultKeys(db)).find(({ state }) => state === 'retiring');
  if (retiring === undefined || (await listUploadsToRekey(db)).length > 0) return;
  const at = clock.now();
  const retired = await db.transaction().execute(async (stopping) => {
    if (!(await stopWriters(stopping, { vaultKey: retiring.keyCheck }))) return null;
    await removeUnnamedFiles(context, stopping);
    return inTransaction(db, 'retire-vault-key', async (tx) => {
      if ((await listUploadsToRekey(tx)).length > 0) return null;
      const keyCheck = await retireVaultKey(tx, at);
      if (keyCheck !== null)
        await insertAuditEvent(tx, {
          actor: INTAKE_ACTOR,
          action: 'vault_key.retired',
          subject: keyCheck,
          at,
        });
      return keyCheck;
    });
  });
  if (retired !== null) events.vaultKeyRetired({ keyCheck: retired });
}
