import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exchangeClient, LOCAL_URLS } from '@credlink/client';
import { AppError, type PublishedCell, rejected } from '@credlink/contracts';
import { type OutcomeRelease, parseOutcomes } from '@credlink/verifier';
import { notThere, readJson } from './read-json.ts';
import { readLines } from './read-lines.ts';

/** A release of the service, and the keys the service names; none for a folder, where a forger would put them too. */
export type ReadOutcomes = OutcomeRelease & {
  readonly documents: { readonly lattice: unknown; readonly tables: unknown; readonly certificate: unknown };
  readonly namedKeys: readonly string[];
};

const LATTICE = 'lattice.json';

export function isUrl(path: string): boolean {
  return /^https?:\/\//.test(path);
}

/** Whether a folder holds a release of the service, not one of `npm run protect`. */
export function isOutcomesFolder(folder: string): boolean {
  return existsSync(join(folder, LATTICE));
}

/** Reads what `credlink exchange load --out` writes: lattice.json, tables.json, cells.jsonl, certificate.json. */
export async function readOutcomesFolder(folder: string): Promise<ReadOutcomes> {
  const cells: unknown[] = [];
  let line = 0;
  try {
    for await (const text of readLines(join(folder, 'cells.jsonl'))) {
      line += 1;
      if (text !== '') cells.push(parseLine(text, line));
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : notThere('cells.jsonl', cause);
  }
  const documents = {
    lattice: await readJson(join(folder, LATTICE)),
    tables: await readJson(join(folder, 'tables.json')),
    certificate: await readJson(join(folder, 'certificate.json')),
  };
  return { ...parseOutcomes({ ...documents, cells }), documents, namedKeys: [] };
}

function parseLine(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw rejected(
      'release_malformed',
      `cells.jsonl, line ${line}: it is not JSON; the file may be truncated`,
    );
  }
}

/** Asks an outcomes service: `https://host`, or `https://host/v1/releases/ID` for a release that is not the newest. */
export async function readOutcomesFrom(address: string, signal: AbortSignal): Promise<ReadOutcomes> {
  const [, base = address, asked = 'latest'] = /^(.*?)\/v1\/releases\/([^/?#]+)\/?$/.exec(address) ?? [];
  const { outcomes } = exchangeClient({ urls: { ...LOCAL_URLS, outcomes: base }, apiKey: null });
  const { releaseId } = await outcomes.release(asked, signal);
  const [lattice, tables, certificate, keys] = await Promise.all([
    outcomes.lattice(releaseId, signal),
    outcomes.tables(releaseId, signal),
    outcomes.certificate(releaseId, signal),
    outcomes.keys(signal),
  ]);
  const cells: PublishedCell[] = [];
  for (const { table } of tables) cells.push(...(await outcomes.cells(releaseId, table, {}, signal)));
  const documents = { lattice, tables, certificate };
  return {
    ...parseOutcomes({ ...documents, cells }),
    documents,
    namedKeys: keys.map(({ publicKey }) => publicKey),
  };
}
