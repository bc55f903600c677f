import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutcomesClient } from '@credlink/client';

/**
 * Writes what any reader can get: one CSV a table, the certificate, the measure definitions. Each file appears whole.
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
  for (const { table } of await outcomes.tables(publishedId, signal)) {
    await write(`${table}.csv`, await outcomes.cellsCsv(publishedId, table, {}, signal));
  }
  await write('release.json', json(await outcomes.release(publishedId, signal)));
  await write('certificate.json', json(await outcomes.certificate(publishedId, signal)));
  await write('definitions.json', json(await outcomes.definitions(publishedId, signal)));
  return written;
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
