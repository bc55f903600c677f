import type { z } from 'zod';
import { type Call, call, type Endpoint, json } from './call.ts';

/** Asks for a document of one service, by its schema. */
export type GetJson = <T>(
  path: string,
  schema: z.ZodType<T>,
  signal?: AbortSignal,
  query?: Call<T>['query'],
) => Promise<T>;

export function getJson(endpoint: Endpoint): GetJson {
  return (path, schema, signal, query) =>
    call(endpoint, {
      method: 'GET',
      path,
      isRepeatable: true,
      read: json(schema),
      signal,
      ...(query === undefined ? {} : { query }),
    });
}
