import { AppError, fault, type JobPayload, rejected, transient } from '@credlink/contracts';
import type { JobHandler } from '@credlink/runtime';
import {
  findAnyUpload,
  findCurrentVaultKey,
  inTransaction,
  type KeyedFiles,
  lockVaultReferences,
  noteRekeyFailure,
  replaceKeyedFiles,
  type Upload,
  whileWritingUnder,
} from '@credlink/store';
import { openEngine } from '@credlink/vault';
import { rekeyFiles } from '../content/rekey-files.ts';
import type { IntakeContext } from '../context.ts';
import { finishVaultKeyChange } from '../finish-vault-key-change.ts';
import { packOf } from '../pack-of.ts';
import { removeVaultFiles } from '../remove-vault-files.ts';

/**
 * Takes the files of an upload out from under a key that is no longer current. New files first, then one transaction
 * that names them, then the old ones are removed: it may die anywhere and run again, also twice at the same moment. An
 * upload that was withdrawn meanwhile has no files, and gets none.
 */
export function rekeyUpload(context: IntakeContext): JobHandler<'rekey-upload'> {
  const { db, events } = context;
  return async ({ uploadId }: JobPayload<'rekey-upload'>, signal) => {
    const upload = await findAnyUpload(db, uploadId);
    if (upload === null) throw rejected('not_found', `there is no upload ${uploadId}`);
    const { status } = upload;
    const current = await findCurrentVaultKey(db);
    const isDone =
      (status.state !== 'committed' && status.state !== 'superseded') || status.vaultKeyCheck === current;
    if (!isDone && current !== null) {
      const was: KeyedFiles = status;
      await whileWritingUnder(db, [{ vaultKey: current }], async () => {
        if ((await findCurrentVaultKey(db)) !== current) return;
        const now = await write(context, upload, was, current, signal);
        signal.throwIfAborted();
        const isReplaced = await replace(context, uploadId, was, now);
        if (isReplaced) events.uploadRekeyed({ uploadId, kind: upload.kind });
      });
    }
    await finishVaultKeyChange(context);
  };
}

/** For a job that was given up: a steward sees what holds the change up. The sweeper rings it again. */
export function giveUpRekey({ db }: Pick<IntakeContext, 'db'>) {
  return async ({ uploadId }: JobPayload<'rekey-upload'>, error: unknown): Promise<void> => {
    const code = error instanceof AppError ? error.code : 'fault';
    await inTransaction(db, 'give-up-rekey', (tx) => noteRekeyFailure(tx, uploadId, code));
  };
}

/** Names the new files and removes the old ones; where the upload has others by now, removes the new ones. */
async function replace(
  context: IntakeContext,
  uploadId: string,
  was: KeyedFiles,
  now: KeyedFiles,
): Promise<boolean> {
  const isReplaced = await inTransaction(context.db, 'rekey-upload', async (tx) => {
    await lockVaultReferences(tx);
    await requireFiles(context, now);
    return replaceKeyedFiles(tx, uploadId, was, now);
  });
  const useless = isReplaced ? was : now;
  await removeVaultFiles(context, { identity: useless.identityFile, facts: useless.factsFile });
  return isReplaced;
}

async function write(
  context: IntakeContext,
  upload: Upload,
  was: KeyedFiles,
  keyCheck: string,
  signal: AbortSignal,
): Promise<KeyedFiles> {
  const { keyring, vault } = context;
  const { kind, uploadId } = upload;
  const rules = packOf(upload)?.rules;
  if (rules === undefined) throw fault(`the rule pack of upload ${uploadId} is not known`);
  const change = { from: keyring.layerOf(was.vaultKeyCheck), to: keyring.layerOf(keyCheck) };
  const engine = await openEngine({ ...context.engine, folders: vault.folders, signal });
  try {
    const files = await rekeyFiles(engine, vault, { files: was, kind, rules }, change);
    return { ...files, vaultKeyCheck: keyCheck };
  } finally {
    await engine.close();
  }
}

/** A sweeper may have taken a file that no row named yet; then the job writes it again. */
async function requireFiles({ vault }: IntakeContext, files: KeyedFiles): Promise<void> {
  try {
    await vault.pathOf('identity', files.identityFile);
    await vault.pathOf('facts', files.factsFile);
  } catch (cause) {
    throw transient('service_unavailable', 'a file was removed before it was named', cause);
  }
}
