import { createLogger, runService, systemClock } from '@credlink/runtime';
import { readKeyholderConfig } from './config.ts';
import { runPublicKey } from './public-key-command.ts';
import { startKeyholder } from './start-keyholder.ts';

const HELP = `
Evaluates blinded SSNs under quota, so that no one without its key can test guesses. It sees no token and no fact.

Variables:
  CREDLINK_DATABASE_URL         postgres://credlink_keyholder:...@host/database (required)
  CREDLINK_OPRF_KEY             32 bytes as base64, for instance of "openssl rand -base64 32" (required)
  CREDLINK_NEXT_OPRF_KEY        32 bytes as base64, for the epoch contributors move to (none)
  CREDLINK_HOST                 address to listen on (127.0.0.1)
  CREDLINK_PORT                 port to listen on (4101)
  CREDLINK_THREADS              threads for curve work (2)
  CREDLINK_MAX_DECLARED_ROWS    most rows one organisation can declare in one key epoch (20000000)
  CREDLINK_REQUESTS_PER_MINUTE  requests from one address (1200)
  CREDLINK_LOG_LEVEL            debug, info, warn or error (info)

Examples:
  CREDLINK_DATABASE_URL=... CREDLINK_OPRF_KEY=... node services/keyholder/src/main.ts
  node services/keyholder/src/main.ts public-key --help     what the steward needs to set up the exchange
`;

if (process.argv[2] === 'public-key') {
  process.exitCode = await runPublicKey(process.argv.slice(3), process.env, process.stdout, process.stderr);
} else {
  await runService({
    name: 'keyholder',
    help: HELP,
    start: (environment) => {
      const config = readKeyholderConfig(environment);
      const logger = createLogger({ name: 'keyholder', level: config.logLevel });
      return startKeyholder(config, { logger, clock: systemClock });
    },
  });
}
