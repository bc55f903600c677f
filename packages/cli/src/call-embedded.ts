import { fault } from '@credlink/contracts';

type EmbeddedCall = 'startExchange' | 'loadExchange';

/**
 * Calls the embedded exchange. It is imported when it is asked for and not before: a contributor's command never
 * loads a service (ADR 0002).
 */
export async function callEmbedded(
  name: EmbeddedCall,
  options: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const embedded: Readonly<Record<string, unknown>> = await import('@credlink/embedded');
  const call = embedded[name];
  if (typeof call !== 'function') throw fault(`this installation has no ${name}`);
  return call(options);
}
