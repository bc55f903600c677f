import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

export const UPLOAD_FILES = ['identity', 'facts'] as const;
export type UploadFile = (typeof UPLOAD_FILES)[number];

/** Bytes on disk of each file of an upload: where a resumed upload goes on. */
export type Received = Readonly<Record<UploadFile, number>>;

/** The folder where bytes wait until their upload is committed or refused. Nothing in it is state: Postgres is. */
export type Spool = {
  readonly folder: string;
  pathOf(uploadId: string, file: UploadFile): string;
  /** Makes missing files of an upload, empty. Safe to repeat. */
  prepare(uploadId: string): Promise<void>;
  received(uploadId: string): Promise<Received>;
  /** Of its disk, to whoever this process runs as. */
  freeBytes(): Promise<number>;
  /** Removes both files. Safe to repeat. */
  remove(uploadId: string): Promise<void>;
  /** Ids of uploads that have a file here, each with the moment a byte last arrived. */
  list(): Promise<ReadonlyMap<string, Date>>;
};

const SPOOL_NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?:identity|facts)$/;

export async function openSpool(folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (uploadId: string, file: UploadFile): string => join(folder, `${uploadId}.${file}`);
  return {
    folder,
    pathOf,
    prepare: async (uploadId) => {
      for (const file of UPLOAD_FILES) await (await open(pathOf(uploadId, file), 'a', 0o600)).close();
    },
    received: async (uploadId) => ({
      identity: await sizeOf(pathOf(uploadId, 'identity')),
      facts: await sizeOf(pathOf(uploadId, 'facts')),
    }),
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    remove: async (uploadId) => {
      for (const file of UPLOAD_FILES) await rm(pathOf(uploadId, file), { force: true });
    },
    list: async () => {
      const found = new Map<string, Date>();
      for (const name of await readdir(folder)) {
        const uploadId = SPOOL_NAME.exec(name)?.[1];
        const status = uploadId === undefined ? null : await stat(join(folder, name)).catch(() => null);
        if (uploadId === undefined || status === null) continue;
        const known = found.get(uploadId);
        if (known === undefined || known < status.mtime) found.set(uploadId, status.mtime);
      }
      return found;
    },
  };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}
