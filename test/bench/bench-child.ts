import type { Figures } from './bench-row.ts';
import { rowOf } from './bench-rows.ts';

/** Body of a child process: `bench-child.ts ROW TASK JOB`, one line of JSON with what it took on descriptor 1. */
const [id = '', name = '', text = '{}'] = process.argv.slice(2);
const task = (await rowOf(id)).tasks[name];
if (task === undefined) throw new TypeError(`row ${id} has no task ${name}`);

const usage = { wall: 0, cpu: 0 };

async function measure<T>(work: () => T | Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  try {
    return await work();
  } finally {
    const { user, system } = process.cpuUsage(before);
    usage.wall = (performance.now() - startedAt) / 1000;
    usage.cpu = (user + system) / 1e6;
  }
}

const figures: Figures = await task({ ...JSON.parse(text), measure });
const peakMemoryMiB = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(`${JSON.stringify({ ...usage, peakMemoryMiB, figures })}\n`);
