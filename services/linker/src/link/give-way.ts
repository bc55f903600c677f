import { setImmediate } from 'node:timers/promises';

/**
 * Lets all else that waits have its turn: work on values and hits waits for nothing but itself, and without this no timer
 * would run while it lasts.
 *
 * @throws the signal's reason once it is aborted
 */
export async function giveWay(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}
