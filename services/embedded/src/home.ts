import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where an embedded exchange keeps everything. */
export type Home = {
  readonly folder: string;
  readonly postgres: string;
  readonly vault: string;
  readonly spool: string;
  readonly temporary: string;
  /** Keys and API keys: the part an operator would hand to the parties. */
  readonly keys: string;
  readonly secrets: string;
  /** What would stay on the contributors' own machines. */
  readonly contributors: string;
  /** Files of a simulated state. */
  readonly sample: string;
  readonly log: string;
};

/** Makes the folders of an exchange, readable by their owner only. */
export async function openHome(folder: string): Promise<Home> {
  const home = homeIn(folder);
  // PostgreSQL may run as another user, which has to pass through the folder itself.
  await mkdir(folder, { recursive: true, mode: 0o711 });
  for (const path of [home.vault, home.spool, home.temporary, home.keys, home.contributors]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  return home;
}

/**
 * Forgets an exchange: database, vault, keys. Nothing else that lies in the folder is touched, and nothing at all
 * where no exchange was started: people keep other things in a folder they name, or in `.credlink`.
 */
export async function removeHome(folder: string): Promise<void> {
  const home = homeIn(folder);
  if ((await stat(home.secrets).catch(() => null)) === null) return;
  const { postgres, vault, spool, temporary, contributors, sample, log, keys } = home;
  // Keys last: they tell a second try that the first was cut off.
  for (const path of [postgres, vault, spool, temporary, contributors, sample, `${sample}.new`, log, keys]) {
    await rm(path, { recursive: true, force: true });
  }
}

function homeIn(folder: string): Home {
  const keys = join(folder, 'keys');
  return {
    folder,
    postgres: join(folder, 'postgres'),
    vault: join(folder, 'vault'),
    spool: join(folder, 'spool'),
    temporary: join(folder, 'temporary'),
    keys,
    secrets: join(keys, 'secrets.json'),
    contributors: join(folder, 'contributors'),
    sample: join(folder, 'sample'),
    log: join(folder, 'credlink.log'),
  };
}
