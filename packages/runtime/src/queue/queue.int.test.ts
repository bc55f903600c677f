import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { rejected, transient } from '@credlink/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../../test/support/test-database.ts';
import {
  freePort,
  startOwnRedis,
  startRedis,
  type TestRedis,
  whyNoOwnRedis,
  whyNoRedis,
} from '../../../../test/support/test-redis.ts';
import { createLogger } from '../logger.ts';
import { Secret } from '../secret.ts';
import { type JobQueue, openQueue } from './queue.ts';
import type { QueueBackend } from './queue-backend.ts';
import { startSweeper } from './sweeper.ts';

const database = testDatabase();

async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; !condition(); attempt++) {
    if (attempt > 500) throw new Error('it did not happen within ten seconds');
    await sleep(20);
  }
}

function queueTests(backend: () => QueueBackend): void {
  let lines: string[];
  let ending: AbortController;
  let queue: JobQueue;
  const logger = () =>
    createLogger({ name: 'test', level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const events = () => lines.map((line) => JSON.parse(line).event);

  beforeEach(() => {
    lines = [];
    ending = new AbortController();
    queue = openQueue({ backend: backend(), logger: logger() });
  });
  afterEach(async () => {
    ending.abort();
    await queue.close();
  });

  test('a rung job is done with its payload, and can be rung again once it is done', async () => {
    const runId = randomUUID();
    const done: string[] = [];
    await queue.work(
      { 'link-run': async (payload) => void done.push(payload.runId) },
      { concurrency: 1, signal: ending.signal },
    );
    expect(await queue.ring('link-run', { runId })).toBe(true);
    await until(() => done.length === 1);
    await until(() => events().includes('jobFinished'));
    await until(() => {
      void queue.ring('link-run', { runId });
      return done.length >= 2;
    });
    expect(new Set(done)).toEqual(new Set([runId]));
  });

  test('ringing ten times before it is taken up is one job, and other jobs are left to other services', async () => {
    const [runId, releaseId] = [randomUUID(), randomUUID()];
    for (let i = 0; i < 10; i++) await queue.ring('link-run', { runId });
    await queue.ring('build-release', { releaseId });
    const done: string[] = [];
    await queue.work(
      { 'link-run': async (payload) => void done.push(payload.runId) },
      { concurrency: 4, signal: ending.signal },
    );
    await until(() => done.includes(runId));
    await sleep(200);
    // The test before may have left a ring of its own.
    expect(done.filter((id) => id === runId || id === releaseId)).toEqual([runId]);
  });

  test('transient errors are tried again, rejections are not, and giving up is told once', async () => {
    const [busy, refused] = [randomUUID(), randomUUID()];
    const attempts: Record<string, number> = { [busy]: 0, [refused]: 0 };
    const gaveUp: string[] = [];
    await queue.work(
      {
        'link-run': async ({ runId }) => {
          attempts[runId] = (attempts[runId] ?? 0) + 1;
          if (runId === refused) throw rejected('nothing_to_link', 'there is nothing to link');
          if (attempts[runId] < 2) throw transient('service_unavailable', 'the database is away');
        },
      },
      {
        concurrency: 2,
        signal: ending.signal,
        gaveUp: { 'link-run': async ({ runId }) => void gaveUp.push(runId) },
      },
    );
    await queue.ring('link-run', { runId: busy });
    await queue.ring('link-run', { runId: refused });
    await until(() => events().includes('jobFinished') && events().includes('jobRejected'));
    expect(attempts).toEqual({ [busy]: 2, [refused]: 1 });
    expect(gaveUp).toEqual([refused]);
    expect(events()).toContain('jobPutOff');
  });

  test('an unexpected error is given up without its text reaching a line', async () => {
    const runId = randomUUID();
    const gaveUp: string[] = [];
    await queue.work(
      {
        'link-run': async () => {
          throw new TypeError('row 123-45-6789');
        },
      },
      {
        concurrency: 1,
        signal: ending.signal,
        gaveUp: { 'link-run': async (job) => void gaveUp.push(job.runId) },
      },
    );
    await queue.ring('link-run', { runId });
    await until(() => gaveUp.length === 1);
    expect(lines.join('')).not.toContain('6789');
    expect(events()).toContain('jobFailed');
  });

  test('the end of a process interrupts its job, and the next process does it', async () => {
    const runId = randomUUID();
    let isStarted = false;
    await queue.work(
      {
        'link-run': async (_payload, signal) => {
          isStarted = true;
          while (!signal.aborted) await sleep(10);
          signal.throwIfAborted();
        },
      },
      { concurrency: 1, signal: ending.signal },
    );
    await queue.ring('link-run', { runId });
    await until(() => isStarted);
    ending.abort();
    await queue.close();
    expect(events()).not.toContain('jobFailed');

    const next = openQueue({ backend: backend(), logger: logger() });
    try {
      const done: string[] = [];
      await next.work(
        { 'link-run': async (payload) => void done.push(payload.runId) },
        { concurrency: 1, signal: new AbortController().signal },
      );
      await until(() => done.includes(runId));
    } finally {
      await next.close();
    }
  });

  test('a job whose process was killed is done by another once its lock has run out', async () => {
    const runId = randomUUID();
    const { kind, url, ...rest } = backend();
    const script = `
      const { createLogger, openQueue, Secret } = await import(${JSON.stringify(new URL('../index.ts', import.meta.url).href)});
      const queue = openQueue({
        backend: { ...${JSON.stringify({ kind, ...rest })}, url: new Secret(process.env.QUEUE_URL) },
        logger: createLogger({ name: 'child', level: 'error' }),
      });
      const handler = () => { process.stdout.write('started'); return new Promise(() => {}); };
      await queue.work({ 'link-run': handler }, { concurrency: 1, signal: new AbortController().signal, lockSeconds: 1 });`;
    await queue.ring('link-run', { runId });
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, QUEUE_URL: url.reveal() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');

    const done: string[] = [];
    await queue.work(
      { 'link-run': async (payload) => void done.push(payload.runId) },
      { concurrency: 1, signal: ending.signal, lockSeconds: 1 },
    );
    await until(() => done.includes(runId));
  });

  test('the sweeper rings for what the database says is unfinished, until it is stopped', async () => {
    const unfinished = new Set<string>([randomUUID(), randomUUID()]);
    await queue.work(
      { 'link-run': async ({ runId }) => void unfinished.delete(runId) },
      { concurrency: 1, signal: ending.signal },
    );
    let sweeps = 0;
    const stop = startSweeper({
      queue,
      logger: logger(),
      intervalSeconds: 0.05,
      listUnfinished: async () => {
        sweeps++;
        if (sweeps === 1) throw transient('service_unavailable', 'the database is away');
        return [...unfinished].map((runId) => ({ name: 'link-run' as const, payload: { runId } }));
      },
    });
    await until(() => unfinished.size === 0);
    await stop();
    const after = sweeps;
    await sleep(150);
    expect(sweeps).toBe(after);
    expect(events()).toContain('sweepFailed');
  });
}

describe('on Postgres, with a login that reaches the queue alone', () => {
  queueTests(() => ({ kind: 'postgres', url: new Secret(database.url('queue')) }));
});

const noRedis = whyNoRedis();
describe.skipIf(noRedis !== null)(noRedis ?? 'on Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  // Workers of one queue agree on how often they look for killed ones, so each test has a queue of its own.
  let prefix: string;
  beforeEach(() => {
    prefix = `test-${randomUUID()}`;
  });
  queueTests(() => ({ kind: 'redis', url: new Secret(redis.url), prefix }));

  test('a queue that is away loses a ring, says so, and throws nothing', async () => {
    const lines: string[] = [];
    const queue = openQueue({
      backend: { kind: 'redis', url: new Secret('redis://127.0.0.1:1'), prefix: 'x' },
      ringSeconds: 0.3,
      logger: createLogger({
        name: 'test',
        level: 'debug',
        destination: { write: (line) => void lines.push(line) },
      }),
    });
    try {
      expect(await queue.ring('link-run', { runId: randomUUID() })).toBe(false);
      expect(lines.join('')).toContain('ringLost');
    } finally {
      await queue.close();
    }
  });
});

const noOwnRedis = whyNoOwnRedis();
describe.skipIf(noOwnRedis !== null)(noOwnRedis ?? 'on a Redis that goes away', () => {
  test('closing waits for the running job and then lets go of a queue that does not answer', async () => {
    const redis = await startOwnRedis(await freePort());
    const ending = new AbortController();
    const steps: string[] = [];
    const queue = openQueue({
      backend: { kind: 'redis', url: new Secret(redis.url), prefix: 'away' },
      logger: createLogger({ name: 'test', level: 'error', destination: { write: () => undefined } }),
    });
    await queue.work(
      {
        'link-run': async () => {
          steps.push('begun');
          await redis.end('SIGKILL');
          await sleep(500);
          steps.push('done');
        },
      },
      { concurrency: 1, signal: ending.signal },
    );
    await queue.ring('link-run', { runId: randomUUID() });
    await until(() => steps.includes('begun'));
    ending.abort();
    const began = performance.now();
    await queue.close();
    expect(steps).toEqual(['begun', 'done']);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
