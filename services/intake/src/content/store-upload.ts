import { AppError, type ErrorCode } from '@credlink/contracts';
import { findAnyUpload, type Upload } from '@credlink/store';
import type { Engine, IdentityRule, VaultLayer } from '@credlink/vault';
import type { IntakeContext } from '../context.ts';
import { removeVaultFiles } from '../remove-vault-files.ts';
import { haveSameContent } from './same-content.ts';
import { type StoredContent, type StoredFiles, storeContent } from './store-content.ts';

export type StoredUpload =
  | { readonly is: 'stored'; readonly files: StoredContent; readonly continues: string | null }
  | { readonly is: 'refused'; readonly code: ErrorCode };

/**
 * Writes the judged content of an upload into the vault. An upload that was sent in place of one of the epoch before has
 * its subjects numbered like that one's: where its content turns out to be the same it continues it, record by record,
 * and takes its place at the cut-over. Otherwise it is an upload of its own, under numbers of its own.
 *
 * Refused: other content in place of a vintage that a newer file supersedes, for then both would count.
 */
export async function storeUpload(
  engine: Engine,
  context: IntakeContext,
  upload: Upload,
  rules: readonly IdentityRule[],
  layer: VaultLayer | null,
): Promise<StoredUpload> {
  const { vault, keyring } = context;
  const store = (numberedBy: string): Promise<StoredContent> =>
    storeContent(engine, vault, { numberedBy, kind: upload.kind, rules }, keyring.inner, layer);
  const older = await uploadBefore(context, upload);
  if (older === null) return { is: 'stored', files: await store(upload.uploadId), continues: null };
  const files = await store(older.uploadId);
  if (await continues(engine, context, older, files)) {
    return { is: 'stored', files, continues: older.uploadId };
  }
  await removeVaultFiles(context, { identity: files.identityFile, facts: files.factsFile });
  if (older.status.state === 'superseded') return { is: 'refused', code: 'upload_state_forbids' };
  return { is: 'stored', files: await store(upload.uploadId), continues: null };
}

/** The upload of an epoch before that this one was sent in place of; null where it is none, or another of its own epoch. */
async function uploadBefore({ db }: IntakeContext, { manifest }: Upload): Promise<Upload | null> {
  const older = manifest.supersedes === null ? null : await findAnyUpload(db, manifest.supersedes);
  return older === null || older.manifest.keyEpoch >= manifest.keyEpoch ? null : older;
}

async function continues(
  engine: Engine,
  { vault }: IntakeContext,
  { kind, status }: Upload,
  files: StoredFiles,
): Promise<boolean> {
  if (status.state !== 'committed' && status.state !== 'superseded') return false;
  try {
    const one = await vault.pathOf('facts', status.factsFile);
    const other = await vault.pathOf('facts', files.factsFile);
    return await haveSameContent(engine, kind, { one, other });
  } catch (error) {
    // Withdrawn in this very moment.
    if (error instanceof AppError && error.code === 'vault_file_missing') return false;
    throw error;
  }
}
