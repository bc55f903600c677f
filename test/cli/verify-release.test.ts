import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInMemory } from './run-in-memory.ts';

const SPEC = {
  threshold: 10,
  dims: { d: { total: 'T', parents: { a: 'T', b: 'T', c: 'T' } } },
  tables: [{ name: 't', dims: ['d'] }],
};

/** 4 and 30 persons hidden under a total that leaves them a range of 34. */
const CELLS = [
  { table: 't', key: { d: 'T' }, status: 'ok', value: 94 },
  { table: 't', key: { d: 'a' }, status: 'ok', value: 60 },
  { table: 't', key: { d: 'b' }, status: 'suppressed' },
  { table: 't', key: { d: 'c' }, status: 'suppressed' },
];

const CHECKS = [{ id: 'B4', result: 'passed', violations: 0 }];

const keys = generateKeyPairSync('ed25519');
const publicKey = keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');

/** Signed over members in order without white space, as written here. */
function signed(checks: unknown): unknown {
  const value = sign(null, Buffer.from(JSON.stringify({ checks })), keys.privateKey).toString('base64');
  return { checks, signature: { algorithm: 'Ed25519', publicKey, value } };
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-verify-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function verify(
  { cells = CELLS, certificate = signed(CHECKS) }: { cells?: readonly unknown[]; certificate?: unknown },
  ...options: string[]
) {
  await writeFile(join(folder, 'spec.json'), JSON.stringify(SPEC));
  await writeFile(join(folder, 'cells.jsonl'), cells.map((cell) => `${JSON.stringify(cell)}\n`).join(''));
  await writeFile(join(folder, 'certificate.json'), JSON.stringify(certificate));
  return await runInMemory(['verify-release', '.', '--json', ...options], { workingFolder: folder });
}

const kinds = (stdout: string): unknown[] =>
  JSON.parse(stdout).findings.map(({ check, kind }: { check: string; kind: string }) => `${check} ${kind}`);

/** Members sorted, so that the text signed is the canonical one. */
const SORTED = CHECKS.map(({ id, result, violations }) => ({ id, result, violations }));

test('a safe release under a good signature by the trusted key is clear', async () => {
  const { exitCode, stdout } = await verify({ certificate: signed(SORTED) }, '--key', publicKey);
  expect(JSON.parse(stdout)).toMatchObject({ isClear: true, findings: [] });
  expect(exitCode).toBe(0);
});

test('one hidden cell revealed opens the other', async () => {
  const cells = CELLS.map((cell) => (cell.key.d === 'c' ? { ...cell, status: 'ok', value: 30 } : cell));
  const { exitCode, stdout } = await verify({ cells });
  expect(kinds(stdout)).toEqual(
    expect.arrayContaining([
      'B2 exactly_derivable',
      'B3 hidden_siblings',
      'B4 narrow_range',
      'certificate says_passed_B4',
    ]),
  );
  expect(exitCode).toBe(6);
});

test('a hidden cell that says why it is hidden is a finding', async () => {
  const cells = CELLS.map((cell) => (cell.key.d === 'b' ? { ...cell, reason: 'small' } : cell));
  expect(kinds((await verify({ cells })).stdout)).toEqual(['B10 hidden_cell_says_more']);
});

test('a signature over something else, or with one bit changed, is a finding', async () => {
  const forged = signed(SORTED);
  const { stdout } = await verify({ certificate: { ...Object(forged), checks: [] } });
  expect(kinds(stdout)).toEqual(['certificate signature_wrong']);
});

test('files that are cut off, empty or not there are refused by name', async () => {
  await verify({});
  await writeFile(join(folder, 'cells.jsonl'), `${JSON.stringify(CELLS[0])}\n{"table": "t", "ke`);
  const cut = await runInMemory(['verify-release', '.'], { workingFolder: folder });
  expect(cut.stderr).toContain('release_malformed: cells.jsonl, line 2');
  expect(cut.exitCode).toBe(4);
  await writeFile(
    join(folder, 'spec.json'),
    '{"threshold": 10, "dims": {"d": {"total": "T", "parents": {"a": "b", "b": "a"}}}',
  );
  expect((await runInMemory(['verify-release', '.'], { workingFolder: folder })).stderr).toContain(
    'spec.json: it is not JSON',
  );
  await rm(join(folder, 'spec.json'));
  expect((await runInMemory(['verify-release', '.'], { workingFolder: folder })).stderr).toContain(
    'file_not_found: spec.json',
  );
});

test('a hierarchy with a cycle is refused', async () => {
  await verify({});
  const spec = { ...SPEC, dims: { d: { total: 'T', parents: { a: 'b', b: 'a', c: 'T' } } } };
  await writeFile(join(folder, 'spec.json'), JSON.stringify(spec));
  const { exitCode, stderr } = await runInMemory(['verify-release', '.'], { workingFolder: folder });
  expect(stderr).toContain('release_malformed: dimension d: a code does not reach the total');
  expect(exitCode).toBe(4);
});
