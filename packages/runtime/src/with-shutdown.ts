import { createShutdown, type Shutdown } from './shutdown.ts';

/**
 * Starts a service that opens one thing after another. What it opened before it fails is closed again.
 *
 * @param start hands everything it opens to the shutdown
 * @param stopped called once everything is closed
 * @returns what `start` returns, and how to close it all
 */
export async function withShutdown<T extends object>(
  start: (shutdown: Shutdown) => Promise<T>,
  stopped: () => void,
): Promise<T & { readonly close: () => Promise<void> }> {
  const shutdown = createShutdown();
  try {
    const running = await start(shutdown);
    return {
      ...running,
      close: async () => {
        await shutdown.close();
        stopped();
      },
    };
  } catch (error) {
    await shutdown.close().catch(() => undefined);
    throw error;
  }
}
