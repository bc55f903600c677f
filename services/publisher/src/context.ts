import type { Clock, Secret } from '@credlink/runtime';
import type { Database } from '@credlink/store';
import type { Vault } from '@credlink/vault';
import type { PublisherConfig } from './config.ts';
import type { PublisherEvents } from './events.ts';
import type { SecretLimits } from './release-policy.ts';

export type PublisherVault = Vault<'facts' | 'links' | 'release' | 'ledger'>;

/** What a job may use: facts and links in, releases out. There is no way to a token from here. */
export type PublisherContext = {
  readonly db: Database;
  readonly vault: PublisherVault;
  readonly clock: Clock;
  readonly events: PublisherEvents;
  readonly releaseKey: Secret<Uint8Array>;
  readonly limits: Secret<SecretLimits> | null;
  readonly engine: Pick<PublisherConfig, 'memoryLimit' | 'spillLimit' | 'threads'> & {
    readonly tempFolder: string;
  };
};
