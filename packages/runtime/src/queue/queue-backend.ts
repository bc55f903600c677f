import {
  createPostgresBackend,
  type JobsOptions,
  type PgPool,
  type Processor,
  Queue,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import pg from 'pg';
import type { Secret } from '../secret.ts';

/** Where the queue lives. The login of either reaches the queue and nothing else. */
export type QueueBackend =
  | { readonly kind: 'redis'; readonly url: Secret<string>; readonly prefix: string }
  | { readonly kind: 'postgres'; readonly url: Secret<string> };

/** The part of BullMQ's Queue and Worker that is used, the same for both backends. */
export type BackendQueue = {
  add(name: string, payload: unknown, options: JobsOptions): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
  disconnect(): Promise<void>;
};
export type BackendWorker = {
  on(event: 'error', listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(force: boolean): Promise<void>;
  disconnect(): Promise<void>;
};
export type BackendProcessor = Processor<unknown, void, string>;
export type BackendWorkerOptions = Omit<WorkerOptions, 'connection' | 'prefix'>;

export type OpenBackend = {
  readonly openQueue: (name: string) => BackendQueue;
  readonly openWorker: (
    name: string,
    process: BackendProcessor,
    options: BackendWorkerOptions,
  ) => BackendWorker;
  /** After all queues and workers. */
  readonly close: () => Promise<void>;
};

export function openBackend(backend: QueueBackend): OpenBackend {
  return backend.kind === 'redis' ? openRedis(backend) : openPostgres(backend);
}

function openRedis(backend: { readonly url: Secret<string>; readonly prefix: string }): OpenBackend {
  const connection = { url: backend.url.reveal() };
  return {
    openQueue: (name) => new Queue(name, { connection, prefix: backend.prefix }),
    openWorker: (name, process, options) =>
      new Worker<unknown, void, string>(name, process, { connection, prefix: backend.prefix, ...options }),
    close: async () => undefined,
  };
}

/** BullMQ's own schema; its unqualified names are looked up there. */
const SCHEMA = 'bullmq';
const POOL_SIZE = 12;

function openPostgres(backend: { readonly url: Secret<string> }): OpenBackend {
  const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend);
  const pool = new pg.Pool({
    connectionString: backend.url.reveal(),
    application_name: 'queue',
    options: `-c search_path=${SCHEMA}`,
    max: POOL_SIZE,
    keepAlive: true,
  });
  // Without listeners a server that restarts would end this process; BullMQ connects again by itself.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  // BullMQ describes pg in types of its own, which pg's do not fit word for word.
  const connection = pool as unknown as PgPool;
  return {
    openQueue: (name) => new PostgresQueue(name, { connection }),
    openWorker: (name, process, options) =>
      new PostgresWorker<unknown, void, string>(name, process, { connection, ...options }),
    close: () => pool.end(),
  };
}
