import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setInterval as every } from 'node:timers/promises';
import { readTree } from './bench-process-tree.ts';
import { type BenchRow, figureOf, type Task } from './bench-row.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MOST_SECONDS = 60;
const MOST_MEMORY_MIB = 2048;
const SAMPLE_MILLISECONDS = 250;

/** `npm start -- --once` in a home of its own, all its processes watched from outside. */
const start: Task = async ({ folder, measure }) => {
  let cpuSeconds = 0;
  let memoryMiB = 0;
  let output = 0;
  await measure(async () => {
    const args = ['start', '--silent', '--', '--once', '--fresh', '--home', join(folder, 'home')];
    const child = spawn('npm', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
    const stop = new AbortController();
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.length;
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const watch = (async () => {
      try {
        for await (const _ of every(SAMPLE_MILLISECONDS, undefined, { signal: stop.signal })) {
          const usage = child.pid === undefined ? null : await readTree(child.pid);
          cpuSeconds = Math.max(cpuSeconds, usage?.cpuSeconds ?? 0);
          memoryMiB = Math.max(memoryMiB, usage?.memoryMiB ?? 0);
        }
      } catch (error) {
        if (!stop.signal.aborted) throw error;
      }
    })();
    const code = await ended.finally(() => stop.abort());
    await watch;
    if (code !== 0 || output === 0) throw new Error(`npm start ended with ${code}`);
  });
  return { cpuSeconds, memoryMiB: Math.round(memoryMiB), output };
};

export const P9: BenchRow = {
  id: 'P9',
  title: 'npm start to the printed results, all processes together; ratio of wall time to the goal',
  goal: { is: 'at most', bound: 1 },
  sizesAt: () => ({}),
  tasks: { ours: start },
  compare: async (bench) => {
    const ours = await bench.run(P9, 'ours', bench.share);
    const peakMemoryMiB = figureOf(ours, 'memoryMiB');
    return [
      {
        sizes: null,
        ours: { wall: ours.wall, cpu: figureOf(ours, 'cpuSeconds'), peakMemoryMiB },
        against: { name: 'the goal', version: '-', wall: MOST_SECONDS, cpu: null, quoted: true },
        ratio: ours.wall / MOST_SECONDS,
        isOtherwiseMet: peakMemoryMiB > 0 && peakMemoryMiB <= MOST_MEMORY_MIB,
        more: { goals: { seconds: MOST_SECONDS, peakMemoryMiB: MOST_MEMORY_MIB } },
      },
    ];
  },
};
