import { type ErrorCode, rejected, type VaultKeyState } from '@credlink/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';
import { requireNobodyReads, requireSettledKeys } from './settled-keys.ts';

type Db = Kysely<Schema>;
type Tx = Transaction<Schema>;

export type VaultKey = {
  readonly keyCheck: string;
  readonly state: VaultKeyState;
  readonly isHeld: boolean;
  readonly introducedAt: Date;
  readonly currentAt: Date | null;
  readonly retiredAt: Date | null;
  /** Uploads with files under it now. */
  readonly uploads: number;
  /** Uploads that were taken out from under it. */
  readonly uploadsRekeyed: number;
};

/** Check values of the keys an intake was given; `plain` is that of the vault key without a layer. */
export type HeldVaultKeys = {
  readonly plain: string;
  readonly layer: string | null;
  readonly next: string | null;
};

/**
 * Enters what an intake that starts was given. The first of a database decides which key is current: its layer
 * where nothing is stored yet; else the vault key alone, for that is what files without a check value are under.
 *
 * @throws {AppError} `config_invalid` where files are under a key it was not given: it could neither join new uploads
 * with them nor ever take them out from under it
 */
export async function enterVaultKeys(tx: Tx, { plain, layer, next }: HeldVaultKeys, at: Date): Promise<void> {
  const isFirst = (await findCurrentVaultKey(tx)) === null;
  const first = isFirst ? (((await hasUnkeyedFiles(tx)) ? null : layer) ?? plain) : null;
  const layers = [layer, next].filter((keyCheck) => keyCheck !== null);
  await enterAsReady(tx, first === plain ? [plain, ...layers] : layers, at);
  const held = [plain, ...layers];
  await tx.updateTable('vault_key').set({ is_held: true }).where('key_check', 'in', held).execute();
  await tx.updateTable('vault_key').set({ is_held: false }).where('key_check', 'not in', held).execute();
  if (first !== null) await makeCurrent(tx, first, at);
  if (first === plain) {
    await tx
      .updateTable('upload')
      .set({ vault_key_check: plain })
      .where('identity_file', 'is not', null)
      .where('vault_key_check', 'is', null)
      .execute();
  }
  const missing = (await listVaultKeys(tx)).filter(
    ({ state, isHeld, uploads }) => !isHeld && (state === 'current' || state === 'retiring' || uploads > 0),
  );
  if (missing.length === 0) return;
  throw rejected(
    'config_invalid',
    `files of the vault are under keys this intake was not given, with check values ${missing.map(({ keyCheck }) => keyCheck).join(', ')}; ` +
      'see CREDLINK_VAULT_KEY, CREDLINK_VAULT_LAYER_KEY and CREDLINK_NEXT_VAULT_LAYER_KEY',
  );
}

