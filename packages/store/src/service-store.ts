import { openReadonlyStore, openStore, type ReadonlyStore, type Store } from './connection.ts';
import { listMigrations } from './migrate.ts';
import { assertRole, roleName, type ServiceRole } from './roles.ts';
import { assertSchemaVersion } from './schema-version.ts';

type Checked<S extends Store | ReadonlyStore> = S & {
  /** Throws while the database is away or has another schema than this checkout was written for. */
  readonly checkReady: () => Promise<void>;
};

/**
 * Opens the store of a service: logged in as the service's own role, on the schema it was written for, or not at
 * all. `config_invalid`, `schema_version_unsupported`, or transient where the database is away.
 */
export function openServiceStore(role: ServiceRole, url: string): Promise<Checked<Store>> {
  return checked(role, openStore({ url, applicationName: roleName(role) }));
}

/** The same for a service that may only read. */
export function openReadonlyServiceStore(role: ServiceRole, url: string): Promise<Checked<ReadonlyStore>> {
  return checked(role, openReadonlyStore({ url, applicationName: roleName(role) }));
}

async function checked<S extends Store | ReadonlyStore>(role: ServiceRole, store: S): Promise<Checked<S>> {
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
