import { rejected } from '@credlink/contracts';
import type { Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';

type Tx = Transaction<Schema>;

/**
 * Claim: nothing reads files of the vault while they change keys or while an epoch ends, so nothing ever compares values
 * of two keys. A run or a release that is ordered or under way, or a release that is held for a steward's word (which
 * names its files), keeps a change from beginning (`requireNobodyReads`); a change under way keeps runs and releases
 * from being ordered, and another change from beginning.
 *
 * @throws {AppError} `vault_keys_changing`, `key_epoch_ending`
 */
export async function requireSettledKeys(tx: Tx): Promise<void> {
  const retiring = await tx
    .selectFrom('vault_key')
    .select('key_check')
    .where('state', '=', 'retiring')
    .executeTakeFirst();
  if (retiring !== undefined) {
    throw rejected(
      'vault_keys_changing',
      'The files of the vault are changing keys; wait for it (credlink keys status) and order again.',
    );
  }
  const ending = await tx
    .selectFrom('key_epoch')
    .select('key_epoch')
    .where('state', '=', 'ending')
    .executeTakeFirst();
  if (ending === undefined) return;
  throw rejected(
    'key_epoch_ending',
    `Tokens of key epoch ${ending.key_epoch} are being deleted; wait for it (credlink keys status) and order again.`,
  );
}

/** @throws {AppError} `run_state_forbids`, `release_state_forbids` */
export async function requireNobodyReads(tx: Tx): Promise<void> {
  const run = await tx
    .selectFrom('run')
    .select(['run_id', 'state'])
    .where('state', 'in', ['ordered', 'linking'])
    .executeTakeFirst();
  if (run !== undefined)
    throw rejected('run_state_forbids', `run ${run.run_id} is ${run.state}; wait for it, or cancel it`);
  const release = await tx
    .selectFrom('release')
    .select(['release_id', 'state'])
    .where('state', 'in', ['ordered', 'building', 'held'])
    .executeTakeFirst();
  if (release === undefined) return;
  throw rejected(
    'release_state_forbids',
    `release ${release.release_id} is ${release.state}; wait for it, or publish or withdraw it`,
  );
}
