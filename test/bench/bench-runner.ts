import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepareKept } from './bench-kept.ts';
import type { Bench, BenchRow, Measured } from './bench-row.ts';

const CHILD = join(import.meta.dirname, 'bench-child.ts');

export type BenchOptions = {
  readonly share: number;
  /** Each measured task runs so often; the run with the least CPU counts. */
  readonly repeats: number;
  readonly memoryLimit: string;
  /** Where prepared files lie; what an earlier run left there is used again. */
  readonly folder: string;
};

/** Every task in a child process of its own, so that memory and CPU are its own. */
export function createBench(options: BenchOptions): Bench {
  const prepared = new Map<string, Promise<boolean>>();
  const measured = new Map<string, Promise<Measured>>();

  async function run(row: BenchRow, task: string, share: number): Promise<Measured> {
    const folder = join(options.folder, `${row.id}-${share}`);
    const job = { sizes: row.sizesAt(share), folder, memoryLimit: options.memoryLimit };
    const child = (name: string) => runChild([row.id, name, JSON.stringify(job)]);
    await once(prepared, `${row.id} ${share}`, () =>
      prepareKept(folder, job.sizes, async () => {
        if (row.tasks.prepare !== undefined) await child('prepare');
      }),
    );
    return once(measured, `${row.id} ${task} ${share}`, async () => {
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

/** The same work once, however often it is asked for. */
function once<T>(known: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const running = known.get(key) ?? work();
  known.set(key, running);
  return running;
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
