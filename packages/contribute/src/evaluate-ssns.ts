import type { KeyholderClient } from '@credlink/client';
import { normaliseIdentifiers, SSN_EVALUATION_LENGTH } from '@credlink/tokens';
import { bulkInsert, type Engine } from '@credlink/vault';
import { type CurvePool, openCurvePool } from './curve-pool.ts';
import type { CachedEvaluation, EvaluationCache } from './evaluation-cache.ts';
import { ssnOfIdentityText } from './identity-text.ts';
import { pageTable } from './page-table.ts';
import { type OnProgress, type ProgressMeter, progressMeter } from './progress-meter.ts';

export type EvaluateOptions = {
  readonly keyholder: KeyholderClient;
  readonly publicKey: string;
  readonly keyEpoch: number;
  readonly cache: EvaluationCache;
  readonly sourceDigest: string;
  /** Declared to the keyholder: the quota grows by 1.2 times that. */
  readonly rows: number;
  readonly today: string;
  readonly threads: number;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal | undefined;
};

export type EvaluatedSsns = { readonly distinct: number; readonly remembered: number };

/** At most this many evaluations are asked for at once: what is in flight is lost when the command is killed. */
const LARGEST_BATCH = 512;
/** Evaluations of one page of the table, and of one file of the cache in the end. */
const LARGEST_SEGMENT = 65_536;

/** SSNs that are worth a thread of their own. */
const LEAST_WORK = 256;

/**
 * One OPRF evaluation per distinct valid SSN of the table `subject`: remembered ones from the cache, the others from
 * the keyholder. Leaves the table `subject_ready`: `subject` in the order of subject ids, with `ssn_evaluation`.
 *
 * The order in which SSNs are asked for is that of keyed tags, unrelated to the file's.
 *
 * Errors: `quota_exceeded`, `rate_limited`, `proof_invalid`, `service_unavailable`, `cancelled`. What was evaluated
 * until then is remembered, even when the process is killed: but for the batches in flight nothing is asked for twice.
 */
export async function evaluateSsns(engine: Engine, options: EvaluateOptions): Promise<EvaluatedSsns> {
  await findSsns(engine, options);
  await recallEvaluations(engine, options.cache);
  const distinct = await engine.scalar('SELECT count(*) FROM wanted_ssn', [], Number);
  const remembered = await engine.scalar('SELECT count(*) FROM evaluation', [], Number);
  await engine.run(
    `CREATE TABLE open_ssn AS SELECT ssn, tag FROM wanted_ssn
     WHERE NOT EXISTS (SELECT 1 FROM evaluation WHERE evaluation.ssn = wanted_ssn.ssn) ORDER BY tag`,
  );
  if (distinct > remembered) await askForOpen(engine, distinct - remembered, options);
  await engine.run(
    `CREATE TABLE subject_ready AS
     SELECT s.subject_id, s.identity, s.row_count, e.output AS ssn_evaluation
     FROM subject s LEFT JOIN subject_ssn USING (subject_id) LEFT JOIN evaluation e USING (ssn)
     ORDER BY s.subject_id`,
  );
  await engine.run(
    'DROP TABLE subject; DROP TABLE subject_ssn; DROP TABLE wanted_ssn; DROP TABLE open_ssn; DROP TABLE evaluation',
  );
  return { distinct, remembered };
}

/** `subject_ssn` (subject_id, ssn) of valid SSNs, and `wanted_ssn` (ssn, tag), each once. */
async function findSsns(engine: Engine, { cache, today, signal }: EvaluateOptions): Promise<void> {
  await engine.run('CREATE TABLE subject_ssn (subject_id UBIGINT, ssn VARCHAR)');
  for await (const [ids = [], identities = []] of pageTable(engine, 'subject', ['subject_id', 'identity'])) {
    signal?.throwIfAborted();
    const insert = await bulkInsert(engine, 'subject_ssn', ['UBIGINT', 'VARCHAR']);
    identities.forEach((identity, index) => {
      const raw = ssnOfIdentityText(String(identity));
      const ssn = raw === '' ? null : normaliseIdentifiers({ ssn: raw }, today).ssn;
      if (ssn !== null) insert.add([BigInt(String(ids[index])), ssn]);
    });
    insert.finish();
  }
  await engine.run('CREATE TABLE ssn_once AS SELECT DISTINCT ssn FROM subject_ssn');
  await engine.run('CREATE TABLE wanted_ssn (ssn VARCHAR, tag UUID)');
  for await (const [ssns = []] of pageTable(engine, 'ssn_once', ['ssn'])) {
    const insert = await bulkInsert(engine, 'wanted_ssn', ['VARCHAR', 'UUID']);
    for (const ssn of ssns) insert.add([String(ssn), cache.tagOf(String(ssn))]);
    insert.finish();
  }
  await engine.run('DROP TABLE ssn_once');
}

