import { ExchangeParameters, transient } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { type Database, findExchange } from '@credlink/store';
import type { IntakeContext } from '../context.ts';

/** The exchange this intake belongs to. Before it is set up there is nothing to contribute to. */
export async function requireExchange(db: Database): Promise<ExchangeParameters> {
  const exchange = await findExchange(db);
  if (exchange === null) throw transient('service_unavailable', 'the exchange has not been set up yet');
  return exchange;
}

export function showExchange(app: HttpApp, { db }: IntakeContext): void {
  app.get('/v1/exchange', { schema: { response: { 200: ExchangeParameters } } }, () => requireExchange(db));
}
