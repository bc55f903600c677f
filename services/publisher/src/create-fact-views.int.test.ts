import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FACT_CONTRACTS, type SourceKind } from '@credlink/contracts';
import { type Engine, openEngine, quoteName, quoteText } from '@credlink/vault';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFactViews, type FactsFile } from './create-fact-views.ts';

let folder: string;
let engine: Engine;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-views-'));
  engine = await openEngine({ memoryLimit: '500MB', threads: 1, tempFolder: folder, folders: [folder] });
});
afterEach(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const HIGH = 1n << 63n;

function uploadIdOf(digit: number): string {
  return `${digit}0000000-0000-4000-8000-000000000000`;
}

async function writeRows(name: string, query: string): Promise<string> {
  const path = join(folder, name);
  await engine.run(`COPY (${query}) TO ${quoteText(path)} (FORMAT parquet)`);
  return path;
}

async function factsOf(
  digit: number,
  organisation: string,
  kind: SourceKind,
  subjects: readonly bigint[],
): Promise<FactsFile> {
  const columns = FACT_CONTRACTS[kind].map((column) => `NULL AS ${quoteName(column.name)}`);
  const ids = subjects.map((subject) => `(${subject}::UBIGINT)`).join(', ');
  const query = `SELECT subject_id, ${columns.join(', ')} FROM (VALUES ${ids}) AS s(subject_id)`;
  return {
    uploadId: uploadIdOf(digit),
    organisation,
    kind,
    path: await writeRows(`facts-${digit}.parquet`, query),
  };
}

test('subjects linked to nobody are persons of their own, whatever subject ids two uploads agree on', async () => {
  const links = await writeRows(
    'links.parquet',
    `SELECT ${quoteText(uploadIdOf(1))}::UUID AS upload_id, 5::UBIGINT AS subject_id, 1::UBIGINT AS person_id, 1.0 AS posterior`,
  );
  // The same id, the same id but for its highest bit, and a subject with two rows.
  const files = [
    await factsOf(1, 'one', 'holders', [5n, 7n, 7n]),
    await factsOf(2, 'two', 'holders', [7n, 7n | HIGH]),
    await factsOf(3, 'three', 'wages', [7n, 5n]),
  ];
  expect(await createFactViews(engine, links, files)).not.toContain('wages');
  const rows = await engine.rows(`SELECT organisation, subject_id, person_id FROM (
      SELECT organisation, subject_id, person_id FROM holders
      UNION ALL SELECT organisation, subject_id, person_id FROM wages)
    ORDER BY person_id, organisation`);
  expect(
    rows.map(({ organisation, subject_id, person_id }) => [organisation, subject_id, person_id].join(' ')),
  ).toEqual([
    'one 5 1',
    `one 7 ${HIGH + 1n}`,
    `one 7 ${HIGH + 1n}`,
    `two 7 ${HIGH + 2n}`,
    `two ${HIGH + 7n} ${HIGH + 3n}`,
    `three 5 ${HIGH + 4n}`,
    `three 7 ${HIGH + 5n}`,
  ]);
  const [shared] = await engine.rows(`SELECT count(*) AS persons FROM (
    SELECT person_id FROM (SELECT person_id, organisation FROM holders UNION SELECT person_id, organisation FROM wages)
    GROUP BY person_id HAVING count(*) > 1)`);
  expect(Number(shared?.persons)).toBe(0);
});
