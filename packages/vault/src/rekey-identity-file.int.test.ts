import { createSecretKey } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, openEngine } from './engine.ts';
import { writeIdentityFile } from './identity-file.ts';
import { quoteText } from './quote.ts';
import { rekeyIdentityFile } from './rekey-identity-file.ts';
import { deriveVaultLayer, type LayerChange, type VaultLayer } from './vault-layer.ts';

const KEY = createSecretKey(Buffer.alloc(16, 5));
const RULES = [
  { code: 20, role: 'candidate' },
  { code: 7, role: 'evidence' },
  { code: 21, role: 'candidate' },
  { code: 9, role: 'evidence' },
  { code: 11, role: 'evidence' },
] as const;
/** Every third subject shares its tokens with another one; every fifth has no evidence. */
const TOKENS = `(SELECT i::UBIGINT AS subject_id, r::USMALLINT AS rule, md5((i // 3) || '/' || r || '/' || v)::UUID AS token
  FROM range(9000) AS s(i), (VALUES (20, 0), (21, 0), (7, 0), (9, 0), (9, 1), (9, 2), (11, 0)) AS t(r, v)
  WHERE r >= 20 OR i % 5 > 0)`;

const [FIRST, SECOND] = [1, 2].map((byte) => deriveVaultLayer(Buffer.alloc(32, byte))) as [
  VaultLayer,
  VaultLayer,
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-rekey-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function inEngine<T>(use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine({
    memoryLimit: '512MB',
    threads: 2,
    tempFolder: folder,
    folders: [folder],
  });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

async function written(name: string, layer: VaultLayer | null): Promise<string> {
  const target = join(folder, `${name}.parquet`);
  await inEngine((engine) =>
    writeIdentityFile(engine, { tokens: TOKENS, rules: RULES, key: KEY, layer, target }),
  );
  return target;
}

async function rekeyed(source: string, name: string, change: LayerChange): Promise<string> {
  const target = join(folder, `${name}.parquet`);
  await inEngine((engine) => rekeyIdentityFile(engine, { source, target, rules: RULES, change }));
  return target;
}

const isSame = async (one: string, other: string) => (await readFile(one)).equals(await readFile(other));

test('a file under another layer is the file its tokens would have made there, from none, to another and back', async () => {
  const plain = await written('plain', null);
  const first = await written('first', FIRST);
  const second = await written('second', SECOND);
  expect(await isSame(plain, first)).toBe(false);
  expect(await isSame(await rekeyed(plain, 'a', { from: null, to: FIRST }), first)).toBe(true);
  expect(await isSame(await rekeyed(first, 'b', { from: FIRST, to: SECOND }), second)).toBe(true);
  expect(await isSame(await rekeyed(second, 'c', { from: SECOND, to: null }), plain)).toBe(true);
});

test('nothing of the old layer is left: no candidate, no digest, no order of subjects, tags as chance has it', async () => {
  const first = await written('old', FIRST);
  const second = await rekeyed(first, 'new', { from: FIRST, to: SECOND });
  const [kept] = await inEngine((engine) =>
    engine.rows(`WITH o AS (SELECT * FROM read_parquet(${quoteText(first)})), n AS (SELECT * FROM read_parquet(${quoteText(second)})),
      pairs AS (SELECT o.subject AS was, n.subject AS now, o.tags AS old_tags, n.tags AS new_tags
        FROM o JOIN n USING (subject_id) WHERE o.rule = 0 AND n.rule = 0)
      SELECT (SELECT count(*)::INTEGER FROM n WHERE key IN (SELECT key FROM o WHERE key IS NOT NULL)) AS keys,
        (SELECT count(*)::INTEGER FROM n WHERE digest IN (SELECT digest FROM o WHERE digest IS NOT NULL)) AS digests,
        (SELECT abs(corr(was, now)) FROM pairs) AS "order",
        (SELECT count(*) FILTER (old_tags[4] = new_tags[4])::INTEGER FROM pairs WHERE len(old_tags) > 3) AS tags,
        (SELECT count(*)::INTEGER FROM pairs) AS subjects`),
  );
  expect(kept?.keys).toBe(0);
  expect(kept?.digests).toBe(0);
  expect(kept?.subjects).toBe(9000);
  // 3,000 different subjects in random order: the correlation has a deviation of about 0.02.
  expect(Number(kept?.order)).toBeLessThan(0.1);
  expect(Number(kept?.tags)).toBeLessThan(12);
});

test('who holds the old layer alone gets nothing back: undone with the wrong key, no candidate is that of a token', async () => {
  const plain = await written('base', null);
  const second = await written('held', SECOND);
  const wrong = await rekeyed(second, 'wrong', { from: FIRST, to: null });
  const shared = await inEngine((engine) =>
    engine.scalar(
      `SELECT count(*)::INTEGER FROM read_parquet(${quoteText(wrong)}) w
       JOIN read_parquet(${quoteText(plain)}) p ON p.key = w.key WHERE p.rule > 0`,
    ),
  );
  expect(shared).toBe(0);
});
