import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Engine, openEngine } from './engine.ts';
import { readParquetShape } from './parquet.ts';
import { streamBytes } from './stream-bytes.ts';

let home: string;
let engine: Engine;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credlink-engine-test-'));
  await mkdir(join(home, 'mine'));
  await mkdir(join(home, 'theirs'));
  engine = await openEngine({
    memoryLimit: '500MB',
    threads: 2,
    tempFolder: join(home, 'spill'),
    folders: [join(home, 'mine')],
  });
});
afterEach(async () => {
  await engine.close();
  await rm(home, { recursive: true, force: true });
});

test('a column has one JavaScript type, whatever its values', async () => {
  const rows = await engine.rows(
    `SELECT 1::BIGINT AS big, sum(n) AS huge, 18446744073709551615::UBIGINT AS id, DATE '2020-02-29' AS day,
            1.25::DECIMAL(10,2) AS exact, true AS flag, [1, 2] AS list, {'n': 7::BIGINT} AS struct, NULL::DATE AS none,
            '00000000-0000-0000-0000-0000000000ff'::UUID AS token, TIMESTAMP '2020-01-01 00:00:01' AS moment
     FROM (VALUES (2::BIGINT), (3)) AS t(n)`,
  );
  expect(rows).toEqual([
    {
      big: 1,
      huge: 5,
      id: 18446744073709551615n,
      day: '2020-02-29',
      exact: 1.25,
      flag: true,
      list: [1, 2],
      struct: { n: 7 },
      none: null,
      token: '00000000-0000-0000-0000-0000000000ff',
      moment: new Date('2020-01-01T00:00:01Z'),
    },
  ]);
});

test('a number that would lose digits is a fault, not a rounded figure', async () => {
  await expect(engine.rows('SELECT 9007199254740993::BIGINT AS n')).rejects.toMatchObject({ kind: 'fault' });
});

test('parameters come by position or by name, lists included', async () => {
  expect(await engine.scalar('SELECT ? || ?', ['a', 'b'], String)).toBe('ab');
  expect(await engine.scalar('SELECT $n + 1', { n: 41 }, Number)).toBe(42);
  expect(await engine.scalar('SELECT list_sum(?)', [[1, 2, 3]], Number)).toBe(6);
  expect(
    await engine.rows('SELECT n FROM range(3) t(n) WHERE n > ? ORDER BY n', [0], (row) => Number(row.n)),
  ).toEqual([1, 2]);
});

test('a large result streams in batches', async () => {
  let count = 0;
  let batches = 0;
  for await (const rows of engine.stream('SELECT n, n % 7 AS rest FROM range(10000) t(n)')) {
    expect(rows.every((row) => Number(row.n) % 7 === row.rest)).toBe(true);
    count += rows.length;
    batches++;
  }
  expect(count).toBe(10_000);
  expect(batches).toBeGreaterThan(1);
});

test('reads and writes in its own folders and nowhere else, not through a link, not over the network', async () => {
  const mine = join(home, 'mine');
  const theirs = join(home, 'theirs');
  await writeFile(join(theirs, 'x.csv'), 'a\n1\n');
  await symlink(theirs, join(mine, 'link'));
  await engine.run(`COPY (SELECT 1 AS a) TO '${mine}/x.parquet' (FORMAT parquet)`);
  expect(await engine.scalar(`SELECT a FROM '${mine}/x.parquet'`)).toBe(1);
  for (const sql of [
    `SELECT * FROM '${theirs}/x.csv'`,
    `SELECT * FROM '${mine}/../theirs/x.csv'`,
    `SELECT * FROM '${mine}/link/x.csv'`,
    `SELECT * FROM glob('${theirs}/*')`,
    `COPY (SELECT 1 AS a) TO '${theirs}/y.parquet' (FORMAT parquet)`,
    `ATTACH '${theirs}/z.db'`,
    "SELECT * FROM read_parquet('https://127.0.0.1:9/x.parquet')",
    'LOAD httpfs',
  ]) {
    await expect(engine.run(sql), sql).rejects.toMatchObject({ code: 'vault_path_refused' });
  }
  await expect(engine.run('SET enable_external_access = true')).rejects.toMatchObject({ kind: 'fault' });
});

test('a missing file has its own code, and no error text quotes a value', async () => {
  await expect(engine.run(`SELECT * FROM '${join(home, 'mine', 'gone.parquet')}'`)).rejects.toMatchObject({
    code: 'vault_file_missing',
  });
  const error: unknown = await engine.run("SELECT CAST('123-45-6789' AS INTEGER)").catch((e: unknown) => e);
  expect(String(error)).toBe('AppError: the query failed (Conversion Error)');
});

test('a file that is no Parquet file has no shape', async () => {
  const path = join(home, 'mine', 'x.parquet');
  await writeFile(path, 'subject_id,token\n1,2\n');
  expect(await readParquetShape(engine, path)).toBeNull();
  await writeFile(path, '');
  expect(await readParquetShape(engine, path)).toBeNull();
  await engine.run(
    `COPY (SELECT 1::UBIGINT AS subject_id, NULL::UUID AS token) TO '${path}' (FORMAT parquet)`,
  );
  expect(await readParquetShape(engine, path)).toEqual({
    columns: [
      { name: 'subject_id', type: 'UBIGINT' },
      { name: 'token', type: 'UUID' },
    ],
    rows: 1,
  });
});

test('a truncated Parquet file has no shape', async () => {
  const path = join(home, 'mine', 'x.parquet');
  await engine.run(`COPY (SELECT n FROM range(10000) t(n)) TO '${path}' (FORMAT parquet)`);
  const { readFile } = await import('node:fs/promises');
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.length - 40));
  expect(await readParquetShape(engine, path)).toBeNull();
});

