import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { KeyholderClient } from '@credlink/client';
import {
  AppError,
  type ConformanceChallenge,
  type ExchangeParameters,
  FACT_CONTRACTS,
  Manifest,
  type RejectionCounts,
  rejected,
} from '@credlink/contracts';
import { READERS } from '@credlink/layouts';
import { answerChallenge, type ExchangeKey, NORMALISER_VERSION, packFor } from '@credlink/tokens';
import { diskFull, type Engine, isDiskFull, openEngine, quoteName, writeParquet } from '@credlink/vault';
import { coverageOf } from './coverage.ts';
import { employerColumns } from './employer-columns.ts';
import { stagingEngine } from './engine-options.ts';
import { evaluateSsns } from './evaluate-ssns.ts';
import { EvaluationCache } from './evaluation-cache.ts';
import { parametersOf } from './exchange-key-file.ts';
import { fileEntry } from './file-entry.ts';
import { hasPersons, needsEvaluations } from './kind-pack.ts';
import { makeTokens, type TokenSurvey } from './make-tokens.ts';
import { DECOYS_FILE, decoyStatement, plantDecoys } from './plant-decoys.ts';
import { type OnProgress, progressMeter } from './progress-meter.ts';
import { sourceDigester } from './source-digest.ts';
import type { SourceFile } from './source-file.ts';
import { type StagedRows, stageRows } from './stage-rows.ts';
import { type StateFolder, withStagingFolder } from './state-folder.ts';
import { tokenParts } from './token-parts.ts';
import { receiptName } from './upload-record.ts';

export type TokeniseOptions = {
  readonly source: SourceFile;
  readonly exchangeKey: ExchangeKey;
  /** From intake's `GET /v1/exchange`. */
  readonly parameters: ExchangeParameters;
  readonly keyholder: KeyholderClient;
  /** Intake's challenge rows for a source digest: the manifest states what this program makes of them. */
  readonly challenge: (sourceDigest: string) => Promise<ConformanceChallenge>;
  readonly state: StateFolder;
  /** Made by this call; must not exist. */
  readonly outputFolder: string;
  readonly supersedes: string | null;
  /** What subject ids are made from: 256 random bits, lower-case hex; drawn where left out. The same file under the same salt has the same subjects. */
  readonly salt?: string;
  /** ISO day. */
  readonly today: string;
  /** Invented records to plant, at most; none unless said. See `plantDecoys`. */
  readonly decoys?: number;
  /** Threads for curve arithmetic and hashing; all cores unless said. */
  readonly threads?: number;
};

/** A folder with `identity.parquet`, `facts.parquet`, `manifest.json`, and the receipt beside the owner's state. */
export type TokenisedFile = {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly receiptPath: string;
  readonly evaluations: { readonly distinct: number; readonly remembered: number };
  readonly seconds: number;
};

/**
 * Turns a file into what the exchange may see: tokens and facts. Bounded memory at any size; names, birth dates,
 * addresses and SSNs live in a private folder meanwhile and are gone when the call ends, however it ends. The
 * output folder appears whole or not at all.
 *
 * Errors: those of reading the file; `config_invalid`, `key_epoch_not_current` where the key is not the exchange's;
 * `normaliser_major_not_accepted`, `pack_not_accepted`; those of `evaluateSsns`; `conflict` where the output exists; `disk_full`.
 */
