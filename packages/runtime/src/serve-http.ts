import { createHttpService, type HttpApp, type HttpServiceOptions } from './http-service.ts';
import type { Shutdown } from './shutdown.ts';

export type ServeOptions = Omit<HttpServiceOptions, 'rateLimit'> & {
  readonly address: { readonly host: string; readonly port: number; readonly requestsPerMinute: number };
};

/**
 * Opens the HTTP edge of a service, for as long as the service runs.
 *
 * @returns the URL it listens on
 */
export async function serveHttp(
  shutdown: Shutdown,
  { address, ...options }: ServeOptions,
  addRoutes: (app: HttpApp) => void | Promise<void>,
): Promise<string> {
  const rateLimit = { max: address.requestsPerMinute, windowSeconds: 60 };
  const http = await createHttpService({ ...options, rateLimit });
  shutdown.onClose('http', http.close);
  await addRoutes(http.app);
  return http.listen(address);
}
