import type { Identifiers, RawIdentifiers } from '@credlink/tokens';
import type { Engine, TokenColumns } from '@credlink/vault';
import { AgreementTally } from './agreement-tally.ts';
import { readCrowdedHomes } from './crowded-homes.ts';
import { IdentifierTally } from './identifier-tally.ts';
import { parseIdentityText } from './identity-text.ts';
import { pageTable } from './page-table.ts';
import { type OnProgress, progressMeter } from './progress-meter.ts';
import { fileNormaliser, type SubjectBatch, type TokenBatch } from './token-batch.ts';
import { openTokenPool, type TokenPool, type TokenSettings } from './token-pool.ts';

/** Where tokens go. */
export type TokenSink = {
  /** The columns are only valid during the call. Tokens of a subject stand together. */
  add(columns: TokenColumns): void;
  /** Called between pages, when the engine is free. */
  flush(): Promise<void>;
};

export type TokenSurvey = {
  readonly identifiers: IdentifierTally;
  readonly agreement: AgreementTally;
  readonly tokensByRule: ReadonlyMap<number, number>;
  /** Subjects with no token at all: they can never be linked. */
  readonly subjectsWithoutToken: number;
  /** Addresses of too many subjects, whose streets count as placeholders. */
  readonly crowdedHomes: number;
};

export type MakeTokensOptions = {
  /** Table with subject_id, identity, row_count and, where SSN rules apply, ssn_evaluation. */
  readonly table: string;
  readonly hasEvaluations: boolean;
  /** Null for kinds without persons: nothing is made. */
  readonly settings: TokenSettings | null;
  readonly subjects: number;
  readonly threads: number;
  readonly sink: TokenSink;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal | undefined;
};

/** Subjects of one batch: some hundred milliseconds of work. */
const BATCH_SUBJECTS = 1024;

/** A thread takes a third of a second to start: fewer subjects are done sooner without. */
const SUBJECTS_WORTH_THREADS = 30_000;

type Running = TokenSurvey & {
  readonly tokensByRule: Map<number, number>;
  subjectsWithoutToken: number;
  crowdedHomes: number;
};

/** Makes the tokens of every subject; counts on the way what the pre-flight report and the manifest state. */
export async function makeTokens(engine: Engine, options: MakeTokensOptions): Promise<TokenSurvey> {
  const { settings, subjects, sink, signal } = options;
  const survey: Running = {
    identifiers: new IdentifierTally(),
    agreement: new AgreementTally(),
    tokensByRule: new Map(),
    subjectsWithoutToken: 0,
    crowdedHomes: 0,
  };
  if (settings === null) return survey;
  const crowdedHomes = await readCrowdedHomes(engine, options.table, settings.today, options.onProgress);
  survey.crowdedHomes = crowdedHomes.size;
  const meter = progressMeter('make tokens', subjects, options.onProgress);
  const normalise = fileNormaliser(settings.today, crowdedHomes);
  const pool = openTokenPool(
    { ...settings, crowdedHomes },
    subjects < SUBJECTS_WORTH_THREADS ? 1 : options.threads,
  );
  const columns = [
    'subject_id',
    'identity',
    'row_count',
    ...(options.hasEvaluations ? ['ssn_evaluation'] : []),
  ];
  try {
    for await (const [ids = [], ...rest] of pageTable(engine, options.table, columns)) {
      const batches = sliceBatches(rest);
      let from = 0;
      for await (const made of inOrder(pool, batches)) {
        signal?.throwIfAborted();
        takeBatch(made, ids.slice(from, from + made.counts.length), sink, survey);
        from += made.counts.length;
        meter.add(made.counts.length);
      }
      sampleAgreement(survey.agreement, batches, normalise);
      await sink.flush();
    }
  } finally {
    await pool.close();
  }
  meter.finish();
  return survey;
}

function sliceBatches([
  identities = [],
  rows = [],
  evaluations = [],
]: readonly (readonly unknown[])[]): SubjectBatch[] {
  const batches: SubjectBatch[] = [];
  for (let from = 0; from < identities.length; from += BATCH_SUBJECTS) {
    const to = from + BATCH_SUBJECTS;
    batches.push({
      identities: identities.slice(from, to).map(String),
      rows: rows.slice(from, to).map(Number),
      evaluations: evaluations
        .slice(from, to)
        .map((output) => (output instanceof Uint8Array ? output : null)),
    });
  }
  return batches;
}

/** Results in the order of the batches, several of them in work at once. */
async function* inOrder(pool: TokenPool, batches: readonly SubjectBatch[]): AsyncGenerator<TokenBatch> {
  const running: Promise<TokenBatch>[] = [];
  let next = 0;
  for (;;) {
    while (running.length < pool.inFlight) {
      const batch = batches[next];
      if (batch === undefined) break;
      next += 1;
      const made = pool.make(batch);
      // A failure is seen when its turn comes; until then it must not count as unhandled.
      made.catch(() => undefined);
      running.push(made);
    }
    const first = running.shift();
    if (first === undefined) return;
    yield await first;
  }
}

function takeBatch(made: TokenBatch, ids: readonly unknown[], sink: TokenSink, survey: Running): void {
  survey.identifiers.merge(made.identifiers);
  const subjectIds = new BigUint64Array(made.codes.length);
  let at = 0;
  made.counts.forEach((count, index) => {
    const subjectId = ids[index];
    if (typeof subjectId !== 'bigint') throw new TypeError('subject ids are 64-bit integers');
    if (count === 0) survey.subjectsWithoutToken += 1;
    subjectIds.fill(subjectId, at, at + count);
    at += count;
  });
  for (const rule of made.codes) survey.tokensByRule.set(rule, (survey.tokensByRule.get(rule) ?? 0) + 1);
  sink.add({ subjectIds, rules: made.codes, tokens: made.tokens });
}

function sampleAgreement(
  agreement: AgreementTally,
  batches: readonly SubjectBatch[],
  normalise: (raw: RawIdentifiers) => Identifiers,
): void {
  for (const { identities, rows } of batches) {
    for (const [index, identity] of identities.entries()) {
      if (agreement.isFull()) return;
      // A decoy, on no row, is not of the people whose chance agreement is stated.
      if (rows[index] === 0) continue;
      agreement.add(normalise(parseIdentityText(identity)));
    }
  }
}
