import type { Engine } from '@credlink/vault';

/** What linking needs of an engine. */
export type LinkEngine = Pick<Engine, 'run' | 'rows' | 'stream' | 'scalar' | 'connection' | 'close'>;

/** A count or a share out of a result, whatever integer type the column has. */
export function numberIn(row: Readonly<Record<string, unknown>> | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw new TypeError(`column ${column} holds no number`);
  }
  return Number(value);
}

/** Runs statements in order; between two of them a run can be cancelled. */
export async function runAll(
  engine: LinkEngine,
  statements: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const statement of statements) {
    signal.throwIfAborted();
    await engine.run(statement);
  }
}
