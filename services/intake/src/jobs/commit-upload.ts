import { AppError, type ErrorCode, fault, rejected, transient } from '@credlink/contracts';
import type { JobHandler } from '@credlink/runtime';
import {
  acceptUpload,
  type Database,
  findAnyUpload,
  findCatalogue,
  findCurrentVaultKey,
  findDecoyOpening,
  findExchange,
  findReplacement,
  insertAuditEvent,
  inTransaction,
  isOfEarlierEpoch,
  lockVaultReferences,
  numberDecoys,
  refuseUpload,
  supersedeUpload,
  type Upload,
  whileWritingUnder,
} from '@credlink/store';
import { openEngine, sha256OfFile } from '@credlink/vault';
import { type Expectation, judgeContent } from '../content/judge-content.ts';
import type { StoredFiles } from '../content/store-content.ts';
import { type StoredUpload, storeUpload } from '../content/store-upload.ts';
import { INTAKE_ACTOR, type IntakeContext, todayOf } from '../context.ts';
import { packOf } from '../pack-of.ts';
import { removeVaultFiles } from '../remove-vault-files.ts';
import { codesOf } from '../rules/catalogue-codes.ts';
import { UPLOAD_FILES } from '../spool.ts';

type Outcome =
  | { readonly is: 'refused'; readonly code: ErrorCode }
  | (Extract<StoredUpload, { is: 'stored' }> & {
      readonly quarantined: Readonly<Record<string, number>>;
    });

/**
 * Validates a complete upload and commits it: files in the vault first, then one transaction that names them. Until
 * that transaction nothing has happened; after it only the spool is left to clear. So it may die anywhere and run
 * again, also twice at the same moment.
 */
export function commitUpload(context: IntakeContext): JobHandler<'commit-upload'> {
  const { db, spool } = context;
  return async ({ uploadId }, signal) => {
    const upload = await findAnyUpload(db, uploadId);
    if (upload === null) throw rejected('not_found', `there is no upload ${uploadId}`);
    if (upload.status.state === 'receiving') return;
    if (upload.status.state === 'validating') {
      const vaultKey = await requireCurrentVaultKey(db);
      const { keyEpoch } = upload.manifest;
      await whileWritingUnder(db, [{ vaultKey }, { keyEpoch }], async () => {
        await requireStillCurrent(db, vaultKey);
        if ((await findAnyUpload(db, uploadId))?.status.state !== 'validating') return;
        await commit(context, upload, vaultKey, signal);
      });
    }
    await spool.remove(uploadId);
  };
}

async function commit(
  context: IntakeContext,
  upload: Upload,
  vaultKeyCheck: string,
  signal: AbortSignal,
): Promise<void> {
  const { clock, events } = context;
  const { uploadId } = upload;
  const started = clock.now();
  const outcome = await examine(context, upload, vaultKeyCheck, signal);
  const code =
    outcome.is === 'stored' ? await accept(context, upload, vaultKeyCheck, outcome, signal) : outcome.code;
  if (code === null && outcome.is === 'stored') {
    events.uploadCommitted({
      uploadId,
      kind: upload.kind,
      factRows: upload.manifest.files.facts.rows,
      quarantined: Object.values(outcome.quarantined).reduce((sum, rows) => sum + rows, 0),
      milliseconds: clock.now().getTime() - started.getTime(),
    });
  } else if (code !== null) {
    await refuse(context, upload, code);
  }
}

/**
 * For a job that was given up because trying again is no use: the contributor is told, and may send the file again.
 * What may work later, such as a full disk, stays as it is and is rung again by the sweeper.
 */
export function giveUpUpload(context: Pick<IntakeContext, 'db' | 'clock' | 'events' | 'spool'>) {
  return async ({ uploadId }: { readonly uploadId: string }, error: unknown): Promise<void> => {
    const known = error instanceof AppError ? error : null;
    const upload = await findAnyUpload(context.db, uploadId);
    if (upload?.status.state !== 'validating' || known?.kind === 'transient') return;
    await refuse(context, upload, known?.kind === 'rejected' ? known.code : 'fault');
    await context.spool.remove(uploadId);
  };
}

async function examine(
  context: IntakeContext,
  upload: Upload,
  vaultKeyCheck: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const { spool, vault } = context;
  const { uploadId, manifest } = upload;
  const received = await spool.received(uploadId);
  for (const file of UPLOAD_FILES) {
    if (received[file] !== manifest.files[file].bytes) return { is: 'refused', code: 'upload_incomplete' };
    signal.throwIfAborted();
    const digest = await sha256OfFile(spool.pathOf(uploadId, file));
    if (digest !== manifest.files[file].sha256) return { is: 'refused', code: 'manifest_digest_differs' };
  }
  const engine = await openEngine({
    ...context.engine,
    folders: [spool.folder, ...vault.folders],
    signal,
  });
  try {
    const paths = { identity: spool.pathOf(uploadId, 'identity'), facts: spool.pathOf(uploadId, 'facts') };
    const verdict = await judgeContent(engine, paths, await expectationOf(context, upload));
    if (verdict.is === 'refused') return verdict;
    const { quarantined } = verdict;
    const layer = context.keyring.layerOf(vaultKeyCheck);
    const rules = packOf(upload)?.rules ?? [];
    const stored = await storeUpload(engine, context, upload, rules, layer).catch(writeAgainIfMissing);
    return stored.is === 'refused' ? stored : { ...stored, quarantined };
  } finally {
    await engine.close();
  }
}

