import { join } from 'node:path';
import type { LoadedFile } from '@credlink/embedded';
import { registerSubjectNumbers, subjectNumberSql, type VaultKeys } from '@credlink/intake';
import { type Engine, quoteText } from '@credlink/vault';
import { csv, receiptOf } from './eval-exchange-subjects.ts';

export type PrecisionRecall = { readonly precision: number | null; readonly recall: number | null };

/** `sources` of the report: how well the records of one source were brought together with people and wages. */
export type SourceScore = {
  readonly source: string;
  readonly records: number;
  /** Of the records, those whose every row was set aside (an unknown credential): in no person, and counted as missed. */
  readonly setAside: number;
  readonly toPerson: PrecisionRecall;
  readonly toWage: PrecisionRecall;
  /** Records of nobody that reached a wage line. */
  readonly fabricatedToWage: number;
};

export type PersonInputs = {
  readonly dir: string;
  readonly files: readonly LoadedFile[];
  /** Folder of the contributors' receipts, one folder an organisation. */
  readonly contributors: string;
  readonly linksPath: string;
  /** Intake renumbers subjects under one of them; receipts name subjects as their contributor did. */
  readonly vaultKeys: VaultKeys;
};

/** Files whose records truth/ names by their own reference. */
const REFERENCED: readonly { kind: string; truth: string; ref: string; person: string }[] = [
  { kind: 'roster', truth: 'truth/roster.csv', ref: 'student_id', person: 'person_id' },
  { kind: 'register', truth: 'truth/register.csv', ref: 'resident_ref', person: 'person_id' },
];

/** The definitions of evaluation.md (`toPerson`, `toWage`), as sets in an engine that may read all folders named. */
export async function scorePersons(engine: Engine, inputs: PersonInputs): Promise<readonly SourceScore[]> {
  await engine.run(`CREATE TEMP TABLE link AS SELECT * FROM read_parquet(${quoteText(inputs.linksPath)})`);
  registerSubjectNumbers(engine, inputs.vaultKeys.subjects);
  await loadRecords(engine, inputs);
  await loadWageLines(engine, inputs);
  await engine.run(`
    CREATE TEMP TABLE wage_person AS
      SELECT predicted, arg_max(truth, n) AS mostly, max(n) * 2 > sum(n) AS is_clear
      FROM (SELECT predicted, truth, count(*) AS n FROM wage_line WHERE predicted IS NOT NULL GROUP BY ALL)
      GROUP BY predicted`);
  const sources = await engine.rows('SELECT DISTINCT source FROM record ORDER BY source');
  const scores: SourceScore[] = [];
  for (const { source } of sources) scores.push(await scoreSource(engine, String(source)));
  return scores;
}

async function scoreSource(engine: Engine, source: string): Promise<SourceScore> {
  const own = quoteText(source);
  const [pairs] = await engine.rows(`
    WITH counted AS (
      SELECT r.predicted IS NOT NULL AND r.predicted = o.predicted AS is_predicted, r.truth = o.truth AS is_true
      FROM record r JOIN record o ON o.source <> r.source AND (o.truth = r.truth OR o.predicted = r.predicted)
      WHERE r.source = ${own})
    SELECT count(*) FILTER (WHERE is_true)::DOUBLE AS truths, count(*) FILTER (WHERE is_predicted)::DOUBLE AS predictions,
      count(*) FILTER (WHERE is_true AND is_predicted)::DOUBLE AS hits FROM counted`);
  const [wages] = await engine.rows(`
    SELECT count(*)::DOUBLE AS records, count(*) FILTER (WHERE r.predicted IS NULL)::DOUBLE AS set_aside,
      count(*) FILTER (WHERE r.truth IN (SELECT truth FROM wage_line))::DOUBLE AS reachable,
      count(*) FILTER (WHERE w.predicted IS NOT NULL)::DOUBLE AS reached,
      count(*) FILTER (WHERE w.is_clear AND w.mostly = r.truth)::DOUBLE AS hits,
      count(*) FILTER (WHERE w.predicted IS NOT NULL AND r.truth LIKE 'F%')::DOUBLE AS fabricated
    FROM record r LEFT JOIN wage_person w ON w.predicted = r.predicted WHERE r.source = ${own}`);
  return {
    source,
    records: Number(wages?.records),
    setAside: Number(wages?.set_aside),
    toPerson: {
      precision: share(pairs?.hits, pairs?.predictions),
      recall: share(pairs?.hits, pairs?.truths),
    },
    toWage: { precision: share(wages?.hits, wages?.reached), recall: share(wages?.hits, wages?.reachable) },
    fabricatedToWage: Number(wages?.fabricated),
  };
}

function share(part: unknown, whole: unknown): number | null {
  return Number(whole) === 0 ? null : Number(part) / Number(whole);
}

/** Table `record` (source, ref, truth, predicted): one row a record of a holder file, the roster or the register. */
async function loadRecords(engine: Engine, inputs: PersonInputs): Promise<void> {
  await engine.run(
    'CREATE TEMP TABLE record (source VARCHAR, ref VARCHAR, truth VARCHAR, predicted UBIGINT)',
  );
  const holders = csv(join(inputs.dir, 'truth/holders.csv'));
  for (const file of inputs.files) {
    const referenced = REFERENCED.find((one) => one.kind === file.kind);
    if (file.kind !== 'holders' && referenced === undefined) continue;
    const [source, truth] =
      referenced === undefined
        ? [
            `issuers/${file.organisation}`,
            `SELECT record_ref AS ref, any_value(person_id) AS person FROM ${holders}
             WHERE body = ${quoteText(file.organisation)} GROUP BY record_ref`,
          ]
        : [
            file.kind,
            `SELECT ${referenced.ref} AS ref, any_value(${referenced.person}) AS person
             FROM ${csv(join(inputs.dir, referenced.truth))} GROUP BY ALL`,
          ];
    await engine.run(`
      INSERT INTO record
      SELECT ${quoteText(source)}, t.ref, t.person, any_value(l.person_id)
      FROM (${truth}) t
      LEFT JOIN ${await receiptOf(inputs.contributors, file)} r ON r.record_ref = t.ref
      LEFT JOIN link l ON l.upload_id = ${quoteText(file.uploadId)}::UUID
        AND l.subject_id = ${subjectNumberSql('r.subject_id', file.uploadId)}
      GROUP BY t.ref, t.person`);
  }
}

/** Table `wage_line` (truth, predicted): one row a line; a quarter that was revised counts by its revision. */
async function loadWageLines(engine: Engine, inputs: PersonInputs): Promise<void> {
  await engine.run('CREATE TEMP TABLE wage_line (truth VARCHAR, predicted UBIGINT)');
  const superseded = new Set(inputs.files.map((file) => file.supersedes));
  for (const file of inputs.files) {
    if (file.kind !== 'wages' || superseded.has(file.path)) continue;
    const truth = file.path.startsWith('revisions/') ? 'truth/revisions.csv.gz' : 'truth/wages.csv.gz';
    const quarter = /(\d{4}q[1-4])/.exec(file.path)?.[1] ?? '';
    await engine.run(`
      INSERT INTO wage_line
      SELECT t.person_id, l.person_id
      FROM ${csv(join(inputs.dir, truth))} t
      LEFT JOIN ${await receiptOf(inputs.contributors, file)} r ON r.line = t.line::INTEGER
      LEFT JOIN link l ON l.upload_id = ${quoteText(file.uploadId)}::UUID
        AND l.subject_id = ${subjectNumberSql('r.subject_id', file.uploadId)}
      WHERE t.file = ${quoteText(quarter)}`);
  }
}
