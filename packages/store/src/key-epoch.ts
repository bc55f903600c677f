import { type KeyEpochState, rejected } from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';
import { requireNobodyReads, requireSettledKeys } from './settled-keys.ts';
import { uploadsThatCount } from './uploads-that-count.ts';

type Db = Kysely<Schema>;
type Tx = Transaction<Schema>;

export type KeyEpoch = {
  readonly keyEpoch: number;
  readonly state: KeyEpochState;
  readonly keyCheckValue: string;
  /** Base64. */
  readonly oprfPublicKey: string;
  /** ISO day by which contributors are asked to have sent their files. */
  readonly due: string | null;
  readonly begunAt: Date;
  readonly currentAt: Date | null;
  readonly endedAt: Date | null;
  /** Uploads whose files were exchanged for those of the epoch after it. */
  readonly uploadsReplaced: number;
  /** Uploads that ended with it. */
  readonly uploadsDropped: number;
  /** Whether the keyholder that started last was given a seed of its OPRF key; null before any has said so. */
  readonly isOprfKeyHeld: boolean | null;
};

/** All epochs there ever were, oldest first. */
export async function listKeyEpochs(db: Db): Promise<readonly KeyEpoch[]> {
  const rows = await db
    .selectFrom('key_epoch')
    .select([
      'key_epoch as keyEpoch',
      'state',
      'key_check_value as keyCheckValue',
      'oprf_public_key as oprfPublicKey',
      'due',
      'begun_at as begunAt',
      'current_at as currentAt',
      'ended_at as endedAt',
      'uploads_replaced as uploadsReplaced',
      'uploads_dropped as uploadsDropped',
      'is_oprf_key_held as isOprfKeyHeld',
    ])
    .orderBy('key_epoch')
    .execute();
  return rows;
}

export type NextEpoch = Pick<KeyEpoch, 'keyEpoch' | 'keyCheckValue' | 'oprfPublicKey' | 'due'>;

/**
 * Lets contributors send under another epoch beside the current one. Asked again before anybody has sent anything, the
 * new particulars stand; later the due day alone can change.
 *
 * @throws {AppError} `key_epoch_invalid` where it is not the number after the current one, or where the keys are those
 * of the current one or are in use already
 */
export async function beginEpoch(tx: Tx, next: NextEpoch, at: Date): Promise<void> {
  const epochs = await listKeyEpochs(tx);
  const current = epochs.find(({ state }) => state === 'current');
  if (current === undefined || next.keyEpoch !== current.keyEpoch + 1) {
    throw rejected(
      'key_epoch_invalid',
      `the current epoch is ${current?.keyEpoch ?? 'none'}; only the one after it can begin`,
    );
  }
  if (epochs.some(({ keyCheckValue, state }) => keyCheckValue === next.keyCheckValue && state !== 'next')) {
    throw rejected('key_epoch_invalid', 'that exchange key was in use before; make another one');
  }
  const known = epochs.find(({ state }) => state === 'next');
  if (known !== undefined) {
    const isSame = known.keyCheckValue === next.keyCheckValue && known.oprfPublicKey === next.oprfPublicKey;
    if (!isSame && (await hasUploadsOf(tx, next.keyEpoch))) {
      throw rejected('key_epoch_invalid', 'contributors have sent files under other keys of this epoch');
    }
    await tx
      .updateTable('key_epoch')
      .set({ key_check_value: next.keyCheckValue, oprf_public_key: next.oprfPublicKey, due: next.due })
      .where('key_epoch', '=', next.keyEpoch)
      .execute();
    return;
  }
  await tx
    .insertInto('key_epoch')
    .values({
      key_epoch: next.keyEpoch,
      state: 'next',
      key_check_value: next.keyCheckValue,
      oprf_public_key: next.oprfPublicKey,
      due: next.due,
      begun_at: at,
    })
    .execute();
}

/** Enters of which epochs a keyholder that starts was given a seed. */
export async function enterHeldOprfKeys(tx: Tx, held: readonly number[]): Promise<void> {
  await tx
    .updateTable('key_epoch')
    .set((eb) => ({
      is_oprf_key_held: eb('key_epoch', '=', eb.fn.any(eb.val([...held]))).$castTo<boolean>(),
    }))
    .execute();
}