/** `evaluation` (ssn, output) of the wanted SSNs that were evaluated before. */
async function recallEvaluations(engine: Engine, cache: EvaluationCache): Promise<void> {
  await engine.run('CREATE TABLE evaluation (ssn VARCHAR, output BLOB)');
  await engine.run('CREATE TABLE recalled (tag UUID, output BLOB)');
  for await (const entries of cache.entries()) {
    const insert = await bulkInsert(engine, 'recalled', ['UUID', 'BLOB']);
    for (const { tag, output } of entries) insert.add([tag, output]);
    insert.finish();
    await engine.run('INSERT INTO evaluation SELECT ssn, output FROM recalled JOIN wanted_ssn USING (tag)');
    await engine.run('DELETE FROM recalled');
  }
  await engine.run('DROP TABLE recalled');
  await engine.run(
    `CREATE OR REPLACE TABLE evaluation AS SELECT ssn, any_value(output) AS output FROM evaluation GROUP BY ssn`,
  );
}

async function askForOpen(engine: Engine, open: number, options: EvaluateOptions): Promise<void> {
  const { keyholder, sourceDigest, rows, cache, signal } = options;
  await keyholder.declareRows({ keyEpoch: options.keyEpoch, sourceDigest, rows }, signal);
  const meter = progressMeter('evaluate SSNs', open, options.onProgress);
  // Small files in small batches: a killed command may waste no more than the quota's spare fifth.
  const batchSize = Math.min(LARGEST_BATCH, Math.max(16, Math.ceil(open / 64)));
  const segmentSize = Math.min(LARGEST_SEGMENT, Math.max(batchSize * 4, Math.ceil(open / 20)));
  // A thread takes a third of a second to start: it must have that much to do.
  const pool = openCurvePool(Math.max(1, Math.min(options.threads, Math.floor(open / LEAST_WORK))));
  try {
    for await (const [ssns = []] of pageTable(engine, 'open_ssn', ['ssn'], segmentSize)) {
      await evaluateSegment(engine, ssns.map(String), batchSize, pool, options, meter);
    }
  } finally {
    await pool.close();
  }
  await cache.compact();
  meter.finish();
}

/** Every batch is remembered as soon as it is verified; at the end of the segment their files become one. */
async function evaluateSegment(
  engine: Engine,
  ssns: readonly string[],
  batchSize: number,
  pool: CurvePool,
  options: EvaluateOptions,
  meter: ProgressMeter,
): Promise<void> {
  const { keyholder, keyEpoch, publicKey, cache, signal } = options;
  const names: string[] = [];
  const done: (CachedEvaluation & { readonly ssn: string })[] = [];
  let next = 0;
  let hasFailed = false;
  const runLane = async (): Promise<void> => {
    while (next < ssns.length && !hasFailed) {
      signal?.throwIfAborted();
      const batch = ssns.slice(next, next + batchSize);
      next += batchSize;
      const outputs = await pool.evaluate(batch, publicKey, (blindedElements) =>
        keyholder.evaluate({ keyEpoch, blindedElements: [...blindedElements] }, signal),
      );
      const made = batch.map((ssn, index) => ({
        ssn,
        tag: cache.tagOf(ssn),
        output: outputs.subarray(index * SSN_EVALUATION_LENGTH, (index + 1) * SSN_EVALUATION_LENGTH),
      }));
      names.push(...(await cache.add(made)));
      done.push(...made);
      meter.add(batch.length);
    }
  };
  // Every lane ends before an error leaves, so that what the others have got is remembered.
  const lanes = await Promise.allSettled(
    Array.from({ length: pool.inFlight }, () =>
      runLane().catch((error: unknown) => {
        hasFailed = true;
        throw error;
      }),
    ),
  );
  for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
  await cache.merge(names, done);
  const insert = await bulkInsert(engine, 'evaluation', ['VARCHAR', 'BLOB']);
  for (const { ssn, output } of done) insert.add([ssn, output]);
  insert.finish();
}
