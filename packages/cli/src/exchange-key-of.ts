import { rejected } from '@credlink/contracts';
import { readExchangeKeyFile } from '@credlink/contribute';
import type { Session } from './session.ts';

/** The exchange key the profile names; the ExchangeKey of packages/tokens. */
export function exchangeKeyOf({ profile }: Session): ReturnType<typeof readExchangeKeyFile> {
  if (profile.exchangeKeyFile === null) {
    throw rejected(
      'config_invalid',
      'no exchange key is named; set CREDLINK_EXCHANGE_KEY_FILE or exchangeKeyFile in credlink.json',
    );
  }
  return readExchangeKeyFile(profile.exchangeKeyFile);
}
