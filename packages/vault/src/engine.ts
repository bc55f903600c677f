import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fault, transient } from '@credlink/contracts';
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';
import { fromEngineError } from './engine-error.ts';
import { type EngineParameters, type EngineRow, toEngineValues, toPlainValue } from './engine-value.ts';
import { quoteText } from './quote.ts';

export type EngineOptions = {
  /** As DuckDB writes it: `2GB`. Beyond it, queries spill to `tempFolder`. */
  readonly memoryLimit: string;
  readonly threads: number;
  /** Where queries spill to; each engine makes its own folder in it and removes that again. */
  readonly tempFolder: string;
  /** Most that queries may spill, as DuckDB writes it: beyond it they end with `disk_full`. What the disk holds unless said. */
  readonly spillLimit?: string | undefined;
  /** The only folders a statement may read and write. A path that leads elsewhere is refused by the engine itself. */
  readonly folders: readonly string[];
  /** Interrupts the running statement and refuses further ones. */
  readonly signal?: AbortSignal;
};

/**
 * One DuckDB in memory with one connection. Statements run one after the other. Errors are AppErrors: `cancelled`,
 * `vault_path_refused`, `vault_file_missing`, `disk_full`, `memory_exhausted`, or a fault.
 */
export type Engine = {
  /** Runs one or more statements and forgets their results. Parameters need a single statement. */
  run(sql: string, parameters?: EngineParameters): Promise<void>;
  /** All rows of a small result, each through `parse` where one is given. */
  rows(sql: string, parameters?: EngineParameters): Promise<EngineRow[]>;
  rows<T>(sql: string, parameters: EngineParameters, parse: (row: EngineRow) => T): Promise<T[]>;
  /** The one value of a result of one row and one column, through `parse` where one is given. */
  scalar(sql: string, parameters?: EngineParameters): Promise<unknown>;
  scalar<T>(sql: string, parameters: EngineParameters, parse: (value: unknown) => T): Promise<T>;
  /** The rows of a large result, about two thousand at a time. */
  stream(sql: string, parameters?: EngineParameters): AsyncIterable<readonly EngineRow[]>;
  /** The connection itself, for the other files of this package. */
  readonly connection: DuckDBConnection;
  /** Ends what is running and frees memory and temporary files. */
  close(): Promise<void>;
};

/** Settings that close every way out but `folders`; nothing is fetched, installed or remembered. */
const CLOSED = {
  allow_community_extensions: 'false',
  allow_persistent_secrets: 'false',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  preserve_insertion_order: 'true',
};

/**
 * Between 1.5.1 and 1.5.6 this step of DuckDB's optimiser takes two joins of the same tables for one although they keep
 * different columns, and answers a UNION ALL of both with the rows of one of them, without an error
 * (duckdb/duckdb issue 25819).
 */
const UNSOUND_STEPS = 'common_subplan';

/** Opens an engine of its own, with its own memory and temporary folder. Close it: it holds both until then. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { memoryLimit, threads, tempFolder, spillLimit, folders, signal } = options;
  await mkdir(tempFolder, { recursive: true, mode: 0o700 });
  const spillFolder = await mkdtemp(join(tempFolder, 'engine-'));
  const instance = await DuckDBInstance.create(':memory:', {
    ...CLOSED,
    memory_limit: memoryLimit,
    threads: String(threads),
    temp_directory: spillFolder,
  }).catch((error: unknown) => {
    throw fromEngineError(error);
  });
  const connection = await instance.connect();
  // Named among the settings of a new instance the limit has no effect (DuckDB 1.5.6).
  if (spillLimit !== undefined)
    await connection.run(`SET max_temp_directory_size = ${quoteText(spillLimit)}`);
  await confine(connection, folders);

  const running = new Set<Promise<unknown>>();
  let isClosed = false;

  /** Every call of the engine goes through here: errors are translated, and `close` waits for what still runs. */
  async function attempt<T>(call: () => Promise<T>): Promise<T> {
    if (isClosed) throw fault('the engine is closed');
    if (signal?.aborted) throw transient('cancelled', 'the query was interrupted');
    const pending = call();
    const settled = pending.catch(() => undefined);
    running.add(settled);
    // An interrupt that comes before the statement has started is lost, so it is repeated until the call ends.
    let repeat: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
      connection.interrupt();
      repeat = setInterval(() => connection.interrupt(), 50);
    };
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      return await pending;
    } catch (error) {
      throw fromEngineError(error);
    } finally {
      clearInterval(repeat);
      signal?.removeEventListener('abort', interrupt);
      running.delete(settled);
    }
  }

  const read = (sql: string, parameters: EngineParameters): Promise<EngineRow[]> =>
    attempt(async () => {
      const result = await connection.run(sql, toEngineValues(parameters));
      return result.convertRowObjects(toPlainValue);
    });

  function rows(sql: string, parameters?: EngineParameters): Promise<EngineRow[]>;
  function rows<T>(sql: string, parameters: EngineParameters, parse: (row: EngineRow) => T): Promise<T[]>;
  async function rows(
    sql: string,
    parameters: EngineParameters = [],
    parse: (row: EngineRow) => unknown = (row) => row,
  ): Promise<unknown[]> {
    return (await read(sql, parameters)).map(parse);
  }

  function scalar(sql: string, parameters?: EngineParameters): Promise<unknown>;
  function scalar<T>(sql: string, parameters: EngineParameters, parse: (value: unknown) => T): Promise<T>;
  async function scalar(
    sql: string,
    parameters: EngineParameters = [],
    parse: (value: unknown) => unknown = (value) => value,
  ): Promise<unknown> {
    const found = await read(sql, parameters);
    const values = Object.values(found[0] ?? {});
    if (found.length !== 1 || values.length !== 1) throw fault('the query does not yield exactly one value');
    return parse(values[0]);
  }

  async function* stream(
    sql: string,
    parameters: EngineParameters = [],
  ): AsyncIterable<readonly EngineRow[]> {
    const result: DuckDBResult = await attempt(() => connection.stream(sql, toEngineValues(parameters)));
    const names = result.deduplicatedColumnNames();
    for (;;) {
      const chunk = await attempt(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk
        .convertRows(toPlainValue)
        .map((row) => Object.fromEntries(names.map((name, column) => [name, row[column]])));
    }
  }

  return {
    run: (sql, parameters = []) =>
      attempt(async () => void (await connection.run(sql, toEngineValues(parameters)))),
    rows,
    scalar,
    stream,
    connection,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      const insist = setInterval(() => connection.interrupt(), 20);
      await Promise.all(running);
      clearInterval(insist);
      connection.closeSync();
      instance.closeSync();
      await rm(spillFolder, { recursive: true, force: true });
    },
  };
}

/** From here on the connection reaches `folders` and nothing else, and no setting can be changed any more. */
async function confine(connection: DuckDBConnection, folders: readonly string[]): Promise<void> {
  const allowed = new Set<string>();
  for (const folder of folders) {
    allowed.add(folder);
    allowed.add(await realpath(folder));
  }
  const list = [...allowed].map(quoteText).join(', ');
  await connection.run(`SET disabled_optimizers = ${quoteText(UNSOUND_STEPS)}`);
  await connection.run(`SET allowed_directories = [${list}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}