test('works beyond its memory by spilling, and removes what it spilled', async () => {
  const small = await openEngine({
    memoryLimit: '60MB',
    threads: 2,
    tempFolder: join(home, 'spill'),
    folders: [],
  });
  try {
    await small.run(
      'CREATE TABLE wide AS SELECT n, md5(n::VARCHAR) || md5((-n)::VARCHAR) AS text FROM range(1200000) t(n)',
    );
    const spilled = await small.scalar(
      'SELECT coalesce(sum(size), 0) FROM duckdb_temporary_files()',
      [],
      Number,
    );
    expect(spilled).toBeGreaterThan(0);
    const middle = 'SELECT text FROM (SELECT text FROM wide ORDER BY text) LIMIT 1 OFFSET 400000';
    expect(await small.scalar(middle)).toBe(
      await engine.scalar(
        'SELECT text FROM (SELECT md5(n::VARCHAR) || md5((-n)::VARCHAR) AS text FROM range(1200000) t(n) ORDER BY text) LIMIT 1 OFFSET 400000',
      ),
    );
  } finally {
    await small.close();
  }
  expect(await readdir(join(home, 'spill'))).toHaveLength(1);
});

test('spills no more than it was allowed to, and says so', async () => {
  const small = await openEngine({
    memoryLimit: '60MB',
    spillLimit: '5MB',
    threads: 2,
    tempFolder: join(home, 'spill'),
    folders: [],
  });
  try {
    await expect(
      small.run(
        'CREATE TABLE wide AS SELECT n, md5(n::VARCHAR) || md5((-n)::VARCHAR) AS text FROM range(1200000) t(n)',
      ),
    ).rejects.toMatchObject({ kind: 'transient', code: 'disk_full' });
    expect(await small.scalar('SELECT 42', [], Number)).toBe(42);
  } finally {
    await small.close();
  }
});

test('a query that memory does not suffice for says what to do, in every way of asking', async () => {
  const small = await openEngine({
    memoryLimit: '30MB',
    threads: 1,
    tempFolder: join(home, 'spill'),
    folders: [],
  });
  // One value of 80 MB: nothing that could be spilled.
  const sql = 'SELECT list(n) AS all_of_them FROM range(10000000) t(n)';
  const told = {
    kind: 'fault',
    code: 'memory_exhausted',
    message: expect.stringContaining('CREDLINK_MEMORY_LIMIT'),
  };
  try {
    await expect(small.run(sql)).rejects.toMatchObject(told);
    await expect(small.rows(sql)).rejects.toMatchObject(told);
    await expect(streamBytes(small, sql, [8]).next()).rejects.toMatchObject(told);
    expect(await small.scalar('SELECT 42', [], Number)).toBe(42);
  } finally {
    await small.close();
  }
});

test.skipIf(process.platform !== 'linux')(
  'a full disk says so, and may be tried again (Linux only)',
  async () => {
    const full = await openEngine({
      memoryLimit: '500MB',
      threads: 1,
      tempFolder: join(home, 'spill'),
      folders: ['/dev'],
    });
    try {
      await expect(
        full.run(
          "COPY (SELECT md5(n::VARCHAR) AS text FROM range(300000) t(n)) TO '/dev/full' (FORMAT parquet, USE_TMP_FILE false)",
        ),
      ).rejects.toMatchObject({ kind: 'transient', code: 'disk_full' });
    } finally {
      await full.close();
    }
  },
);

test('an abort ends the running statement at once and refuses the next', async () => {
  const stop = new AbortController();
  const interruptible = await openEngine({
    memoryLimit: '500MB',
    threads: 1,
    tempFolder: join(home, 'spill'),
    folders: [],
    signal: stop.signal,
  });
  try {
    const started = performance.now();
    const endless = interruptible.run(
      'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = -1',
    );
    setTimeout(() => stop.abort(), 100);
    await expect(endless).rejects.toMatchObject({ kind: 'transient', code: 'cancelled' });
    expect(performance.now() - started).toBeLessThan(5000);
    await expect(interruptible.run('SELECT 1')).rejects.toMatchObject({ code: 'cancelled' });
  } finally {
    await interruptible.close();
  }
});

test('closing ends what still runs', async () => {
  const endless = engine.run(
    'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = -1',
  );
  const outcome = expect(endless).rejects.toMatchObject({ code: 'cancelled' });
  await engine.close();
  await outcome;
  await expect(engine.run('SELECT 1')).rejects.toMatchObject({ kind: 'fault' });
});

test('two ends of one join, told in one statement, are two answers', async () => {
  await engine.run('CREATE TEMP TABLE link AS SELECT n AS a, 1000 + n AS b FROM range(500) t(n)');
  await engine.run(`CREATE TEMP TABLE node AS
    SELECT n AS id, 0 AS unit FROM range(500) t(n) UNION ALL SELECT 1000 + n, 1 FROM range(500) t(n)`);
  const ends = 'FROM link JOIN node x ON x.id = link.a JOIN node y ON y.id = link.b';
  const kept = 'WHERE x.unit >= 0 AND y.unit >= 0';
  expect(
    await engine.rows(
      `SELECT unit, count(*) AS ends, min(id) AS least, min(partner) AS of FROM (
         SELECT link.a AS id, y.unit, link.b AS partner ${ends} ${kept}
         UNION ALL SELECT link.b, x.unit, link.a ${ends} ${kept}) GROUP BY unit ORDER BY unit`,
    ),
  ).toEqual([
    { unit: 0, ends: 500, least: 1000, of: 0 },
    { unit: 1, ends: 500, least: 0, of: 1000 },
  ]);
});