export async function tokeniseFile(
  options: TokeniseOptions,
  onProgress: OnProgress = () => undefined,
  signal?: AbortSignal,
): Promise<TokenisedFile> {
  const startedAt = performance.now();
  const parameters = parametersOf(options.exchangeKey, options.parameters);
  const salt = options.salt ?? randomBytes(32).toString('hex');
  checkParameters(options);
  await refuseExisting(options.outputFolder);
  try {
    return await withStagingFolder(options.state, async (staging) => {
      const finished = join(staging, 'output');
      await mkdir(finished, { mode: 0o700 });
      const engine = await openEngine(stagingEngine(staging, [], signal));
      try {
        const made = await makeFiles(
          engine,
          staging,
          finished,
          { ...options, parameters, salt },
          onProgress,
          signal,
        );
        const receiptPath = await keepReceipt(options.state, staging, made.manifest);
        await moveInto(finished, options.outputFolder);
        return {
          folder: options.outputFolder,
          receiptPath,
          ...made,
          seconds: (performance.now() - startedAt) / 1000,
        };
      } finally {
        await engine.close();
      }
    });
  } catch (error) {
    if (signal?.aborted === true) {
      throw new AppError('rejected', 'cancelled', 'cancelled', { cause: error });
    }
    throw isDiskFull(error) ? diskFull(error) : error;
  }
}

function checkParameters({ source, parameters }: TokeniseOptions): void {
  const pack = packFor(source.kind);
  if (Number(NORMALISER_VERSION.split('.')[0]) !== parameters.normaliserMajor) {
    throw rejected(
      'normaliser_major_not_accepted',
      `this program normalises by version ${NORMALISER_VERSION}, the exchange takes major ${parameters.normaliserMajor}`,
    );
  }
  if (!parameters.packs.some(({ name, version }) => name === pack.name && version === pack.version)) {
    throw rejected('pack_not_accepted', `the exchange does not take rule pack ${pack.name}@${pack.version}`);
  }
}

async function refuseExisting(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found !== null) throw rejected('config_invalid', 'the output folder exists already; name another one');
}

