import { z } from 'zod';
import { port, secretText, wholeNumber } from './config.ts';
import { LOG_LEVELS } from './logger.ts';

/**
 * Settings of every service that answers HTTP.
 *
 * @param defaults requests are those of one address in a minute
 */
export function httpSettings(defaults: { readonly port: number; readonly requestsPerMinute: number }) {
  return {
    /** Logs in as the service's own role. */
    databaseUrl: secretText(),
    host: z.string().default('127.0.0.1'),
    port: port().default(defaults.port),
    logLevel: z.enum(LOG_LEVELS).default('info'),
    requestsPerMinute: wholeNumber(1, 1_000_000).default(defaults.requestsPerMinute),
  };
}
