import { join } from 'node:path';
import { startPostgres } from '@credlink/embedded/postgres';
import { Secret } from '@credlink/runtime';
import { type LoginRole, openStore, type Store } from '@credlink/store';
import { prepareDatabase } from '../../services/embedded/src/prepare-database.ts';
import { TEST_PASSWORDS } from '../support/test-logins.ts';

export type BenchDatabase = {
  readonly url: (role: LoginRole) => Secret<string>;
  readonly adminStore: Store;
  readonly close: () => Promise<void>;
};

/** A database of one task's own, on a server that keeps its promises to the disk. */
export async function startDatabase(folder: string): Promise<BenchDatabase> {
  const server = await startPostgres({ folder: join(folder, 'postgres'), durability: 'full' });
  const urls = await prepareDatabase(server.adminUrl, TEST_PASSWORDS);
  const admin = new URL(server.adminUrl);
  admin.pathname = new URL(urls.intake).pathname;
  const adminStore = openStore({ url: admin.href, applicationName: 'credlink-bench', maxConnections: 2 });
  return {
    url: (role) => new Secret(urls[role]),
    adminStore,
    close: async () => {
      await adminStore.close();
      await server.stop();
    },
  };
}
