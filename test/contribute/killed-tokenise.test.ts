import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { privateFolder } from './private-folder.ts';

const folder = privateFolder();

/** Runs the child until it ends, or kills it outright after a while. */
function run(killAfterMilliseconds: number | null): Promise<number | null> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'tokenise-in-child.ts'), folder.path()], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (killAfterMilliseconds !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMilliseconds);
  return new Promise((resolve) => child.on('exit', resolve));
}

test('a tokenise killed at any moment leaves no half output, and running it again completes it', async () => {
  const rows = Array.from(
    { length: 3000 },
    (_, index) => `R-${index},Ada,Name${index},1980-12-10,${219_091_234 + index},CL-CMA,2024-03-31`,
  );
  writeFileSync(
    folder.path('holders.csv'),
    `record_ref,first_name,last_name,date_of_birth,ssn,credential_code,award_date\n${rows.join('\n')}\n`,
  );
  for (const moment of [700, 1500, 2500]) {
    await run(moment);
    if (existsSync(folder.path('out'))) break;
  }
  expect(await run(null)).toBe(0);
  const out = folder.path('out');
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')));
  expect(manifest.subjects).toBe(3000);
  expect(readdirSync(out).sort()).toEqual(['facts.parquet', 'identity.parquet', 'manifest.json']);
  expect(readdirSync(folder.path('state', 'staging'))).toEqual([]);
}, 60_000);
