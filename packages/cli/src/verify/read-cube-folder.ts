import { join } from 'node:path';
import { AppError } from '@credlink/contracts';
import { type Attacker, type ParsedCells, type ParsedSpec, parseCells, parseSpec } from '@credlink/verifier';
import { notThere, readJson } from './read-json.ts';
import { readLines } from './read-lines.ts';

export type CubeFolder = ParsedSpec & {
  readonly parsed: ParsedCells;
  readonly certificate: unknown;
};

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
