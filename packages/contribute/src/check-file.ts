import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { AppError, FACT_CONTRACTS, type SourceKind } from '@credlink/contracts';
import { type FileEncoding, READERS } from '@credlink/layouts';
import { NORMALISER_VERSION, packFor, SSN_EVALUATION_LENGTH, TOKEN_LENGTH } from '@credlink/tokens';
import { type Engine, openEngine, quoteName } from '@credlink/vault';
import { type ColumnUse, columnUse } from './column-use.ts';
import { coverageOf } from './coverage.ts';
import { employerColumns } from './employer-columns.ts';
import { stagingEngine } from './engine-options.ts';
import type { IdentifierCounts } from './identifier-tally.ts';
import { hasPersons } from './kind-pack.ts';
import { makeTokens, type TokenSink, type TokenSurvey } from './make-tokens.ts';
import type { OnProgress } from './progress-meter.ts';
import type { RejectedRows } from './rejected-lines.ts';
import type { SourceFile } from './source-file.ts';
import { type StagedRows, stageRows } from './stage-rows.ts';
import { type StateFolder, withStagingFolder } from './state-folder.ts';

export type CheckOptions = {
  readonly source: SourceFile;
  readonly state: StateFolder;
  /** ISO day. */
  readonly today: string;
};

/** A row as the exchange would see it. Tokens and employers are keyed with a throwaway key, so none of them is real. */
export type SampleRow = {
  readonly tokens: readonly { readonly rule: number; readonly token: string }[];
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
};

/** What would become of a file. Counts, line numbers and column names; no value of a row but the facts of the sample. */
export type CheckReport = {
  readonly file: string;
  readonly kind: SourceKind;
  readonly pack: string;
  readonly normaliserVersion: string;
  readonly encoding: FileEncoding;
  readonly linesNotUtf8: number;
  readonly rowsRead: number;
  readonly rowsSent: number;
  readonly rowsNothingFound: number;
  readonly rejected: readonly RejectedRows[];
  /** Optional values that could not be read and stay empty, by fact column. */
  readonly blankedValues: Readonly<Record<string, number>>;
  readonly subjects: number;
  readonly subjectsWithoutToken: number;
  /** Rows by identifier. */
  readonly identifiers: IdentifierCounts;
  /** Addresses that more than thirty subjects share: their streets are among the placeholders. */
  readonly crowdedHomes: number;
  readonly tokens: readonly { readonly rule: number; readonly id: string; readonly tokens: number }[];
  readonly coverage: { readonly from: string; readonly to: string } | null;
  readonly columns: ColumnUse;
  readonly sample: SampleRow | null;
  readonly seconds: number;
};

const SAMPLE_TOKENS = 3;

/**
 * Reads a whole file as an upload would and tells what would be sent, without a network, an exchange key or an SSN
 * evaluation. Errors: those of the file as a whole, `no_usable_rows`, `disk_full`, `cancelled`.
 */
export async function checkFile(
  options: CheckOptions,
  onProgress: OnProgress = () => undefined,
  signal?: AbortSignal,
): Promise<CheckReport> {
  const startedAt = performance.now();
  const { source, today } = options;
  const throwawayKey = randomBytes(32);
  const pack = packFor(source.kind);
  try {
    return await withStagingFolder(options.state, async (staging) => {
      const engine = await openEngine(stagingEngine(staging, [], signal));
      try {
        const staged = await stageRows(engine, {
          source,
          today,
          employers: employerColumns(throwawayKey, 1),
          salt: randomBytes(32).toString('hex'),
          onProgress,
          signal,
        });
        const sample = firstSubject();
        const survey = await makeTokens(engine, {
          table: 'subject',
          hasEvaluations: false,
          settings: hasPersons(source.kind)
            ? {
                exchangeKey: throwawayKey,
                keyEpoch: 1,
                pack,
                today,
                standIn: randomBytes(SSN_EVALUATION_LENGTH),
              }
            : null,
          subjects: staged.subjects,
          threads: availableParallelism(),
          sink: sample,
          onProgress,
          signal,
        });
        return {
          ...describe(source, staged, survey),
          coverage: await coverageOf(engine, source.kind),
          sample: await sampleRow(engine, source.kind, sample),
          seconds: (performance.now() - startedAt) / 1000,
        };
      } finally {
        await engine.close();
      }
    });
  } catch (error) {
    throw signal?.aborted === true
      ? new AppError('rejected', 'cancelled', 'cancelled', { cause: error })
      : error;
  }
}

function describe(
  source: SourceFile,
  { report, rejected, subjects }: StagedRows,
  survey: TokenSurvey,
): Omit<CheckReport, 'coverage' | 'sample' | 'seconds'> {
  const pack = packFor(source.kind);
  return {
    file: basename(source.path),
    kind: source.kind,
    pack: `${pack.name}@${pack.version}`,
    normaliserVersion: NORMALISER_VERSION,
    encoding: report.encoding,
    linesNotUtf8: report.linesNotUtf8,
    rowsRead: report.rowsRead,
    rowsSent: report.rowsAccepted,
    rowsNothingFound: report.rowsNothingFound,
    rejected,
    blankedValues: report.blankedValues,
    subjects,
    subjectsWithoutToken: survey.subjectsWithoutToken,
    identifiers: survey.identifiers.figures().rows,
    crowdedHomes: survey.crowdedHomes,
    tokens: pack.rules.map(({ code, id }) => ({
      rule: code,
      id,
      tokens: survey.tokensByRule.get(code) ?? 0,
    })),
    columns: columnUse(READERS[source.kind], report),
  };
}

type FirstSubject = TokenSink & {
  subjectId(): bigint | null;
  readonly tokens: { rule: number; token: string }[];
};

/** Keeps the first tokens of the first subject that has any, and forgets all others. */
function firstSubject(): FirstSubject {
  let subject: bigint | null = null;
  const tokens: { rule: number; token: string }[] = [];
  return {
    tokens,
    subjectId: () => subject,
    add(columns) {
      for (const [place, subjectId] of columns.subjectIds.entries()) {
        subject ??= subjectId;
        if (subjectId !== subject || tokens.length >= SAMPLE_TOKENS) return;
        const token = columns.tokens.subarray(place * TOKEN_LENGTH, (place + 1) * TOKEN_LENGTH);
        tokens.push({ rule: columns.rules[place] ?? 0, token: Buffer.from(token).toString('hex') });
      }
    },
    flush: () => Promise.resolve(),
  };
}

async function sampleRow(engine: Engine, kind: SourceKind, first: FirstSubject): Promise<SampleRow | null> {
  const columns = FACT_CONTRACTS[kind].map(({ name }) => quoteName(name)).join(', ');
  const subjectId = first.subjectId();
  const where = subjectId === null ? '' : `WHERE subject_of(line, identity) = ${subjectId}`;
  const [row] = await engine.rows(`SELECT ${columns} FROM staged_row ${where} LIMIT 1`);
  if (row === undefined) return null;
  return {
    tokens: first.tokens,
    facts: Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asFact(value)])),
  };
}

function asFact(value: unknown): string | number | boolean | null {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value);
}
