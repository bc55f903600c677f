import { createCipheriv, createSecretKey } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Engine, openEngine } from './engine.ts';
import { rekeyColumns } from './rekey-columns.ts';

let home: string;
let engine: Engine;
const engineWith = (threads: number): Promise<Engine> =>
  openEngine({ memoryLimit: '1GB', threads, tempFolder: join(home, 'spill'), folders: [home] });
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credlink-rekey-test-'));
  engine = await engineWith(2);
});
afterEach(async () => {
  await engine.close();
  await rm(home, { recursive: true, force: true });
});

const key = (byte: number) => createSecretKey(Buffer.alloc(16, byte));

/** The value as the engine stores it: the UUID's sixteen bytes backwards, top bit flipped. */
function oracle(uuid: string, byte: number): string {
  const stored = Buffer.from(uuid.replaceAll('-', ''), 'hex').reverse();
  stored[15] = (stored[15] ?? 0) ^ 0x80;
  const cipher = createCipheriv('aes-128-ecb', Buffer.alloc(16, byte), null).setAutoPadding(false);
  const out = Buffer.from(cipher.update(stored));
  out[15] = (out[15] ?? 0) ^ 0x80;
  return out
    .reverse()
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

test('each named column is permuted under its own key; nulls, repeats and other columns stay', async () => {
  const source = join(home, 'a.parquet');
  const target = join(home, 'b.parquet');
  await engine.run(`COPY (
    SELECT n::UBIGINT AS subject_id, md5((n % 50)::VARCHAR)::UUID AS employer,
           CASE WHEN n % 3 = 0 THEN NULL ELSE md5(n::VARCHAR)::UUID END AS unit, 'CODE-' || n % 5 AS code
    FROM range(5000) t(n) ORDER BY n) TO '${source}' (FORMAT parquet)`);
  await rekeyColumns(engine, {
    source,
    target,
    columns: { employer: key(1), unit: key(2) },
    orderBy: 'as-is',
  });

  const before = await engine.rows(`SELECT * FROM '${source}'`);
  const after = await engine.rows(`SELECT * FROM '${target}'`);
  expect(after).toEqual(
    before.map((row) => ({
      ...row,
      employer: oracle(String(row.employer), 1),
      unit: row.unit === null ? null : oracle(String(row.unit), 2),
    })),
  );
});

test('the same rows give the same bytes, whatever their order and the number of threads', async () => {
  const make = `SELECT hash(n) AS subject_id, (n % 12)::USMALLINT AS rule, md5((n // 2)::VARCHAR)::UUID AS token
    FROM range(400000) t(n)`;
  await engine.run(`COPY (${make} ORDER BY n) TO '${home}/up.parquet' (FORMAT parquet);
    COPY (${make} ORDER BY n DESC) TO '${home}/down.parquet' (FORMAT parquet)`);
  await rekeyColumns(engine, {
    source: join(home, 'up.parquet'),
    target: join(home, 'one.parquet'),
    columns: { token: key(9) },
    orderBy: ['rule', 'token'],
  });
  const single = await engineWith(1);
  try {
    await rekeyColumns(single, {
      source: join(home, 'down.parquet'),
      target: join(home, 'two.parquet'),
      columns: { token: key(9) },
      orderBy: ['rule', 'token'],
    });
  } finally {
    await single.close();
  }
  const [one, two] = [await readFile(join(home, 'one.parquet')), await readFile(join(home, 'two.parquet'))];
  expect(one.equals(two)).toBe(true);
});
