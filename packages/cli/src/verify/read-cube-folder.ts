import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, rejected } from '@credlink/contracts';
import { type Attacker, type ParsedCells, type ParsedSpec, parseCells, parseSpec } from '@credlink/verifier';
import { readLines } from './read-lines.ts';

export type CubeFolder = ParsedSpec & {
  readonly parsed: ParsedCells;
  readonly certificate: unknown;
};

/** Documents beyond this are refused before they are read: a specification is far smaller. */
const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;

/** Reads what `npm run protect` writes: spec.json, cells.jsonl and, where it is there, certificate.json. */
export async function readCubeFolder(folder: string, attacker: Attacker): Promise<CubeFolder> {
  const spec = parseSpec(await readJson(join(folder, 'spec.json')), attacker);
  const lines: string[] = [];
  try {
    for await (const line of readLines(join(folder, 'cells.jsonl'))) if (line !== '') lines.push(line);
  } catch (cause) {
    throw cause instanceof AppError ? cause : notThere('cells.jsonl', cause);
  }
  return {
    ...spec,
    parsed: parseCells(lines),
    certificate: await readJson(join(folder, 'certificate.json')),
  };
}

async function readJson(path: string): Promise<unknown> {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  let text: string;
  try {
    if ((await stat(path)).size > MAX_DOCUMENT_BYTES)
      throw rejected('release_malformed', `${name}: it is too large`);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw cause instanceof AppError ? cause : notThere(name, cause);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw rejected('release_malformed', `${name}: it is not JSON; it may be truncated`);
  }
}

function notThere(name: string, cause: unknown): AppError {
  return new AppError('rejected', 'file_not_found', `${name} cannot be opened; check the path`, { cause });
}
