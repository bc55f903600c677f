import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PublishedCell, PublishedTable } from '@credlink/contracts';
import { startOutcomes } from '@credlink/outcomes';
import { createLogger } from '@credlink/runtime';
import { insertPublished, inTransaction } from '@credlink/store';
import Fastify from 'fastify';
import { startDatabase } from './bench-database.ts';
import type { LoadReport } from './bench-load.ts';
import { versionOf } from './bench-machine.ts';
import { type BenchRow, figureOf, type Job, peerOf, sizeOf, type Task, usageOf } from './bench-row.ts';

const CELLS = 1000;
const CONNECTIONS = 8;
/** Above the share of the goal's time, or the rates are noise. */
const LEAST_SECONDS = 3;
const FULL_SECONDS = 60;
const MOST_P99_RATIO = 3;

const LOAD = join(import.meta.dirname, 'bench-load.ts');
const RELEASE = '0123456789abcdef';
const REPLY_FILE = 'reply.json';

function dimensionOf(name: string, codes: readonly string[]): PublishedTable['dimensions'][number] {
  return { name, members: codes.map((code) => ({ code, label: code, parent: null })) };
}

function releaseOf(cells: number) {
  const codes = Array.from({ length: cells }, (_, index) => `C-${index}`);
  const table: PublishedTable = {
    table: 'credential',
    title: 'Credential',
    dimensions: [dimensionOf('credential', codes), dimensionOf('cohort', ['all'])],
    measures: [{ measure: 'holders', variant: '', unit: 'count' }],
  };
  const shown = codes.map((credential, index): PublishedCell => {
    const value = 10 * (index % 90);
    return {
      table: 'credential',
      measure: 'holders',
      variant: '',
      key: { credential, cohort: 'all' },
      unit: 'count',
      asOf: null,
      ...(value === 0
        ? { status: 'suppressed', value: null, low: null, high: null }
        : { status: 'ok', value, low: value - 5, high: value + 4 }),
    };
  });
  const contentSha256 = RELEASE.repeat(4);
  return {
    publishedId: RELEASE,
    title: 'Benchmark',
    publishedAt: new Date('2026-01-02T03:04:05Z'),
    contentSha256,
    policy: 'rounded@1.0.0',
    certificate: {
      version: 1 as const,
      policy: { name: 'rounded', version: '1.0.0', sha256: 'a' },
      contentSha256,
      inputs: { catalogueSha256: 'b', linkRunId: 'c', vaultFiles: [], seed: '', earlierReleases: [] },
      checks: [],
      cells: { total: cells, published: shown.filter(({ status }) => status === 'ok').length, carried: 0 },
      linkage: {},
      signature: null,
      caveats: [],
    },
    lattice: null,
    definitions: [],
    tables: [table],
    cells: shown,
  };
}

/** Load from a process of its own; what is measured is the server that this process is. */
async function underLoad(job: Job, url: string): Promise<LoadReport> {
  const load = async (seconds: number): Promise<LoadReport> => {
    const args = [LOAD, url, String(sizeOf(job, 'connections')), String(seconds)];
    return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout);
  };
  await load(1);
  return job.measure(() => load(sizeOf(job, 'seconds')));
}

const outcomesApi: Task = async (job) => {
  const database = await startDatabase(job.folder);
  try {
    await inTransaction(database.adminStore.db, 'bench', (tx) =>
      insertPublished(tx, releaseOf(sizeOf(job, 'cells'))),
    );
    const outcomes = await startOutcomes(
      {
        databaseUrl: database.url('outcomes'),
        host: '127.0.0.1',
        port: 0,
        logLevel: 'error',
        requestsPerMinute: 100_000_000,
      },
      { logger: createLogger({ name: 'outcomes', level: 'error' }) },
    );
    try {
      const url = `${outcomes.url}/v1/releases/${RELEASE}/tables/credential/cells`;
      await writeFile(join(job.folder, REPLY_FILE), await (await fetch(url)).text());
      return await underLoad(job, url);
    } finally {
      await outcomes.close();
    }
  } finally {
    await database.close();
  }
};

const bareRoute: Task = async (job) => {
  const bytes = await readFile(join(job.folder, REPLY_FILE));
  const app = Fastify();
  app.get('/', (_, reply) => reply.type('application/json; charset=utf-8').send(bytes));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  try {
    return await underLoad(job, url);
  } finally {
    await app.close();
  }
};

export const P7: BenchRow = {
  id: 'P7',
  title: 'requests a second for one released table, load and database on the same cores; ratio of rates',
  goal: { is: 'at least', bound: 0.6 },
  sizesAt: (share) => ({
    cells: CELLS,
    connections: CONNECTIONS,
    seconds: Math.max(LEAST_SECONDS, FULL_SECONDS * share),
  }),
  tasks: { ours: outcomesApi, bareRoute },
  compare: async (bench) => {
    const ours = await bench.run(P7, 'ours', bench.share);
    const against = await bench.run(P7, 'bareRoute', bench.share);
    const rate = (measured: typeof ours) => figureOf(measured, 'requests') / figureOf(measured, 'seconds');
    const p99Ratio = figureOf(ours, 'p99Milliseconds') / figureOf(against, 'p99Milliseconds');
    return [
      {
        sizes: null,
        ours: usageOf(ours),
        against: peerOf(against, 'bare Fastify route, the same bytes', versionOf('fastify')),
        ratio: rate(ours) / rate(against),
        isOtherwiseMet: p99Ratio <= MOST_P99_RATIO,
        more: {
          requestsPerSecond: rate(ours),
          bareRequestsPerSecond: rate(against),
          p99Milliseconds: ours.figures.p99Milliseconds,
          bareP99Milliseconds: against.figures.p99Milliseconds,
          p99Ratio,
          goals: { p99Ratio: MOST_P99_RATIO },
          bytes: ours.figures.bytes,
        },
      },
    ];
  },
};
