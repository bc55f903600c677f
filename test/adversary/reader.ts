import { PublishedCell, PublishedTable } from '@credlink/contracts';
import { z } from 'zod';

const Cells = z.object({ cells: z.array(PublishedCell) });

/** What anybody on the network has: an address. Nothing here knows of the database behind it. */
export type Reader = {
  /** The answer as it comes. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Everything a release shows, downloaded table by table. */
  download(releaseId?: string): Promise<{
    readonly tables: readonly PublishedTable[];
    readonly cells: readonly PublishedCell[];
  }>;
};

export function readerOf(url: string): Reader {
  const get: Reader['get'] = (path, headers = {}) => fetch(`${url}${path}`, { headers });
  const json = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const reply = await get(path);
    if (reply.status !== 200) throw new Error(`GET ${path}: ${reply.status}`);
    return schema.parse(await reply.json());
  };
  return {
    get,
    async download(releaseId = 'latest') {
      const home = `/v1/releases/${releaseId}`;
      const { tables: names } = await json(home, z.object({ tables: z.array(z.string()) }));
      const tables = await Promise.all(names.map((name) => json(`${home}/tables/${name}`, PublishedTable)));
      const lists = await Promise.all(names.map((name) => json(`${home}/tables/${name}/cells`, Cells)));
      return { tables, cells: lists.flatMap(({ cells }) => cells) };
    },
  };
}