async function hasUploadsOf(tx: Tx, keyEpoch: number): Promise<boolean> {
  const row = await tx
    .selectFrom('upload')
    .select('upload_id')
    .where('key_epoch', '=', keyEpoch)
    .where('state', 'in', ['receiving', 'validating', 'committed'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type UploadToSend = { readonly uploadId: string; readonly organisation: string };

/**
 * Uploads that count and that no committed upload of the next epoch was sent in place of.
 */
export async function listUploadsToSend(db: Db): Promise<readonly UploadToSend[]> {
  return uploadsThatCount(db)
    .select(['u.upload_id as uploadId', 'u.organisation'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('upload as n')
            .select('n.upload_id')
            .whereRef('n.supersedes', '=', 'u.upload_id')
            .whereRef('n.key_epoch', '>', 'u.key_epoch')
            .where('n.state', '=', 'committed'),
        ),
      ),
    )
    .orderBy('u.organisation')
    .orderBy('u.created_at')
    .execute();
}

/** Whether an upload is of an epoch before `keyEpoch`. */
export async function isOfEarlierEpoch(db: Db, uploadId: string, keyEpoch: number): Promise<boolean> {
  const row = await db
    .selectFrom('upload')
    .select('upload_id')
    .where('upload_id', '=', uploadId)
    .where('key_epoch', '<', keyEpoch)
    .executeTakeFirst();
  return row !== undefined;
}

/** The committed upload of an epoch that was sent first in place of an older epoch's; null where none was. */
export async function findReplacement(db: Db, uploadId: string, keyEpoch: number): Promise<string | null> {
  const row = await db
    .selectFrom('upload')
    .select('upload_id')
    .where('supersedes', '=', uploadId)
    .where('key_epoch', '=', keyEpoch)
    .where('state', '=', 'committed')
    .orderBy('finished_at')
    .orderBy('upload_id')
    .executeTakeFirst();
  return row?.upload_id ?? null;
}

/** How many of them each organisation has. */
export function countByOrganisation(uploads: readonly UploadToSend[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { organisation } of uploads) counts.set(organisation, (counts.get(organisation) ?? 0) + 1);
  return counts;
}

/**
 * Makes the next epoch the current one; the current one is then ending, and intake deletes its tokens.
 *
 * @param without organisations whose uploads may end with the epoch although they were not sent again
 * @returns number of the new epoch
 * @throws {AppError} `key_epoch_invalid` where there is no next epoch; `key_epoch_incomplete`, which names who is
 * missing; those of `requireSettledKeys` and `requireNobodyReads`
 */
export async function cutOver(tx: Tx, without: ReadonlySet<string>, at: Date): Promise<number> {
  const epochs = await listKeyEpochs(tx);
  const next = epochs.find(({ state }) => state === 'next');
  if (next === undefined)
    throw rejected('key_epoch_invalid', 'no epoch was begun; see credlink keys begin-epoch');
  await requireSettledKeys(tx);
  await requireNobodyReads(tx);
  const missing = [...countByOrganisation(await listUploadsToSend(tx))].filter(([one]) => !without.has(one));
  if (missing.length > 0) {
    const parties = missing.map(([organisation, uploads]) => `${organisation} (${uploads})`);
    throw rejected(
      'key_epoch_incomplete',
      `uploads were not sent again under epoch ${next.keyEpoch}: ${parties.join(', ')}; wait for them, or leave them behind with --without`,
    );
  }
  await tx.updateTable('key_epoch').set({ state: 'ending' }).where('state', '=', 'current').execute();
  await tx
    .updateTable('key_epoch')
    .set({ state: 'current', current_at: at })
    .where('key_epoch', '=', next.keyEpoch)
    .execute();
  await tx
    .updateTable('exchange')
    .set({
      key_epoch: next.keyEpoch,
      key_check_value: next.keyCheckValue,
      oprf_public_key: next.oprfPublicKey,
    })
    .execute();
  return next.keyEpoch;
}
