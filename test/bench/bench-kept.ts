import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NORMALISER_VERSION, PACKS } from '@credlink/tokens';
import type { Sizes } from './bench-row.ts';

/** Of what the preparing tasks write: a change makes what was kept before worthless. */
const FORM = 1;

const MARK = 'prepared.json';

/** What prepared files depend on beside the code of the benchmark. */
function markOf(sizes: Sizes): string {
  const packs = Object.values(PACKS).map(({ name, version }) => `${name}@${version}`);
  return JSON.stringify({ form: FORM, sizes, normaliser: NORMALISER_VERSION, packs });
}

/**
 * Makes the folder of one row at one size, unless an earlier run left it whole under `--keep`. The mark is written last:
 * a folder without it, or of other packs, is made anew.
 *
 * @returns whether it had to be prepared
 */
export async function prepareKept(
  folder: string,
  sizes: Sizes,
  prepare: () => Promise<unknown>,
): Promise<boolean> {
  const mark = markOf(sizes);
  const path = join(folder, MARK);
  if ((await readFile(path, 'utf8').catch(() => null)) === mark) return false;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await prepare();
  await writeFile(path, mark);
  return true;
}