async function makeFiles(
  engine: Engine,
  staging: string,
  target: string,
  options: TokeniseOptions & { readonly salt: string },
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<Pick<TokenisedFile, 'manifest' | 'evaluations'>> {
  const { source, exchangeKey, parameters, today, salt } = options;
  const pack = packFor(source.kind);
  const threads = options.threads ?? availableParallelism();
  const digester = sourceDigester(exchangeKey.key);
  const staged = await stageRows(engine, {
    source,
    today,
    employers: employerColumns(exchangeKey.key, exchangeKey.keyEpoch),
    salt,
    onRaw: digester.update,
    onProgress,
    signal,
  });
  const digest = digester.hex();
  const challenge = await options.challenge(digest);
  const opening = hasPersons(source.kind)
    ? await plantDecoys(engine, staged.subjects, options.decoys ?? 0)
    : null;
  const hasEvaluations = hasPersons(source.kind) && needsEvaluations(pack);
  const evaluations = hasEvaluations
    ? await evaluateSsns(engine, {
        keyholder: options.keyholder,
        publicKey: parameters.oprfPublicKey,
        keyEpoch: parameters.keyEpoch,
        cache: evaluationCache(options),
        sourceDigest: digest,
        rows: staged.report.rowsRead,
        today,
        threads,
        onProgress,
        signal,
      })
    : { distinct: 0, remembered: 0 };
  if (!hasEvaluations) {
    await engine.run('CREATE TABLE subject_ready AS SELECT * FROM subject ORDER BY subject_id');
  }
  const parts = await tokenParts(engine, staging);
  const survey = await makeTokens(engine, {
    table: 'subject_ready',
    hasEvaluations,
    settings: hasPersons(source.kind)
      ? { exchangeKey: exchangeKey.key, keyEpoch: exchangeKey.keyEpoch, pack, today, standIn: null }
      : null,
    subjects: staged.subjects + (opening?.decoys.length ?? 0),
    threads,
    sink: parts,
    onProgress,
    signal,
  });
  const meter = progressMeter('write', 3, onProgress);
  const identityRows = await parts.writeTo(join(target, 'identity.parquet'));
  meter.set(1);
  await writeFacts(engine, source, join(target, 'facts.parquet'));
  meter.set(2);
  await writeReceipt(engine, join(staging, 'receipt.parquet'));
  const manifest = Manifest.parse({
    version: 1,
    kind: source.kind,
    sourceDigest: digest,
    pack: { name: pack.name, version: pack.version },
    normaliserVersion: NORMALISER_VERSION,
    keyEpoch: parameters.keyEpoch,
    files: {
      identity: await fileEntry(join(target, 'identity.parquet'), identityRows),
      facts: await fileEntry(join(target, 'facts.parquet'), staged.report.rowsAccepted),
    },
    subjects: staged.subjects,
    coverage: await coverageOf(engine, source.kind),
    isOneRecordPerPerson: READERS[source.kind].isOneRecordPerPerson,
    ...surveyed(staged, survey),
    conformance: answerChallenge(challenge.rows, pack),
    ...decoyStatement(opening),
    supersedes: options.supersedes,
  });
  // Before the manifest: whoever finds the manifest finds what opens it.
  if (opening !== null) await writeSynced(join(target, DECOYS_FILE), `${JSON.stringify(opening)}\n`);
  await writeSynced(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  meter.finish();
  return { manifest, evaluations };
}

function surveyed(
  staged: StagedRows,
  survey: TokenSurvey,
): Pick<Manifest, 'preflight' | 'chanceAgreement' | 'attributePresence'> {
  const rejectedRows: RejectionCounts = Object.fromEntries(
    staged.rejected.map(({ reason, rows }) => [reason, rows]),
  );
  return {
    preflight: {
      rowsRead: staged.report.rowsRead,
      rowsSent: staged.report.rowsAccepted,
      rejected: rejectedRows,
      identifiers: survey.identifiers.figures().rows,
      tokensByRule: Object.fromEntries(
        [...survey.tokensByRule].map(([rule, count]) => [String(rule), count]),
      ),
    },
    chanceAgreement: survey.agreement.chances(),
    attributePresence: survey.identifiers.presence(),
  };
}

/** Sealed for this exchange, epoch and keyholder: a new OPRF key makes every remembered output worthless. */
function evaluationCache({
  exchangeKey,
  parameters,
  state,
}: Pick<TokeniseOptions, 'exchangeKey' | 'parameters' | 'state'>): EvaluationCache {
  const { exchangeId, keyEpoch, oprfPublicKey } = parameters;
  return new EvaluationCache(
    join(state.evaluations, `${exchangeId}-${keyEpoch}`),
    `${exchangeId}/${keyEpoch}/${oprfPublicKey}`,
    exchangeKey.key,
  );
}

async function writeFacts(engine: Engine, source: SourceFile, target: string): Promise<void> {
  const columns = FACT_CONTRACTS[source.kind].map(({ name }) => quoteName(name));
  await writeParquet(engine, {
    query: `SELECT subject_of(line, identity) AS subject_id, ${columns.join(', ')} FROM staged_row`,
    target,
    orderBy: ['subject_id'],
  });
}

/** Own record reference -> subject id, in file order. Stays here. */
async function writeReceipt(engine: Engine, target: string): Promise<void> {
  await writeParquet(engine, {
    query: 'SELECT line, record_ref, subject_of(line, identity) AS subject_id FROM staged_row ORDER BY line',
    target,
    orderBy: 'as-is',
  });
}

async function keepReceipt(state: StateFolder, staging: string, manifest: Manifest): Promise<string> {
  const path = join(state.receipts, `${receiptName(manifest.kind, manifest.sourceDigest)}.parquet`);
  const written = join(staging, 'receipt.parquet');
  // The engine writes what the umask lets it; the folder keeps others out, but not once the file is copied elsewhere.
  await chmod(written, 0o600);
  await rename(written, path);
  return path;
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whole or not at all: a rename, after a copy beside the target where it lies on another file system. */
async function moveInto(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    const { cp } = await import('node:fs/promises');
    const beside = join(dirname(to), `.${basename(to)}.${randomBytes(4).toString('hex')}`);
    try {
      await cp(from, beside, { recursive: true });
      await rename(beside, to);
    } finally {
      await rm(beside, { recursive: true, force: true });
    }
  }
}
