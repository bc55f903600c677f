import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FACT_CONTRACTS, SOURCE_KINDS } from '@credlink/contracts';
import { type Engine, openEngine, quoteName, quoteText } from '@credlink/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personKeys } from './person-keys.ts';

type Kind = 'holders' | 'wages';
const KINDS: readonly Kind[] = ['holders', 'wages'];
/** A record of somebody; `fact` stands for all its facts. */
type KeptRecord = {
  readonly upload: string;
  readonly subject: number;
  readonly kind: Kind;
  readonly fact: string;
};

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-keys-'));
  engine = await openEngine({ memoryLimit: '256MB', threads: 1, tempFolder: folder, folders: [folder] });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const rowsOf = (rows: readonly (readonly unknown[])[]) => rows.map((row) => `(${row.join(', ')})`).join(', ');

let releases = 0;

/** Numbers everybody of a release by the persons of its run, and keeps what the next release reads. */
async function numberPersons(
  persons: Readonly<Record<number, readonly KeptRecord[]>>,
  records: string | null,
  numbered: readonly string[],
): Promise<{ readonly keyOf: ReadonlyMap<number, number>; readonly path: string }> {
  const all = Object.entries(persons).flatMap(([person, list]) => list.map((one) => ({ person, ...one })));
  await engine.run(`CREATE OR REPLACE TEMP TABLE link AS SELECT upload_id, CAST(subject_id AS UBIGINT) AS subject_id, CAST(person_id AS UBIGINT) AS person_id
FROM (VALUES ${rowsOf(all.map(({ upload, subject, person }) => [quoteText(upload), subject, person]))}) AS v(upload_id, subject_id, person_id)`);
  for (const kind of KINDS) {
    const own = all.filter((one) => one.kind === kind);
    const facts = FACT_CONTRACTS[kind].map(({ name }) => `fact AS ${quoteName(name)}`);
    const rows = own.map(({ person, subject, fact }) => [
      person,
      subject,
      quoteText('body'),
      quoteText(fact),
    ]);
    await engine.run(`CREATE OR REPLACE TEMP TABLE ${quoteName(kind)} AS SELECT CAST(person_id AS UBIGINT) AS person_id,
CAST(subject_id AS UBIGINT) AS subject_id, organisation, ${facts.join(', ')}
FROM (VALUES ${rowsOf(rows)}) AS v(person_id, subject_id, organisation, fact)`);
  }
  const absent = SOURCE_KINDS.filter((kind) => !KINDS.some((one) => one === kind));
  for (const statement of personKeys(records, numbered, absent)) await engine.run(statement);
  const keyOf = new Map(
    await engine.rows(
      'SELECT person_id, person_key FROM person_key',
      [],
      (row) => [Number(row.person_id), Number(row.person_key)] as const,
    ),
  );
  releases += 1;
  const path = join(folder, `records-${releases}.parquet`);
  await engine.run(`COPY person_record TO ${quoteText(path)} (FORMAT parquet)`);
  return { keyOf, path };
}

const award = (upload: string, subject: number): KeptRecord => ({
  upload,
  subject,
  kind: 'holders',
  fact: `award ${subject}`,
});
const wage = (upload: string, subject: number): KeptRecord => ({
  upload,
  subject,
  kind: 'wages',
  fact: 'wage',
});

/** Somebody with an award and a wage of his own. */
const somebody = (subject: number) => [award(`u${subject}`, subject), wage('w', 10 + subject)];

test('a number is never given again, whoever left in between', async () => {
  const [a, b] = [somebody(1), somebody(2)];
  const first = await numberPersons({ 1: a, 2: b, 3: somebody(3) }, null, []);
  const second = await numberPersons({ 1: a, 2: b }, first.path, [first.path]);
  const third = await numberPersons({ 1: a, 2: b, 3: somebody(4) }, second.path, [first.path, second.path]);
  expect([...second.keyOf]).toEqual([...first.keyOf].filter(([person]) => person !== 3));
  expect([...third.keyOf.values()].filter((key) => [...first.keyOf.values()].includes(key))).toHaveLength(2);
});

test('records of one organisation, however many, give nobody another number than his wages had', async () => {
  const one = [wage('w1', 1), wage('w2', 2), award('mine', 3)];
  const invented = [10, 11, 12, 13, 14, 15].map((subject) => award('theirs', subject));
  const first = await numberPersons({ 1: one, 2: [...invented, wage('w1', 20)] }, null, []);
  const joined = await numberPersons({ 7: [...one, ...invented] }, first.path, [first.path]);
  expect(joined.keyOf.get(7)).toBe(first.keyOf.get(1));
});
