import { createLogger, runService } from '@credlink/runtime';
import { readOutcomesConfig } from './config.ts';
import { startOutcomes } from './start-outcomes.ts';

await runService({
  name: 'outcomes',
  help: `
Serves released statistics and nothing else. Its database role can read published cells only.

Variables:
  CREDLINK_DATABASE_URL         postgres://credlink_outcomes:...@host/database (required)
  CREDLINK_HOST                 address to listen on (127.0.0.1)
  CREDLINK_PORT                 port to listen on (4100)
  CREDLINK_LOG_LEVEL            debug, info, warn or error (info)
  CREDLINK_REQUESTS_PER_MINUTE  requests from one address (600)

Example:
  CREDLINK_DATABASE_URL=postgres://credlink_outcomes:secret@localhost/credlink node services/outcomes/src/main.ts
`,
  start: (environment) => {
    const config = readOutcomesConfig(environment);
    return startOutcomes(config, { logger: createLogger({ name: 'outcomes', level: config.logLevel }) });
  },
});
