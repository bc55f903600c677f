import { mkdir, rm } from 'node:fs/promises';
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
  /** What would stay on the contributors' own machines. */
  readonly contributors: string;
  readonly log: string;
};

/** Makes the folders of an exchange, readable by their owner only. */
export async function openHome(folder: string): Promise<Home> {
  const home: Home = {
    folder,
    postgres: join(folder, 'postgres'),
    vault: join(folder, 'vault'),
    spool: join(folder, 'spool'),
    temporary: join(folder, 'temporary'),
    keys: join(folder, 'keys'),
    contributors: join(folder, 'contributors'),
    log: join(folder, 'credlink.log'),
  };
  // PostgreSQL may run as another user, which has to pass through the folder itself.
  await mkdir(folder, { recursive: true, mode: 0o711 });
  for (const path of [home.vault, home.spool, home.temporary, home.keys, home.contributors]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  return home;
}

/** Forgets an exchange: database, vault, keys. */
export async function removeHome(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
