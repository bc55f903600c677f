import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench, BenchRow, Measured } from './bench-row.ts';

const CHILD = join(import.meta.dirname, 'bench-child.ts');

export type BenchOptions = {
  readonly share: number;
  /** Each measured task runs so often; the run with the least CPU counts. */
  readonly repeats: number;
  readonly memoryLimit: string;
  readonly folder: string;
};

/** Every task in a child process of its own, so that memory and CPU are its own. */
export function createBench(options: BenchOptions): Bench {
  const known = new Map<string, Promise<Measured>>();

  function once(key: string, work: () => Promise<Measured>): Promise<Measured> {
    const running = known.get(key) ?? work();
    known.set(key, running);
    return running;
  }

  async function run(row: BenchRow, task: string, share: number): Promise<Measured> {
    const folder = join(options.folder, `${row.id}-${share}`);
    await mkdir(folder, { recursive: true });
    const job = { sizes: row.sizesAt(share), folder, memoryLimit: options.memoryLimit };
    const child = (name: string) => runChild([row.id, name, JSON.stringify(job)]);
    if (row.tasks.prepare !== undefined) await once(`${row.id} ${share}`, () => child('prepare'));
    return once(`${row.id} ${task} ${share}`, async () => {
      let best = await child(task);
      for (let repeat = 1; repeat < options.repeats; repeat += 1) {
        const next = await child(task);
        if (next.cpu < best.cpu) best = next;
      }
      return best;
    });
  }

  return { share: options.share, run };
}

function runChild(args: readonly [string, string, string]): Promise<Measured> {
  process.stderr.write(`${args[0]} ${args[1]} ${args[2].slice(0, args[2].indexOf('}') + 1)}}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) reject(new Error(`${args[0]} ${args[1]} ended with ${code}`));
      else resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    });
  });
}
