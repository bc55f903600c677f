import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutcomesClient } from '@credlink/client';
import { AppError, type ReleaseLattice } from '@credlink/contracts';

/**
 * Writes what any reader can get: one CSV a table for people, and for `credlink verify-release` the tables, cells and
 * lattice as they were signed; the certificate, its keys, the measure definitions. Each file appears whole.
 *
 * @returns the paths written
 */
export async function exportRelease(
  outcomes: OutcomesClient,
  publishedId: string,
  folder: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  const write = async (name: string, text: string): Promise<void> => {
    const path = join(folder, name);
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
    written.push(path);
  };
  const tables = await outcomes.tables(publishedId, signal);
  const cells: string[] = [];
  for (const { table } of tables) {
    await write(`${table}.csv`, await outcomes.cellsCsv(publishedId, table, {}, signal));
    for (const cell of await outcomes.cells(publishedId, table, {}, signal)) cells.push(JSON.stringify(cell));
  }
  await write('cells.jsonl', cells.map((cell) => `${cell}\n`).join(''));
  await write('tables.json', json(tables));
  const lattice = await latticeOf(outcomes, publishedId, signal);
  if (lattice !== null) await write('lattice.json', json(lattice));
  await write('keys.json', json(await outcomes.keys(signal)));
  await write('release.json', json(await outcomes.release(publishedId, signal)));
  await write('certificate.json', json(await outcomes.certificate(publishedId, signal)));
  await write('definitions.json', json(await outcomes.definitions(publishedId, signal)));
  return written;
}

/** Null for a release from before lattices. */
async function latticeOf(
  outcomes: OutcomesClient,
  publishedId: string,
  signal: AbortSignal,
): Promise<ReleaseLattice | null> {
  try {
    return await outcomes.lattice(publishedId, signal);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
