import { MAX_DECLARED_ROWS } from '@credlink/contracts';
import { type Environment, httpSettings, readConfig, secretKey, wholeNumber } from '@credlink/runtime';
import { z } from 'zod';
import { OPRF_SEED_LENGTH } from './derive-key-pair.ts';

const Config = z.strictObject({
  // Each request evaluates up to 1,024 elements.
  ...httpSettings({ port: 4101, requestsPerMinute: 1200 }),
  /** The seed of the OPRF keys, 32 bytes as base64. Whoever has it can test guesses of SSNs offline. */
  oprfKey: secretKey(OPRF_SEED_LENGTH),
  /** The seed of the next epoch's keys; where it is left out that epoch's are derived from the seed above. */
  nextOprfKey: secretKey(OPRF_SEED_LENGTH).optional(),
  /** Threads for curve work, of each epoch. */
  threads: wholeNumber(1, 256).default(2),
  /** Most rows one organisation can declare in one key epoch; a distinct SSN is asked for once, so use stays below. */
  maxDeclaredRows: wholeNumber(1, MAX_DECLARED_ROWS).default(20_000_000),
});

export type KeyholderConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readKeyholderConfig(environment: Environment): KeyholderConfig {
  return readConfig('CREDLINK_', Config, environment);
}
