import type { Clock } from '@credlink/runtime';
import type { Database } from '@credlink/store';
import type { Vault } from '@credlink/vault';
import type { LinkerConfig } from './config.ts';
import type { LinkerEvents } from './events.ts';

/** What a job may use: tokens in, links out. There is no way to a fact from here. */
export type LinkerContext = {
  readonly db: Database;
  readonly vault: Vault<'identity' | 'links'>;
  readonly clock: Clock;
  readonly events: LinkerEvents;
  readonly engine: Pick<LinkerConfig, 'memoryLimit' | 'spillLimit' | 'threads'> & {
    readonly tempFolder: string;
  };
};
