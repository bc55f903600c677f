import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@credlink/embedded/postgres';
import { openEngine } from '@credlink/vault';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, runCredlink } from '../support/run-credlink.ts';
import { writeSampleFolder } from '../support/sample-folder.ts';

/**
 * Every amount becomes a number of eight digits that is no multiple of 250: no count, size or duration of the run can
 * be one by chance, and no published figure or bound can.
 */
const AMOUNT_OFFSET = 73_000_000;

const ssns = new Set<string>();
const amounts = new Set<string>();
const names = new Set<string>();

/** Makes each wage a number of its own kind, and notes what must never be seen again. */
function changeWages(path: string, text: string): string {
  if (!path.startsWith('wages/')) return text;
  return text
    .split('\n')
    .map((line, index) => {
      if (line.length < 86) return line;
      const dollars = AMOUNT_OFFSET + index * 250 + 1 + (Number(line.slice(71, 76)) % 249);
      ssns.add(line.slice(0, 9));
      names.add(line.slice(25, 45).trim().toLowerCase());
      amounts.add(String(dollars));
      return `${line.slice(0, 76)}${String(dollars).padStart(10, '0')}${line.slice(86)}`;
    })
    .join('\n');
}

let folder: string;
let ended: Ended;
/** Everything the run has left where an operator could read it: output, logs, exported files, database, queue. */
const seen = new Map<string, string>();
const tokens = new Set<string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-leak-'));
  await writeSampleFolder(join(folder, 'state-files'), { persons: 500, quarters: 12 }, changeWages);
  const home = join(folder, 'home');
  ended = await runCredlink(['exchange', 'load', 'state-files', '--out', 'out', '--home', 'home', '--json'], {
    cwd: folder,
  });
  seen.set('standard output', ended.stdout);
  seen.set('standard error', ended.stderr);
  seen.set('service log', await readFile(join(home, 'credlink.log'), 'utf8'));
  seen.set('database log', await readFile(join(home, 'postgres', 'postgres.log'), 'utf8'));
  for (const name of await readdir(join(folder, 'out'))) {
    seen.set(`exported ${name}`, await readFile(join(folder, 'out', name), 'utf8'));
  }
  await dumpDatabase(home);
  await readTokens(home);
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function dumpDatabase(home: string): Promise<void> {
  const server = await startPostgres({ folder: join(home, 'postgres') });
  const url = new URL(server.adminUrl);
  url.pathname = '/credlink';
  const client = new pg.Client(url.href);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'bullmq')`,
    );
    for (const { name } of rows) {
      const content = await client.query<{ text: string | null }>(
        `SELECT string_agg(t::text, E'\\n') AS text FROM ${name} t`,
      );
      seen.set(`table ${name}`, content.rows[0]?.text ?? '');
    }
  } finally {
    await client.end();
    await server.stop();
  }
}

/** Tokens as the vault holds them, in decimal and in hexadecimal digits. */
async function readTokens(home: string): Promise<void> {
  const engine = await openEngine({
    memoryLimit: '1GB',
    threads: 2,
    tempFolder: join(folder, 'temp'),
    folders: [join(home, 'vault')],
  });
  try {
    const rows = await engine.rows(`
      SELECT DISTINCT key::VARCHAR AS token, to_hex(key) AS hex FROM read_parquet('${join(home, 'vault', 'identity')}/*.parquet')
      WHERE rule > 0 USING SAMPLE 20000 ROWS (reservoir, 1)`);
    for (const { token, hex } of rows) {
      tokens.add(String(token));
      tokens.add(String(hex).toLowerCase());
    }
  } finally {
    await engine.close();
  }
}

/** Longer runs of letters and digits in a text: anything that could be a secret stands whole among them. */
function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[0-9a-f]{8}-[0-9a-f-]{27}|[a-z0-9]{6,}|\d[\d-]{8,}/g) ?? []);
}

function found(secrets: ReadonlySet<string>): string[] {
  return [...seen].flatMap(([where, text]) => {
    const words = wordsOf(text);
    return [...secrets].filter((secret) => words.has(secret)).map(() => where);
  });
}

describe('after files went in and statistics came out', () => {
  test('the run succeeded and there is something to look through', () => {
    expect(ended.stderr).not.toContain('credlink:');
    expect(ended.code).toBe(0);
    expect(ssns.size).toBeGreaterThan(300);
    expect(amounts.size).toBeGreaterThan(2000);
    expect(tokens.size).toBeGreaterThan(10_000);
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining(['table public.upload', 'exported credential.csv']),
    );
    expect([...seen.keys()].some((name) => name.startsWith('table bullmq.'))).toBe(true);
    expect(seen.get('service log')?.length).toBeGreaterThan(1000);
  });

  test('the search itself finds what is there', () => {
    const [ssn = ''] = ssns;
    const [amount = ''] = amounts;
    const [token = ''] = tokens;
    const words = wordsOf(`{"a":"${ssn}","wage":${amount}} token ${token}, ${token.replaceAll('-', '')}`);
    expect([ssn, amount, token, token.replaceAll('-', '')].every((secret) => words.has(secret))).toBe(true);
  });

  test('no SSN is to be seen, with or without dashes', () => {
    const dashed = [...ssns].map((ssn) => `${ssn.slice(0, 3)}-${ssn.slice(3, 5)}-${ssn.slice(5)}`);
    expect(found(new Set([...ssns, ...dashed]))).toEqual([]);
  });

  test('no wage is to be seen, in dollars or in cents', () => {
    expect(found(new Set([...amounts, ...[...amounts].map((amount) => `${amount}00`)]))).toEqual([]);
  });

  test('no token is to be seen', () => {
    expect(found(tokens)).toEqual([]);
  });

  test('no surname of a wage record is to be seen', () => {
    const rare = [...names].filter((name) => /^[a-z]{6,}$/.test(name));
    expect(rare.length).toBeGreaterThan(20);
    expect(found(new Set(rare))).toEqual([]);
  });
});
