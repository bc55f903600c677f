import { FACT_CONTRACTS, type FactColumn, rejected } from '@credlink/contracts';
import { type AcceptedRecord, isRejected, type LayoutReport, READERS } from '@credlink/layouts';
import { type BulkType, bulkInsert, type Engine, quoteName } from '@credlink/vault';
import type { EmployerColumns } from './employer-columns.ts';
import { identityText } from './identity-text.ts';
import { hasPersons } from './kind-pack.ts';
import { openSourceFile } from './open-source-file.ts';
import { type OnProgress, progressMeter } from './progress-meter.ts';
import { RejectedLines, type RejectedRows } from './rejected-lines.ts';
import { layoutOptions, type SourceFile } from './source-file.ts';

export type StagedRows = {
  readonly report: LayoutReport;
  readonly rejected: readonly RejectedRows[];
  readonly subjects: number;
};

export type StageOptions = {
  readonly source: SourceFile;
  readonly today: string;
  readonly employers: EmployerColumns;
  /** 256 random bits, made for this file, lower-case hex. */
  readonly salt: string;
  /** Sees every byte of the file on the way. */
  readonly onRaw?: (bytes: Uint8Array) => void;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Reads the file into the engine's tables `staged_row` (line, record_ref, identity, fact columns) and `subject`
 * (subject_id, identity, row_count), one subject per distinct set of identifiers.
 *
 * Claim: a subject id tells nothing of the row, the person or the order of the file. It is 64 bits of SHA-256 over a
 * salt of 256 random bits that stays with its owner, beside the receipt that says which row has which id; so it is a
 * random number to anybody else, and the same person gets another one in every file.
 *
 * Errors: those of the file as a whole; `no_usable_rows`.
 */
export async function stageRows(engine: Engine, options: StageOptions): Promise<StagedRows> {
  const { source, employers } = options;
  const contract = FACT_CONTRACTS[source.kind];
  await createStagedRow(engine, contract);
  const bytes = await openSourceFile(source.path, options.signal, options.onRaw);
  const meter = progressMeter('read', bytes.bytes, options.onProgress);
  const reading = READERS[source.kind].read(bytes.chunks, layoutOptions(source, options.today));
  const rejectedLines = new RejectedLines();
  const insert = await bulkInsert(engine, 'staged_row', [
    'INTEGER',
    'VARCHAR',
    'VARCHAR',
    ...contract.map(typeOf),
  ]);
  for await (const batch of reading.batches) {
    for (const record of batch) {
      if (isRejected(record)) rejectedLines.add(record.rejected, record.line);
      else insert.add(rowOf(record, contract, employers));
    }
    meter.set(bytes.bytesRead());
  }
  insert.finish();
  meter.finish();
  const report = reading.report();
  if (report.rowsAccepted === 0) {
    throw rejected('no_usable_rows', noUsableRows(report.rowsRead, rejectedLines.list()), {
      ...report.rejected,
    });
  }
  return {
    report,
    rejected: rejectedLines.list(),
    subjects: await nameSubjects(engine, options.salt, hasPersons(source.kind)),
  };
}

/** Line numbers that are enough to look one up. */
const EXAMPLE_LINES = 3;

function noUsableRows(rows: number, rejected: readonly RejectedRows[]): string {
  if (rows === 0) return 'the file has no rows';
  const reasons = rejected.map(
    (one) => `${one.reason} ${one.rows} (line ${one.lines.slice(0, EXAMPLE_LINES).join(', ')})`,
  );
  return `none of the ${rows} rows of the file can be used: ${reasons.join('; ')}`;
}

function typeOf(column: FactColumn): BulkType {
  return column.type;
}

async function createStagedRow(engine: Engine, contract: readonly FactColumn[]): Promise<void> {
  const columns = contract.map(({ name, type }) => `${quoteName(name)} ${type}`);
  await engine.run(
    `CREATE TABLE staged_row (line INTEGER, record_ref VARCHAR, identity VARCHAR, ${columns.join(', ')})`,
  );
}

function rowOf(record: AcceptedRecord, contract: readonly FactColumn[], employers: EmployerColumns) {
  const facts = contract.map(({ name, type }) =>
    type === 'UUID' ? employers.tokenOf(name, record) : (record.facts[name] ?? null),
  );
  return [record.line, record.recordRef, identityText(record.identifiers), ...facts];
}

/** Rows about organisations have no identifiers: each is a subject of its own. */
async function nameSubjects(engine: Engine, salt: string, isAboutPersons: boolean): Promise<number> {
  const source = isAboutPersons ? 'identity' : 'line::VARCHAR';
  await engine.run(
    `CREATE MACRO subject_of(line, identity) AS ('0x' || left(sha256('${salt}' || ${source}), 16))::UBIGINT`,
  );
  await engine.run(
    `CREATE TABLE subject AS
     SELECT subject_of(line, identity) AS subject_id, any_value(identity) AS identity, count(*) AS row_count
     FROM staged_row GROUP BY subject_id`,
  );
  return engine.scalar('SELECT count(*) FROM subject', [], Number);
}