async function expectationOf({ db, clock }: IntakeContext, upload: Upload): Promise<Expectation> {
  const { manifest } = upload;
  const inForce = await findCatalogue(db);
  const pack = packOf(upload);
  return {
    manifest,
    decoys: (await findDecoyOpening(db, upload.uploadId))?.decoys ?? [],
    ruleCodes: new Set(pack?.rules.map((rule) => rule.code) ?? []),
    maxValuesPerRule: pack?.maxValuesPerRule ?? 0,
    credentialCodes: inForce?.catalogue.credentials.map((credential) => credential.code) ?? [],
    catalogueCodes: inForce === null ? [] : codesOf(inForce.catalogue),
    today: todayOf(clock),
  };
}

/**
 * Null where the upload is committed, or was withdrawn meanwhile; else why it cannot be. Unless it is committed its files
 * are removed: nothing may lie in the vault under a key that nobody knows it to be under.
 */
async function accept(
  context: IntakeContext,
  upload: Upload,
  vaultKeyCheck: string,
  { files, continues, quarantined }: Extract<Outcome, { is: 'stored' }>,
  signal: AbortSignal,
): Promise<ErrorCode | null> {
  const { uploadId } = upload;
  const at = context.clock.now();
  const removeFiles = (): Promise<void> =>
    removeVaultFiles(context, { identity: files.identityFile, facts: files.factsFile });
  try {
    signal.throwIfAborted();
    const isAccepted = await inTransaction(context.db, 'commit-upload', async (tx) => {
      await lockVaultReferences(tx);
      await requireFiles(context, files);
      await requireStillCurrent(tx, vaultKeyCheck);
      const committed = { ...files, vaultKeyCheck, continues, quarantined, finishedAt: at };
      if (!(await acceptUpload(tx, uploadId, committed))) return false;
      if (files.decoys.length > 0) await numberDecoys(tx, uploadId, files.decoys);
      await insertAuditEvent(tx, { actor: INTAKE_ACTOR, action: 'upload.committed', subject: uploadId, at });
      await takePlace(tx, upload, at);
      return true;
    });
    if (!isAccepted) await removeFiles();
    return null;
  } catch (error) {
    // Where this fails too, the sweeper does it; what went wrong first is what the log has to say.
    await removeFiles().catch(() => undefined);
    if (!(error instanceof CannotTakePlace)) throw error;
    return error.code;
  }
}

class CannotTakePlace extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

/**
 * Supersedes the upload this one replaces. One of the epoch before stays as it is until the cut-over: runs still read it.
 */
async function takePlace(tx: Parameters<typeof acceptUpload>[0], upload: Upload, at: Date): Promise<void> {
  const { uploadId, organisation, kind, manifest, supersedes } = upload;
  const exchange = await findExchange(tx);
  const { keyEpoch } = manifest;
  if (keyEpoch !== exchange?.keyEpoch && keyEpoch !== exchange?.nextEpoch?.keyEpoch)
    throw new CannotTakePlace('key_epoch_not_current');
  if (supersedes === null) return;
  if (await isOfEarlierEpoch(tx, supersedes, keyEpoch)) {
    if ((await findReplacement(tx, supersedes, keyEpoch)) !== uploadId)
      throw new CannotTakePlace('upload_state_forbids');
    return;
  }
  if (!(await supersedeUpload(tx, supersedes, { uploadId, organisation, kind })))
    throw new CannotTakePlace('upload_state_forbids');
  await insertAuditEvent(tx, {
    actor: INTAKE_ACTOR,
    action: 'upload.superseded',
    subject: supersedes,
    at,
  });
}

async function requireCurrentVaultKey(db: Database): Promise<string> {
  const keyCheck = await findCurrentVaultKey(db);
  if (keyCheck === null) throw fault('no key of the vault is current');
  return keyCheck;
}

/** The keys of the vault may have been changed since the files were written; then the job writes them again. */
async function requireStillCurrent(db: Database, vaultKeyCheck: string): Promise<void> {
  if ((await findCurrentVaultKey(db)) === vaultKeyCheck) return;
  throw transient('service_unavailable', 'the keys of the vault were changed while the upload was committed');
}

/** The same content may have been withdrawn by another upload since it was written; then the job writes it again. */
async function requireFiles({ vault }: IntakeContext, files: StoredFiles): Promise<void> {
  try {
    await vault.pathOf('identity', files.identityFile);
    await vault.pathOf('facts', files.factsFile);
  } catch (cause) {
    throw transient('service_unavailable', 'a file of the upload was removed before it was committed', cause);
  }
}

/** A file being made was removed, because a key went out of use meanwhile; the job writes it again. */
function writeAgainIfMissing(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'vault_file_missing') throw error;
  throw transient('service_unavailable', 'a file of the upload was removed while it was written', error);
}

async function refuse(
  { db, clock, events }: Pick<IntakeContext, 'db' | 'clock' | 'events'>,
  upload: Upload,
  code: ErrorCode,
): Promise<void> {
  const { uploadId, kind } = upload;
  const at = clock.now();
  await inTransaction(db, 'refuse-upload', async (tx) => {
    if (!(await refuseUpload(tx, uploadId, code, at))) return;
    await insertAuditEvent(tx, { actor: INTAKE_ACTOR, action: 'upload.refused', subject: uploadId, at });
  });
  events.uploadRefused({ uploadId, kind, code });
}
