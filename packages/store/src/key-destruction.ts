import {
  type DestroyedKey,
  DestructionStatement,
  type DestructionView,
  DocumentSignature,
  fault,
  rejected,
} from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import { findExchange } from './exchange.ts';
import { listKeyEpochs } from './key-epoch.ts';
import type { Schema } from './schema/schema.ts';
import { listVaultKeys } from './vault-key.ts';

type Db = Kysely<Schema>;
type Tx = Transaction<Schema>;

const NOT_CHECKED = [
  'Backups and snapshots of disks and databases.',
  'Copies of the key anywhere but in the settings of the running service.',
];

type Emptied = Pick<DestructionStatement, 'epochKeys' | 'uploads' | 'emptiedAt' | 'checked' | 'notChecked'>;

/**
 * What can be certified of a key that is said to be destroyed.
 *
 * Claim: nobody gets a certificate for a key that is in use: no upload is under it, its files were deleted, and the
 * service that needs it was started without it since. Not claimed: that no copy of the key is left elsewhere; the
 * statement says so.
 *
 * @throws {AppError} `key_in_use`, `not_found`
 */
export async function stateDestruction(
  tx: Tx,
  key: DestroyedKey,
  declaredBy: string,
  at: Date,
): Promise<DestructionStatement> {
  const exchange = await findExchange(tx);
  if (exchange === null) throw rejected('not_found', 'the exchange has not been set up');
  const emptied = key.kind === 'vault_key' ? await emptiedVaultKey(tx, key) : await emptiedEpoch(tx, key);
  return {
    version: 1,
    document: 'key destruction',
    exchangeId: exchange.exchangeId,
    key,
    ...emptied,
    declaredBy,
    declaredAt: at.toISOString(),
  };
}

async function emptiedVaultKey(
  tx: Tx,
  { keyCheck }: Extract<DestroyedKey, { kind: 'vault_key' }>,
): Promise<Emptied> {
  const key = (await listVaultKeys(tx)).find((one) => one.keyCheck === keyCheck);
  if (key === undefined) throw rejected('not_found', 'there is no such vault key; see credlink keys status');
  if (key.state !== 'retired' || key.retiredAt === null || key.uploads > 0)
    throw rejected('key_in_use', `the vault key is ${key.state}; change to another one first`);
  if (key.isHeld) {
    throw rejected(
      'key_in_use',
      'intake was started with it; start it without it first (the inner key, CREDLINK_VAULT_KEY, cannot go)',
    );
  }
  return {
    epochKeys: null,
    uploads: { left: 0, moved: key.uploadsRekeyed, dropped: 0 },
    emptiedAt: key.retiredAt.toISOString(),
    checked: ['No upload has files under the key.', 'The intake that started last was not given the key.'],
    notChecked: NOT_CHECKED,
  };
}

async function emptiedEpoch(
  tx: Tx,
  { keyEpoch }: Extract<DestroyedKey, { kind: 'key_epoch' }>,
): Promise<Emptied> {
  const epoch = (await listKeyEpochs(tx)).find((one) => one.keyEpoch === keyEpoch);
  if (epoch === undefined)
    throw rejected('not_found', 'there was no such key epoch; see credlink keys status');
  if (epoch.state !== 'ended' || epoch.endedAt === null)
    throw rejected('key_in_use', `key epoch ${keyEpoch} is ${epoch.state}; cut over to the next one first`);
  if (epoch.isOprfKeyHeld !== false) {
    throw rejected(
      'key_in_use',
      'the keyholder was started with the seed of its OPRF key; start it with the new seed alone first',
    );
  }
  const { keyCheckValue, oprfPublicKey, uploadsReplaced, uploadsDropped } = epoch;
  return {
    epochKeys: { keyCheckValue, oprfPublicKey },
    uploads: { left: 0, moved: uploadsReplaced, dropped: uploadsDropped },
    emptiedAt: epoch.endedAt.toISOString(),
    checked: [
      'No upload has tokens made under the keys.',
      'The keyholder that started last was not given a seed of the OPRF key.',
    ],
    notChecked: [...NOT_CHECKED, 'Copies of the exchange key in the hands of contributors.'],
  };
}

/** The subject of a key in the audit trail. */
export function subjectOfKey(key: DestroyedKey): string {
  return key.kind === 'vault_key' ? `vault key ${key.keyCheck}` : `epoch ${key.keyEpoch}`;
}

/** Enters a destruction, unsigned. A unique violation where that key has its certificate already. */
export async function insertDestruction(
  tx: Tx,
  destructionId: string,
  statement: DestructionStatement,
): Promise<void> {
  await tx
    .insertInto('key_destruction')
    .values({
      destruction_id: destructionId,
      subject: subjectOfKey(statement.key),
      statement: JSON.stringify(statement),
      ordered_by: statement.declaredBy,
      ordered_at: new Date(statement.declaredAt),
    })
    .execute();
}

/** Oldest first. */
export async function listDestructions(db: Db): Promise<readonly DestructionView[]> {
  const rows = await db
    .selectFrom('key_destruction')
    .select(['destruction_id', 'statement', 'signature'])
    .orderBy('ordered_at')
    .orderBy('destruction_id')
    .execute();
  return rows.map((row) => {
    const statement = DestructionStatement.safeParse(row.statement);
    const signature = DocumentSignature.nullable().safeParse(row.signature);
    if (!statement.success || !signature.success)
      throw fault(`destruction ${row.destruction_id} does not decode`);
    return { destructionId: row.destruction_id, statement: statement.data, signature: signature.data };
  });
}

/** Puts the publisher's signature to a destruction that has none yet. */
export async function signDestruction(
  tx: Tx,
  destructionId: string,
  signature: DocumentSignature,
): Promise<void> {
  await tx
    .updateTable('key_destruction')
    .set({ signature: JSON.stringify(signature) })
    .where('destruction_id', '=', destructionId)
    .where('signature', 'is', null)
    .execute();
}
