import { createLogger, runService, systemClock } from '@credlink/runtime';
import { runBootstrap } from './bootstrap-command.ts';
import { readStewardConfig } from './config.ts';
import { startSteward } from './start-steward.ts';

const HELP = `
The control plane of an exchange: organisations, API keys, agreements, catalogue, orders for runs and releases, the
audit trail. It reads no token, no fact and no unreleased cell.

Variables:
  CREDLINK_DATABASE_URL         postgres://credlink_steward:...@host/database (required)
  CREDLINK_QUEUE_URL            redis://... or postgres://credlink_queue:... (required)
  CREDLINK_HOST                 address to listen on (127.0.0.1)
  CREDLINK_PORT                 port to listen on (4103)
  CREDLINK_REQUESTS_PER_MINUTE  requests from one address (1200)
  CREDLINK_LOG_LEVEL            debug, info, warn or error (info)

Examples:
  CREDLINK_DATABASE_URL=... CREDLINK_QUEUE_URL=... node services/steward/src/main.ts
  node services/steward/src/main.ts bootstrap --help     set up the exchange, once
`;

if (process.argv[2] === 'bootstrap') {
  process.exitCode = await runBootstrap(process.argv.slice(3), process.env, process.stdout, process.stderr);
} else {
  await runService({
    name: 'steward',
    help: HELP,
    start: (environment) => {
      const config = readStewardConfig(environment);
      const logger = createLogger({ name: 'steward', level: config.logLevel });
      return startSteward(config, { logger, clock: systemClock });
    },
  });
}
