import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const run = (program: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, program), ...args], { encoding: 'utf8' });

describe('command lines of the benchmarks', () => {
  it('print their usage on standard output when they are asked for it', () => {
    const { status, stdout, stderr } = run('make-cube.ts', '--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^usage: make-cube --out DIR/);
  });

  it('say which option they do not know, and end with 2', () => {
    const { status, stdout, stderr } = run('make-cube.ts', '--colour', 'red');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^Unknown option '--colour'\nusage: make-cube/);
  });
});