/** Files that were stored before keys had check values. */
async function hasUnkeyedFiles(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectFrom('upload')
    .select('upload_id')
    .where('identity_file', 'is not', null)
    .where('vault_key_check', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function enterAsReady(tx: Tx, keyChecks: readonly string[], at: Date): Promise<void> {
  if (keyChecks.length === 0) return;
  await tx
    .insertInto('vault_key')
    .values(keyChecks.map((key_check) => ({ key_check, state: 'ready', is_held: true, introduced_at: at })))
    .onConflict((conflict) => conflict.column('key_check').doNothing())
    .execute();
}

async function makeCurrent(tx: Tx, keyCheck: string, at: Date): Promise<void> {
  await tx
    .updateTable('vault_key')
    .set({ state: 'current', current_at: at })
    .where('key_check', '=', keyCheck)
    .execute();
}

/** Check value of the key new files go under; null before any intake has started. */
export async function findCurrentVaultKey(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('vault_key')
    .select('key_check')
    .where('state', '=', 'current')
    .executeTakeFirst();
  return row?.key_check ?? null;
}

/** All keys there ever were, oldest first. */
export async function listVaultKeys(db: Db): Promise<readonly VaultKey[]> {
  const { rows } = await sql<VaultKey>`
    SELECT k.key_check AS "keyCheck", k.state, k.is_held AS "isHeld", k.introduced_at AS "introducedAt",
      k.current_at AS "currentAt", k.retired_at AS "retiredAt", k.uploads_rekeyed AS "uploadsRekeyed",
      (SELECT count(*) FROM upload u WHERE u.vault_key_check = k.key_check AND u.state IN ('committed', 'superseded'))
        AS uploads
    FROM vault_key k ORDER BY k.introduced_at, k.key_check`.execute(db);
  return rows;
}

/** Whether files are being taken out from under a key. */
export async function isVaultKeyChanging(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('vault_key')
    .select('key_check')
    .where('state', '=', 'retiring')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Makes the key that intake holds ready the current one; the current one is then retiring.
 *
 * @returns its check value
 * @throws {AppError} those of `requireSettledKeys` and `requireNobodyReads`; `no_vault_key_ready`
 */
export async function changeVaultKey(tx: Tx, at: Date): Promise<string> {
  await requireSettledKeys(tx);
  const keys = await listVaultKeys(tx);
  const ready = keys.filter(({ state, isHeld }) => state === 'ready' && isHeld).at(-1);
  const current = keys.find(({ state }) => state === 'current');
  if (ready === undefined || current === undefined) {
    throw rejected(
      'no_vault_key_ready',
      'Intake holds no other key: give it CREDLINK_NEXT_VAULT_LAYER_KEY, start it again, then ask again.',
    );
  }
  await requireNobodyReads(tx);
  await tx
    .updateTable('vault_key')
    .set({ state: 'retiring' })
    .where('key_check', '=', current.keyCheck)
    .execute();
  await makeCurrent(tx, ready.keyCheck, at);
  return ready.keyCheck;
}

/** Uploads with files under another key than the current one, oldest first. */
export async function listUploadsToRekey(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('upload as u')
    .innerJoin('vault_key as k', 'k.key_check', 'u.vault_key_check')
    .select('u.upload_id')
    .where('k.state', '<>', 'current')
    .where('u.state', 'in', ['committed', 'superseded'])
    .orderBy('u.created_at')
    .orderBy('u.upload_id')
    .execute();
  return rows.map((row) => row.upload_id);
}

export type RekeyFailure = {
  readonly uploadId: string;
  readonly organisation: string;
  readonly code: string;
};

/** Uploads that wait for another key and could not be taken there at the last attempt, oldest first. */
export async function listRekeyFailures(db: Db): Promise<readonly RekeyFailure[]> {
  const { rows } = await sql<RekeyFailure>`
    SELECT u.upload_id AS "uploadId", u.organisation, u.rekey_failure AS code
    FROM upload u JOIN vault_key k ON k.key_check = u.vault_key_check
    WHERE k.state <> 'current' AND u.state IN ('committed', 'superseded') AND u.rekey_failure IS NOT NULL
    ORDER BY u.created_at, u.upload_id`.execute(db);
  return rows;
}

/** Keeps why an upload could not be taken to another key. It is forgotten when it was. */
export async function noteRekeyFailure(tx: Tx, uploadId: string, code: ErrorCode): Promise<void> {
  await tx
    .updateTable('upload')
    .set({ rekey_failure: code })
    .where('upload_id', '=', uploadId)
    .where('state', 'in', ['committed', 'superseded'])
    .execute();
}

export type KeyedFiles = {
  readonly identityFile: string;
  readonly factsFile: string;
  readonly vaultKeyCheck: string;
};

/** The files of an upload are others now, under another key. False where they are no longer those it had. */
export async function replaceKeyedFiles(
  tx: Tx,
  uploadId: string,
  was: KeyedFiles,
  now: KeyedFiles,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('upload')
    .set({
      identity_file: now.identityFile,
      facts_file: now.factsFile,
      vault_key_check: now.vaultKeyCheck,
      rekey_failure: null,
    })
    .where('upload_id', '=', uploadId)
    .where('state', 'in', ['committed', 'superseded'])
    .where('identity_file', '=', was.identityFile)
    .where('facts_file', '=', was.factsFile)
    .where('vault_key_check', '=', was.vaultKeyCheck)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await tx
    .updateTable('vault_key')
    .set((eb) => ({ uploads_rekeyed: eb('uploads_rekeyed', '+', 1) }))
    .where('key_check', '=', was.vaultKeyCheck)
    .execute();
  return true;
}

/** The key under which no file is left. @returns its check value, null where none was retiring */
export async function retireVaultKey(tx: Tx, at: Date): Promise<string | null> {
  const row = await tx
    .updateTable('vault_key')
    .set({ state: 'retired', retired_at: at })
    .where('state', '=', 'retiring')
    .returning('key_check')
    .executeTakeFirst();
  return row?.key_check ?? null;
}
