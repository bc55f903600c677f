import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStateFolder, type SourceFile, type StateFolder } from '@credlink/contribute';
import { afterEach, beforeEach } from 'vitest';

export type PrivateFolder = {
  readonly path: (...parts: string[]) => string;
  readonly state: () => Promise<StateFolder>;
  /** Writes a file and names it as a source. */
  readonly source: (
    name: string,
    kind: SourceFile['kind'],
    content: string | Uint8Array,
    rest?: Partial<SourceFile>,
  ) => Promise<SourceFile>;
};

/** A fresh folder for each test of a file. Call once at the top. */
export function privateFolder(): PrivateFolder {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'credlink-contribute-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const path = (...parts: string[]): string => join(root, ...parts);
  return {
    path,
    state: () => openStateFolder(path('state')),
    source: async (name, kind, content, rest = {}) => {
      await mkdir(root, { recursive: true });
      await writeFile(path(name), content);
      return {
        path: path(name),
        kind,
        organisation: 'careline-health',
        referenceIssuer: null,
        mapping: null,
        quarter: null,
        ...rest,
      };
    },
  };
}
