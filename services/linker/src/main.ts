import { createLogger, runService, systemClock } from '@credlink/runtime';
import { readLinkerConfig } from './config.ts';
import { startLinker } from './start-linker.ts';

await runService({
  name: 'linker',
  help: `
Links records to persons over keyed tokens. It reads identity files, writes links files, and can reach no fact.

Variables:
  CREDLINK_DATABASE_URL       postgres://credlink_linker:...@host/database (required)
  CREDLINK_QUEUE_URL          redis://... or postgres://credlink_queue:... (required)
  CREDLINK_VAULT_FOLDER       the vault; identity/ is read, links/ is written (required)
  CREDLINK_TEMP_FOLDER        where queries spill to, for this process alone (one in the system's)
  CREDLINK_MEMORY_LIMIT       of the engine; beyond it a run spills to disk (4GiB). Beside it a run holds values, hits and
                              lone hits: each up to an eighth of it, 512 MiB at most, and eight bytes a subject
  CREDLINK_THREADS            (2)
  CREDLINK_LOG_LEVEL          debug, info, warn or error (info)
  CREDLINK_SWEEP_SECONDS      how often lost rings are made good (15)
  CREDLINK_JOB_LOCK_SECONDS   after which a run whose process died is taken up again (15)
`,
  start: (environment) => {
    const config = readLinkerConfig(environment);
    const logger = createLogger({ name: 'linker', level: config.logLevel });
    return startLinker(config, { logger, clock: systemClock });
  },
});
