import { openStore, type Store } from './connection.ts';
import { listMigrations } from './migrate.ts';
import { assertRole, roleName, type ServiceRole } from './roles.ts';
import { assertSchemaVersion } from './schema-version.ts';

export type ServiceStore = Store & {
  /** Throws while the database is away or has another schema than this checkout was written for. */
  readonly checkReady: () => Promise<void>;
};

/**
 * Opens the store of a service: logged in as the service's own role, on the schema it was written for, or not at
 * all. `config_invalid`, `schema_version_unsupported`, or transient where the database is away.
 */
export async function openServiceStore(role: ServiceRole, url: string): Promise<ServiceStore> {
  const store = openStore({ url, applicationName: roleName(role) });
  try {
    const schemas = (await listMigrations()).slice(-1);
    const checkReady = () => assertSchemaVersion(store.db, schemas);
    await assertRole(store.db, role);
    await checkReady();
    return { ...store, checkReady };
  } catch (error) {
    await store.close();
    throw error;
  }
}
