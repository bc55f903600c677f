import { createLogger, runService, systemClock } from '@credlink/runtime';
import { readIntakeConfig } from './config.ts';
import { startIntake } from './start-intake.ts';

await runService({
  name: 'intake',
  help: `
Receives uploads, validates them, re-keys their tokens and commits them to the vault.

Variables:
  CREDLINK_DATABASE_URL         postgres://credlink_intake:...@host/database (required)
  CREDLINK_QUEUE_URL            redis://... or postgres://credlink_queue:... (required)
  CREDLINK_VAULT_FOLDER         the vault; identity/ and facts/ are written (required)
  CREDLINK_SPOOL_FOLDER         where bytes wait until they are committed, for this process alone (required)
  CREDLINK_VAULT_KEY            32 bytes as base64, for instance of "openssl rand -base64 32" (required)
  CREDLINK_VAULT_LAYER_KEY      32 bytes as base64: the layer the vault's files are under (none)
  CREDLINK_NEXT_VAULT_LAYER_KEY 32 bytes as base64: the layer "credlink keys rotate-vault" changes to (none)
  CREDLINK_HOST                 address to listen on (127.0.0.1)
  CREDLINK_PORT                 port to listen on (4102)
  CREDLINK_MEMORY_LIMIT         of a validation; beyond it, it spills to the spool folder (1GB)
  CREDLINK_THREADS              threads of a validation (2)
  CREDLINK_MAX_IDENTITY_ROWS    most tokens of one upload (200000000)
  CREDLINK_MAX_FACT_ROWS        most facts of one upload (50000000)
  CREDLINK_MAX_OPEN_UPLOADS     unfinished uploads of one organisation (64)
  CREDLINK_MAX_OPEN_GIB         GiB they announce together (64)
  CREDLINK_SPOOL_RESERVE_GIB    GiB of the spool's disk that uploads leave free (1)
  CREDLINK_REQUESTS_PER_MINUTE  requests from one address (6000)
  CREDLINK_SWEEP_SECONDS        how often leftovers are removed and lost rings made good (60)
  CREDLINK_JOB_LOCK_SECONDS     after which a commit whose process died is taken up again (30)
  CREDLINK_LOG_LEVEL            debug, info, warn or error (info)

Example:
  CREDLINK_DATABASE_URL=... CREDLINK_QUEUE_URL=... CREDLINK_VAULT_FOLDER=vault CREDLINK_SPOOL_FOLDER=spool \\
    CREDLINK_VAULT_KEY=... node services/intake/src/main.ts
`,
  start: (environment) => {
    const config = readIntakeConfig(environment);
    const logger = createLogger({ name: 'intake', level: config.logLevel });
    return startIntake(config, { logger, clock: systemClock });
  },
});
