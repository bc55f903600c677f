import { stat } from 'node:fs/promises';
import { AppError, rejected } from '@credlink/contracts';
import type { CubeSpec } from '../disclosure/cube.ts';
import { boundedLines } from './bounded-lines.ts';
import { leavesOf } from './protect-spec.ts';

export type CubeRow = Readonly<Record<string, string>>;

/** One row of each takes some 200 bytes here: half a gigabyte at most. */
const MAX_PERSONS = 2_000_000;
const MAX_BYTES = 512 * 1024 * 1024;

/**
 * Reads the persons of a folder of linked cubes: a CSV file without quotes, one row a person, with a leaf code for
 * every dimension and the insiders' columns. Messages name lines and columns, never what stands there.
 *
 * @param name as it stands in messages
 * @throws {AppError} `file_not_found`, `file_empty`, `no_usable_rows`, `cube_malformed` and what
 * `boundedLines` refuses
 */
export async function readCubePersons(
  path: string,
  name: string,
  spec: CubeSpec,
): Promise<readonly CubeRow[]> {
  const dims = [
    ...new Set([...spec.tables.flatMap((table) => table.dims), ...(spec.structural?.dims ?? [])]),
  ];
  const leaves = dims.map((dim) => leavesOf(spec.dims[dim]));
  const offered =
    spec.structural === undefined ? null : new Set(spec.structural.offered.map((codes) => codes.join('|')));
  const wrong = (line: number, rule: string) =>
    rejected('cube_malformed', `${name}, line ${line}: ${rule}`, { line });
  const rows: CubeRow[] = [];
  const ids = new Set<string>();
  let header: readonly string[] | null = null;
  await assertReadable(path, name);
  for await (const { line, text } of boundedLines(path)) {
    const fields = text.split(',');
    if (header === null) {
      header = readHeader(fields, ['person', ...dims, ...(spec.insiders ?? [])], name);
      continue;
    }
    if (fields.length !== header.length) throw wrong(line, 'not as many fields as the header');
    const row = Object.fromEntries(header.map((column, place) => [column, fields[place] ?? '']));
    const { person = '' } = row;
    if (person === '' || /\p{Cc}/u.test(text)) throw wrong(line, 'no person, or a control character');
    if (ids.has(person))
      throw wrong(line, 'the person stands in an earlier line too: one person, one code in each dimension');
    dims.forEach((dim, place) => {
      if (leaves[place]?.has(row[dim] ?? '') !== true)
        throw wrong(line, `the code in column ${dim} is no leaf of that dimension`);
    });
    if (offered?.has((spec.structural?.dims ?? []).map((dim) => row[dim]).join('|')) === false)
      throw wrong(line, 'a combination that spec.json does not offer');
    ids.add(person);
    rows.push(row);
    if (rows.length > MAX_PERSONS) throw wrong(line, `more than ${MAX_PERSONS} persons, which is the limit`);
  }
  if (header === null) throw rejected('file_empty', `${name} is empty; write a header and a row a person`);
  if (rows.length === 0) throw rejected('no_usable_rows', `${name} has a header and no person`);
  return rows;
}

async function assertReadable(path: string, name: string): Promise<void> {
  let size: number;
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new TypeError('not a file');
    size = found.size;
  } catch (cause) {
    throw new AppError('rejected', 'file_not_found', `${name} cannot be opened; check the path`, { cause });
  }
  if (size > MAX_BYTES)
    throw rejected('cube_malformed', `${name}: larger than ${MAX_BYTES} bytes, which is the limit`);
}

function readHeader(fields: readonly string[], needed: readonly string[], name: string): readonly string[] {
  if (new Set(fields).size !== fields.length)
    throw rejected('cube_malformed', `${name}: two columns have the same name`);
  const missing = needed.find((column) => !fields.includes(column));
  if (missing !== undefined)
    throw rejected('cube_malformed', `${name}: there is no column ${missing}, which spec.json needs`);
  return fields;
}
