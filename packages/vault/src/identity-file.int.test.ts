import { createCipheriv, createSecretKey } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from './engine.ts';
import { IDENTITY_FILE_COLUMNS, writeIdentityFile } from './identity-file.ts';
import { readParquetShape } from './parquet.ts';
import { quoteText } from './quote.ts';

const KEY = createSecretKey(Buffer.alloc(16, 5));
const RULES = [
  { code: 20, role: 'candidate' },
  { code: 7, role: 'evidence' },
  { code: 9, role: 'evidence' },
] as const;
const TOKENS = `SELECT i::UBIGINT AS subject_id, r::USMALLINT AS rule, md5(i || '/' || r || '/' || v)::UUID AS token
  FROM range(3000) AS s(i), (VALUES (20, 0), (7, 0), (9, 0), (9, 1)) AS t(r, v)`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-identity-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write<T>(
  tokens: string,
  read: (engine: Awaited<ReturnType<typeof openEngine>>, path: string) => Promise<T>,
): Promise<T> {
  const engine = await openEngine({
    memoryLimit: '512MB',
    threads: 2,
    tempFolder: folder,
    folders: [folder],
  });
  const target = join(folder, 'identity.parquet');
  try {
    await writeIdentityFile(engine, { tokens: `(${tokens})`, rules: RULES, key: KEY, target });
    return await read(engine, target);
  } finally {
    await engine.close();
  }
}

/** What the engine's block of a UUID becomes: two little-endian words, the top bit flipped. */
function permutedByHand(uuid: string): Buffer {
  const value = BigInt(`0x${uuid.replaceAll('-', '')}`) ^ (1n << 127n);
  const block = Buffer.alloc(16);
  block.writeBigUInt64LE(value & ((1n << 64n) - 1n), 0);
  block.writeBigUInt64LE(value >> 64n, 8);
  return createCipheriv('aes-128-ecb', KEY, null).setAutoPadding(false).update(block);
}

test('of a candidate token eight bytes of its permutation are kept, of an evidence token two', async () => {
  const [token] = await write(TOKENS, (engine) =>
    engine.rows(
      `SELECT max(token) FILTER (rule = 20)::VARCHAR AS candidate, max(token) FILTER (rule = 7)::VARCHAR AS evidence FROM (${TOKENS}) WHERE subject_id = 42`,
    ),
  );
  const [kept] = await write(TOKENS, (engine, path) =>
    engine.rows(`SELECT k.key, s.tags, s.emitted_low FROM read_parquet(${quoteText(path)}) AS s
      JOIN read_parquet(${quoteText(path)}) AS k USING (subject) WHERE s.subject_id = 42 AND k.rule = 20`),
  );
  expect(kept?.key).toBe(permutedByHand(String(token?.candidate)).readBigUInt64LE(0));
  const tags = kept?.tags as number[];
  expect(tags.slice(0, 2)).toEqual([1 + 2 * 256, permutedByHand(String(token?.evidence)).readUInt16LE(0)]);
  expect(tags.length).toBe(4);
  expect(Number(kept?.emitted_low)).toBe(7);
});

test('the same tokens in another order give the same bytes, and the columns are those stated', async () => {
  const bytes = (order: string) => write(`${TOKENS} ORDER BY ${order}`, (_, path) => readFile(path));
  expect((await bytes('hash(token)')).equals(await bytes('subject_id DESC, rule'))).toBe(true);
  const shape = await write(TOKENS, (engine, path) => readParquetShape(engine, path));
  expect(shape?.columns).toEqual(IDENTITY_FILE_COLUMNS);
  expect(shape?.rows).toBe(6000);
});

test('a subject with candidate tokens alone has an empty list of tags', async () => {
  const rows = await write(
    TOKENS.replace('range(3000)', 'range(2)').concat(' WHERE r = 20'),
    (engine, path) =>
      engine.rows(`SELECT tags, emitted_low FROM read_parquet(${quoteText(path)}) WHERE rule = 0`),
  );
  expect(rows.map(({ tags, emitted_low }) => ({ tags, emitted: Number(emitted_low) }))).toEqual([
    { tags: [0], emitted: 1 },
    { tags: [0], emitted: 1 },
  ]);
});
