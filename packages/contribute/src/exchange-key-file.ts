import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError, type ExchangeParameters, rejected } from '@credlink/contracts';
import {
  type ExchangeKey,
  formatExchangeKeyFile,
  generateExchangeKey,
  keyCheckValue,
  parseExchangeKeyFile,
} from '@credlink/tokens';
import { cannotBeMade, openNewKeyFile } from './new-key-file.ts';

/**
 * Writes a new exchange key to a file only its owner can read. Never overwrites: tokens made under a lost key join
 * with nothing.
 */
export async function createExchangeKeyFile(
  path: string,
  exchange: { readonly exchangeId: string; readonly keyEpoch: number },
): Promise<ExchangeKey> {
  const exchangeKey = { ...exchange, key: generateExchangeKey(randomBytes(32)) };
  const file = await openNewKeyFile(path);
  try {
    await file.writeFile(formatExchangeKeyFile(exchangeKey));
    await file.chmod(0o600);
    await file.sync();
  } catch (cause) {
    throw cannotBeMade(cause);
  } finally {
    await file.close();
  }
  return exchangeKey;
}

/** Reads a key file. Errors: `config_invalid`, which never repeats the content. */
export async function readExchangeKeyFile(path: string): Promise<ExchangeKey> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('rejected', 'config_invalid', 'the exchange key file cannot be read', { cause });
  }
  const reading = parseExchangeKeyFile(text);
  if (reading.kind === 'key') return reading.exchangeKey;
  throw rejected(
    'config_invalid',
    `the exchange key file is not one (${reading.problem}); ask the steward for it`,
  );
}

/**
 * The parameters of the exchange in the epoch a key is for, current or next. Refuses a key of any other epoch, before a
 * row is read. Errors: `key_epoch_not_current`, `config_invalid`.
 */
export function parametersOf(exchangeKey: ExchangeKey, parameters: ExchangeParameters): ExchangeParameters {
  const isOfExchange = exchangeKey.exchangeId.toLowerCase() === parameters.exchangeId.toLowerCase();
  const { nextEpoch } = parameters;
  const epochs = nextEpoch === null ? [parameters] : [parameters, nextEpoch];
  const epoch = epochs.find(({ keyEpoch }) => keyEpoch === exchangeKey.keyEpoch);
  if (isOfExchange && epoch === undefined) {
    const taken = nextEpoch === null ? '' : `, moving to epoch ${nextEpoch.keyEpoch}`;
    throw rejected(
      'key_epoch_not_current',
      `the key file is of epoch ${exchangeKey.keyEpoch}, the exchange is in epoch ${parameters.keyEpoch}${taken}; ` +
        'ask the steward for the key file of that epoch',
    );
  }
  if (epoch === undefined || !isOfExchange || keyCheckValue(exchangeKey.key) !== epoch.keyCheckValue) {
    throw rejected(
      'config_invalid',
      'the exchange key file belongs to another exchange; ask the steward for it',
    );
  }
  return {
    ...parameters,
    keyEpoch: epoch.keyEpoch,
    keyCheckValue: epoch.keyCheckValue,
    oprfPublicKey: epoch.oprfPublicKey,
  };
}

/** Lower-case hex that two parties compare to see that they hold the same key; tells nothing of it. */
export function exchangeKeyCheckValue({ key }: ExchangeKey): string {
  return keyCheckValue(key);
}
