import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Manifest } from '@credlink/contracts';
import { startIntake } from '@credlink/intake';
import { createLogger, Secret, systemClock } from '@credlink/runtime';
import { answerChallenge, challengeRows, NORMALISER_VERSION, PACKS } from '@credlink/tokens';
import { quoteText, sha256OfFile, writeParquet } from '@credlink/vault';
import {
  enterAgreement,
  enterCatalogue,
  enterExchange,
  enterOrganisation,
} from '../support/exchange-rows.ts';
import { holders } from '../support/made-upload.ts';
import { uploadClient } from '../support/upload-client.ts';
import { type BenchDatabase, startDatabase } from './bench-database.ts';
import { duckdbVersion, ENGINE_THREADS, withEngine } from './bench-engine.ts';
import { readIdentity, writeIdentity } from './bench-identity.ts';
import { type BenchRow, type Job, peerOf, sizeOf, type Task, usageOf } from './bench-row.ts';

const FULL_RECORDS = 1_000_000;
const FILES = ['identity', 'facts'] as const;
const LIMITS = {
  maxIdentityRows: 1_000_000_000,
  maxFactRows: 1_000_000_000,
  maxOpenUploads: 64,
  maxOpenGib: 64,
  spoolReserveGib: 0,
  requestsPerMinute: 1_000_000,
  sweepSeconds: 3600,
  jobLockSeconds: 3600,
};
const POLL_MILLISECONDS = 20;

function pathOf({ folder }: Pick<Job, 'folder'>, file: (typeof FILES)[number]): string {
  return join(folder, `${file}.parquet`);
}

/** The two files of an upload of holders, as their owner's tool writes them. */
const prepare: Task = async (job) => {
  const persons = sizeOf(job, 'records');
  const { facts } = holders(persons, 'bench');
  await withEngine(job, async (engine) => {
    await writeIdentity(engine, job.folder, {
      file: 'made',
      pack: 'holder',
      firstPerson: 0,
      persons,
      ssnShare: 0.4,
      keepsTokens: true,
    });
    const { wholeTokens, truth } = await readIdentity(job.folder, 'made', 1);
    const subjects = `SELECT subject_id, row_number() OVER (ORDER BY subject_id) - 1 AS i FROM ${truth}`;
    await writeParquet(engine, {
      query: `SELECT * FROM ${wholeTokens}`,
      target: pathOf(job, 'identity'),
      orderBy: 'as-is',
    });
    await writeParquet(engine, {
      query: `SELECT s.subject_id, f.* EXCLUDE (subject_id) FROM (${facts}) f JOIN (${subjects}) s ON s.i = f.subject_id`,
      target: pathOf(job, 'facts'),
      orderBy: ['subject_id'],
    });
  });
  return {};
};

async function manifestOf(job: Job): Promise<Manifest> {
  const { source, tokens, tokensByRule } = await readIdentity(job.folder, 'made', 1);
  const { subjects, chanceAgreement, attributePresence } = source;
  const entry = async (file: (typeof FILES)[number], rows: number) => ({
    sha256: await sha256OfFile(pathOf(job, file)),
    bytes: (await stat(pathOf(job, file))).size,
    rows,
  });
  const sourceDigest = 'b'.repeat(64);
  return {
    version: 1,
    kind: 'holders',
    sourceDigest,
    pack: { name: PACKS.holder.name, version: PACKS.holder.version },
    normaliserVersion: NORMALISER_VERSION,
    keyEpoch: 1,
    files: { identity: await entry('identity', tokens), facts: await entry('facts', subjects) },
    subjects,
    coverage: null,
    isOneRecordPerPerson: false,
    preflight: { rowsRead: subjects, rowsSent: subjects, rejected: {}, identifiers: {}, tokensByRule },
    chanceAgreement,
    attributePresence,
    conformance: answerChallenge(challengeRows(sourceDigest), PACKS.holder),
    supersedes: null,
  };
}

function intakeOf(job: Job, database: BenchDatabase) {
  return startIntake(
    {
      databaseUrl: database.url('intake'),
      queueUrl: { kind: 'postgres', url: database.url('queue') },
      host: '127.0.0.1',
      port: 0,
      logLevel: 'error',
      vaultFolder: join(job.folder, 'vault'),
      spoolFolder: join(job.folder, 'spool'),
      vaultKey: new Secret(new Uint8Array(32).fill(3)),
      memoryLimit: job.memoryLimit,
      threads: ENGINE_THREADS,
      ...LIMITS,
    },
    { clock: systemClock, logger: createLogger({ name: 'intake', level: 'error' }) },
  );
}

/** From "all bytes are here" to "committed": digests, conformance, re-keying, the vault, the transaction. */
const commit: Task = async (job) => {
  const manifest = await manifestOf(job);
  const database = await startDatabase(job.folder);
  try {
    const { db } = database.adminStore;
    await enterExchange(db);
    await enterCatalogue(db, ['HI-MT1']);
    const apiKey = await enterOrganisation(db, 'harbor', { scopes: ['contribute'], kinds: ['holders'] });
    await enterAgreement(db, 'harbor');
    const intake = await intakeOf(job, database);
    try {
      const client = uploadClient(intake.url, apiKey);
      const empty = Buffer.alloc(0);
      const { uploadId } = await client.create({ manifest, identity: empty, facts: empty });
      for (const file of FILES) {
        await copyFile(pathOf(job, file), join(job.folder, 'spool', `${uploadId}.${file}`));
      }
      const { state, refusal } = await job.measure(async () => {
        await client.commit(uploadId);
        for (;;) {
          const view = await client.show(uploadId);
          if (view.state !== 'validating') return view;
          await sleep(POLL_MILLISECONDS);
        }
      });
      if (state !== 'committed') throw new Error(`the upload was ${state}: ${refusal?.code}`);
      return { tokens: manifest.files.identity.rows, identityBytes: manifest.files.identity.bytes };
    } finally {
      await intake.close();
    }
  } finally {
    await database.close();
  }
};

const writeOnce: Task = (job) =>
  withEngine(job, async (engine) => {
    await job.measure(async () => {
      for (const file of FILES) {
        await writeParquet(engine, {
          query: `SELECT * FROM read_parquet(${quoteText(pathOf(job, file))})`,
          target: join(job.folder, `${file}-again.parquet`),
          orderBy: 'as-is',
        });
      }
    });
    return { version: await duckdbVersion(engine) };
  });

export const P4: BenchRow = {
  id: 'P4',
  title:
    'commit an upload of holders whose bytes have arrived; ratio of wall time (PostgreSQL works in another process)',
  goal: { is: 'at most', bound: 2 },
  sizesAt: (share) => ({ records: Math.round(FULL_RECORDS * share) }),
  tasks: { prepare, ours: commit, writeOnce },
  compare: async (bench) => {
    const ours = await bench.run(P4, 'ours', bench.share);
    const against = await bench.run(P4, 'writeOnce', bench.share);
    return [
      {
        sizes: null,
        ours: usageOf(ours),
        against: peerOf(
          against,
          'DuckDB, reading and writing the same Parquet once',
          String(against.figures.version),
        ),
        ratio: ours.wall / against.wall,
        isOtherwiseMet: true,
        more: { ...ours.figures, cpuRatio: ours.cpu / against.cpu },
      },
    ];
  },
};
