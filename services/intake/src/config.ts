import {
  type Environment,
  httpSettings,
  queueUrl,
  readConfig,
  secretKey,
  wholeNumber,
} from '@credlink/runtime';
import { VAULT_LAYER_KEY_LENGTH } from '@credlink/vault';
import { z } from 'zod';

const Config = z.strictObject({
  // A file of any size is one request where the line holds.
  ...httpSettings({ port: 4102, requestsPerMinute: 6000 }),
  queueUrl: queueUrl(),
  /** The vault; this service has a part in `identity/` and `facts/` only. */
  vaultFolder: z.string().min(1),
  /** Where bytes wait until their upload is committed: one folder for one intake process. */
  spoolFolder: z.string().min(1),
  /** 32 bytes as base64. Uploads stored under another vault key never join with those under this one. */
  vaultKey: secretKey(32),
  /** 32 bytes as base64: the layer files are under, or were before the newest change of keys. */
  vaultLayerKey: secretKey(VAULT_LAYER_KEY_LENGTH).optional(),
  /** 32 bytes as base64: the layer the steward can change to. */
  nextVaultLayerKey: secretKey(VAULT_LAYER_KEY_LENGTH).optional(),
  /** Of the engine that validates: `1GB`. Beyond it, it spills to the spool folder. */
  memoryLimit: z
    .string()
    .regex(/^\d{1,6}(MB|GB|MiB|GiB)$/, 'is no size such as 512MB or 2GiB')
    .default('1GB'),
  threads: wholeNumber(1, 256).default(2),
  /** Most rows of the identity file and of the facts file of one upload. */
  maxIdentityRows: wholeNumber(1, 10_000_000_000).default(200_000_000),
  maxFactRows: wholeNumber(1, 10_000_000_000).default(50_000_000),
  /** Uploads of one organisation that are announced and not yet committed: how many, and how large together. */
  maxOpenUploads: wholeNumber(1, 1_000_000).default(64),
  maxOpenGib: wholeNumber(1, 1_000_000).default(64),
  /** Of the spool's disk, kept free for validation; an upload that would eat into it is put off. */
  spoolReserveGib: wholeNumber(0, 1_000_000).default(1),
  /** How often leftovers are looked for and unfinished jobs rung. */
  sweepSeconds: wholeNumber(1, 86_400).default(60),
  /** A commit whose process died is taken up again after so long. */
  jobLockSeconds: wholeNumber(1, 3600).default(30),
});

export type IntakeConfig = z.infer<typeof Config>;

/** Reads CREDLINK_* variables; `config_invalid` names everything that is wrong with them. */
export function readIntakeConfig(environment: Environment): IntakeConfig {
  return readConfig('CREDLINK_', Config, environment);
}
