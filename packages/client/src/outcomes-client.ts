import {
  Certificate,
  MeasureDefinition,
  PublishedCell,
  PublishedRelease,
  PublishedTable,
  ReleaseKey,
  ReleaseLattice,
} from '@credlink/contracts';
import { z } from 'zod';
import { call, type Endpoint } from './call.ts';
import { getJson } from './get-json.ts';

/** A lattice address: measure, variant and codes of dimensions; what is left out is not filtered. */
export type CellQuery = Readonly<Record<string, string>>;

export type OutcomesClient = ReturnType<typeof outcomesClient>;

/** Released statistics. `latest` may stand for a release id. */
export function outcomesClient(endpoint: Endpoint) {
  const get = getJson(endpoint);
  const of = (releaseId: string): string => `/v1/releases/${encodeURIComponent(releaseId)}`;
  const cellsOf = (releaseId: string, table: string): string =>
    `${of(releaseId)}/tables/${encodeURIComponent(table)}/cells`;

  return {
    releases: async (signal?: AbortSignal): Promise<readonly PublishedRelease[]> =>
      (await get('/v1/releases', z.object({ releases: z.array(PublishedRelease) }), signal)).releases,
    release: (releaseId: string, signal?: AbortSignal): Promise<PublishedRelease> =>
      get(of(releaseId), PublishedRelease, signal),
    certificate: (releaseId: string, signal?: AbortSignal): Promise<Certificate> =>
      get(`${of(releaseId)}/certificate`, Certificate, signal),
    lattice: (releaseId: string, signal?: AbortSignal): Promise<ReleaseLattice> =>
      get(`${of(releaseId)}/lattice`, ReleaseLattice, signal),
    keys: async (signal?: AbortSignal): Promise<readonly ReleaseKey[]> =>
      (await get('/v1/keys', z.object({ keys: z.array(ReleaseKey) }), signal)).keys,
    definitions: async (releaseId: string, signal?: AbortSignal): Promise<readonly MeasureDefinition[]> =>
      (
        await get(
          `${of(releaseId)}/definitions`,
          z.object({ definitions: z.array(MeasureDefinition) }),
          signal,
        )
      ).definitions,
    tables: async (releaseId: string, signal?: AbortSignal): Promise<readonly PublishedTable[]> =>
      (await get(`${of(releaseId)}/tables`, z.object({ tables: z.array(PublishedTable) }), signal)).tables,
    table: (releaseId: string, table: string, signal?: AbortSignal): Promise<PublishedTable> =>
      get(`${of(releaseId)}/tables/${encodeURIComponent(table)}`, PublishedTable, signal),
    cells: async (
      releaseId: string,
      table: string,
      query: CellQuery,
      signal?: AbortSignal,
    ): Promise<readonly PublishedCell[]> =>
      (await get(cellsOf(releaseId, table), z.object({ cells: z.array(PublishedCell) }), signal, query))
        .cells,
    /** The same cells as the service's own CSV. */
    cellsCsv: (releaseId: string, table: string, query: CellQuery, signal?: AbortSignal): Promise<string> =>
      call(endpoint, {
        method: 'GET',
        path: cellsOf(releaseId, table),
        query: { ...query, format: 'csv' },
        accept: 'text/csv',
        isRepeatable: true,
        read: (text) => text,
        signal,
      }),
  };
}
