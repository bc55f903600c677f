import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bulkInsert } from './bulk-insert.ts';
import { type Engine, openEngine } from './engine.ts';
import { insertTokens } from './token-insert.ts';

let home: string;
let engine: Engine;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credlink-tokens-test-'));
  engine = await openEngine({ memoryLimit: '500MB', threads: 2, tempFolder: home, folders: [home] });
  for (const table of ['one', 'other'])
    await engine.run(`CREATE TABLE ${table} (subject_id UBIGINT, rule USMALLINT, token UUID)`);
});
afterEach(async () => {
  await engine.close();
  await rm(home, { recursive: true, force: true });
});

/** More rows than a chunk, and a rest; tokens of either sign. */
const ROWS = 5000;
const SUBJECTS = BigUint64Array.from({ length: ROWS }, (_, row) => (BigInt(row) << 50n) | 7n);
const RULES = Uint16Array.from({ length: ROWS }, (_, row) => (row * 31) & 0xffff);
const TOKENS = Uint8Array.from({ length: 16 * ROWS }, (_, at) => (at * 197 + (at >> 8)) & 0xff);

test('whole columns give the very rows that values one by one give, in their order', async () => {
  const byValue = await bulkInsert(engine, 'one', ['UBIGINT', 'USMALLINT', 'UUID']);
  for (let row = 0; row < ROWS; row += 1)
    byValue.add([SUBJECTS[row] ?? 0n, RULES[row] ?? 0, TOKENS.subarray(16 * row, 16 * row + 16)]);
  byValue.finish();
  const insert = await insertTokens(engine, 'other');
  const add = (from: number, to: number) =>
    insert.add({
      subjectIds: SUBJECTS.subarray(from, to),
      rules: RULES.subarray(from, to),
      tokens: TOKENS.subarray(16 * from, 16 * to),
    });
  add(0, 3);
  add(3, 3);
  add(3, ROWS);
  insert.finish();
  const differing = `SELECT count(*) FROM (SELECT *, rowid FROM one EXCEPT SELECT *, rowid FROM other)`;
  expect(await engine.scalar(differing, [], Number)).toBe(0);
  expect(await engine.scalar('SELECT count(*) FROM other', [], Number)).toBe(ROWS);
});

test('columns that do not fit together are refused', async () => {
  const insert = await insertTokens(engine, 'one');
  const rules = RULES.subarray(0, 2);
  expect(() =>
    insert.add({ subjectIds: SUBJECTS.subarray(0, 1), rules, tokens: TOKENS.subarray(0, 32) }),
  ).toThrow('columns of different lengths');
  expect(() =>
    insert.add({ subjectIds: SUBJECTS.subarray(0, 2), rules, tokens: TOKENS.subarray(0, 31) }),
  ).toThrow('columns of different lengths');
  insert.finish();
});
