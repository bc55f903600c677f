import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Manifest } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { privateFolder } from './private-folder.ts';

const CHILD = join(import.meta.dirname, 'tokenise-in-child.ts');
const ROWS = 3000;
/** 3,000 SSNs are asked for in 64 batches (evaluate-ssns.ts), two of which are in flight with one thread. */
const LARGEST_LOSS = 2 * Math.ceil(ROWS / 64);

const folder = privateFolder();

function writeHolders(): void {
  const rows = Array.from(
    { length: ROWS },
    (_, index) => `R-${index},Ada,Name${index},1980-12-10,${219_091_234 + index},CL-CMA,2024-03-31`,
  );
  writeFileSync(
    folder.path('holders.csv'),
    `record_ref,first_name,last_name,date_of_birth,ssn,credential_code,award_date\n${rows.join('\n')}\n`,
  );
}

function start(): ChildProcess {
  return spawn(process.execPath, [CHILD, folder.path()], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on('exit', resolve));
}

/** Elements the keyholder was asked for, request by request. */
function asked(): number[] {
  if (!existsSync(folder.path('asked'))) return [];
  return readFileSync(folder.path('asked'), 'utf8').split('\n').filter(Boolean).map(Number);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function expectWhole(): void {
  const out = folder.path('out');
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')));
  expect(manifest.subjects).toBe(ROWS);
  expect(readdirSync(out).sort()).toEqual(['facts.parquet', 'identity.parquet', 'manifest.json']);
  expect(readdirSync(folder.path('state', 'staging'))).toEqual([]);
}

test('a tokenise killed at any moment leaves no half output, and running it again completes it', async () => {
  writeHolders();
  for (const moment of [700, 1500, 2500]) {
    const child = start();
    setTimeout(() => child.kill('SIGKILL'), moment);
    await ended(child);
    if (existsSync(folder.path('out'))) break;
  }
  expect(await ended(start())).toBe(0);
  expectWhole();
}, 120_000);

test('killed while SSNs are evaluated, it asks again for nothing but what was in flight', async () => {
  writeHolders();
  for (const requests of [10, 30]) {
    const child = start();
    const end = ended(child);
    while (asked().length < requests && child.exitCode === null) await pause(2);
    child.kill('SIGKILL');
    await end;
    expect(existsSync(folder.path('out'))).toBe(false);
  }
  expect(await ended(start())).toBe(0);
  expect(sum(asked())).toBeGreaterThanOrEqual(ROWS);
  expect(sum(asked())).toBeLessThanOrEqual(ROWS + 2 * LARGEST_LOSS);
  expectWhole();
}, 120_000);

test.skipIf(process.platform === 'win32')(
  'a disk that takes no more ends it with a code and nothing half-written',
  async () => {
    writeHolders();
    const command = 'ulimit -f 400; exec "$0" "$@"';
    const child = spawn('sh', ['-c', command, process.execPath, CHILD, folder.path()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let code = '';
    child.stdout.on('data', (chunk: Buffer) => {
      code += chunk.toString('utf8');
    });
    expect(await ended(child)).toBe(3);
    expect(code).toBe('disk_full');
    expect(existsSync(folder.path('out'))).toBe(false);
    expect(readdirSync(folder.path('state', 'staging'))).toEqual([]);
    expect(await ended(start())).toBe(0);
    expectWhole();
    expect(sum(asked())).toBe(ROWS);
  },
  120_000,
);
