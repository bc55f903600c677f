import { createLogger, runService, systemClock } from '@credlink/runtime';
import { readPublisherConfig } from './config.ts';
import { startPublisher } from './start-publisher.ts';

await runService({
  name: 'publisher',
  help: `
Computes outcome statistics from facts and links, protects them, and publishes releases. It can reach no token.

Variables:
  CREDLINK_DATABASE_URL       postgres://credlink_publisher:...@host/database (required)
  CREDLINK_QUEUE_URL          redis://... or postgres://credlink_queue:... (required)
  CREDLINK_VAULT_FOLDER       the vault; facts/ and links/ are read, release/ is written (required)
  CREDLINK_RELEASE_KEY        seed of the key pair that certificates are signed with, 32 bytes in base64 (required)
  CREDLINK_CONCENTRATION_LIMITS  fewest employers and largest share of one, "3/0.75", where stricter than the policy's; secret
  CREDLINK_TEMP_FOLDER        where queries spill to, for this process alone (one in the system's)
  CREDLINK_MEMORY_LIMIT       beyond it a build spills to disk (4GiB)
  CREDLINK_THREADS            (2)
  CREDLINK_LOG_LEVEL          debug, info, warn or error (info)
  CREDLINK_SWEEP_SECONDS      how often lost rings are made good (15)
  CREDLINK_JOB_LOCK_SECONDS   after which a build whose process died is taken up again (15)
`,
  start: (environment) => {
    const config = readPublisherConfig(environment);
    const logger = createLogger({ name: 'publisher', level: config.logLevel });
    return startPublisher(config, { logger, clock: systemClock });
  },
});
