import { bulkInsert, type Engine } from '@credlink/vault';
import type { LabelledSet } from './linkage-folder.ts';
import type { TokenisedRecords } from './linkage-tokens.ts';

export type Accuracy = { readonly precision: number; readonly recall: number; readonly f1: number };

/** Labelled pairs of two people or one, and how many of each were linked. */
export type Labelled = {
  readonly matches: number;
  readonly distinct: number;
  readonly matchesLinked: number;
  readonly distinctLinked: number;
};

export type LinkageScore = {
  readonly candidates: { readonly pairs: number; readonly recall: number };
  readonly pairs: Accuracy;
  readonly pairs90: Accuracy;
  /** Pairs implied by the final persons. */
  readonly clusters: Accuracy;
  readonly cascade: Accuracy;
  readonly trueFdr: number;
  readonly labelled: Labelled | null;
};

/** Log odds of a posterior of .9. */
const SURE_WEIGHT = Math.log(9);

function accuracy(predicted: number, right: number, total: number): Accuracy {
  return {
    precision: predicted === 0 ? 1 : right / predicted,
    recall: total === 0 ? 1 : right / total,
    f1: predicted + total === 0 ? 1 : (2 * right) / (predicted + total),
  };
}

/**
 * Table `eval_record` (id, file, entity, nid, person_id), one row a record; records without a token have neither
 * node nor person. Table `eval_label` (a, b, is_match) holds labelled pairs, empty where entities are known.
 */
async function loadTruth(
  engine: Engine,
  { files, truth }: LabelledSet,
  tokenised: readonly TokenisedRecords[],
): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE eval_row (id INTEGER, file SMALLINT, upload_id VARCHAR, subject_id UBIGINT, entity VARCHAR);
     CREATE OR REPLACE TABLE eval_label (a INTEGER, b INTEGER, is_match BOOLEAN)`,
  );
  const rows = await bulkInsert(engine, 'eval_row', ['INTEGER', 'SMALLINT', 'VARCHAR', 'UBIGINT', 'VARCHAR']);
  const ids = new Map<string, number>();
  for (const [file, records] of files.entries()) {
    for (const [index, { recordId }] of records.entries()) {
      const id = ids.size;
      ids.set(recordId, id);
      const entity = truth.kind === 'entities' ? truth.entityOf.get(recordId) : undefined;
      const of = tokenised[file];
      rows.add([id, file, of?.source.uploadId ?? '', of?.subjectIds[index] ?? 0n, entity ?? `alone ${id}`]);
    }
  }
  rows.finish();
  const labels = await bulkInsert(engine, 'eval_label', ['INTEGER', 'INTEGER', 'BOOLEAN']);
  for (const { left, right, isMatch } of truth.kind === 'pairs' ? truth.pairs : []) {
    const [a, b] = [ids.get(left), ids.get(right)];
    if (a !== undefined && b !== undefined) labels.add([Math.min(a, b), Math.max(a, b), isMatch]);
  }
  labels.finish();
  await engine.run(
    `CREATE OR REPLACE TABLE eval_record AS
SELECT r.id, r.file, r.entity, m.nid, p.person_id
FROM eval_row r
LEFT JOIN lk_source s ON s.upload_id = r.upload_id::UUID
LEFT JOIN lk_member m ON m.source = s.source AND m.subject_id = r.subject_id
LEFT JOIN lk_person p ON p.upload_id = s.upload_id AND p.subject_id = r.subject_id`,
  );
}

/** Pairs of records that count: across files where files are linked, and labelled ones where pairs are labelled. */
function scored(set: LabelledSet, pairs: string): string {
  const across = set.mode === 'link' ? 'WHERE x.file <> y.file' : '';
  const [right, labelled] =
    set.truth.kind === 'entities'
      ? ['x.entity = y.entity', '']
      : ['t.is_match', 'JOIN eval_label t ON t.a = least(x.id, y.id) AND t.b = greatest(x.id, y.id)'];
  return `SELECT p.weight, ${right} AS is_right FROM (${pairs}) p
JOIN eval_record x ON x.id = p.a JOIN eval_record y ON y.id = p.b ${labelled} ${across}`;
}

const SAME_NODE = `SELECT x.id AS a, y.id AS b, 30.0 AS weight FROM eval_record x JOIN eval_record y ON x.nid = y.nid AND x.id < y.id`;

async function totals(engine: Engine, set: LabelledSet): Promise<{ matches: number; distinct: number }> {
  if (set.truth.kind === 'pairs') {
    const [row] = await engine.rows(
      'SELECT count(*) FILTER (WHERE is_match) AS matches, count(*) FILTER (WHERE NOT is_match) AS distincts FROM eval_label',
    );
    return { matches: Number(row?.matches), distinct: Number(row?.distincts) };
  }
  const [row] = await engine.rows(
    `SELECT (SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM (SELECT count(*) AS n FROM eval_row GROUP BY entity))::DOUBLE AS all_pairs,
  (SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM (SELECT count(*) AS n FROM eval_row GROUP BY entity, file))::DOUBLE AS inside`,
  );
  return { matches: Number(row?.all_pairs) - (set.mode === 'link' ? Number(row?.inside) : 0), distinct: 0 };
}

/** Scores the tables a linkage left in the engine against the truth of the set. */
export async function scoreLinkage(
  engine: Engine,
  set: LabelledSet,
  tokenised: readonly TokenisedRecords[],
): Promise<LinkageScore> {
  await loadTruth(engine, set, tokenised);
  const { matches, distinct } = await totals(engine, set);
  const expand = (link: string, weight: string) =>
    `SELECT m.id AS a, n.id AS b, ${weight} AS weight FROM ${link} l JOIN eval_record m ON m.nid = l.a JOIN eval_record n ON n.nid = l.b UNION ALL ${SAME_NODE}`;
  const count = async (pairs: string, where: string) => {
    const [row] = await engine.rows(
      `SELECT count(*) AS predicted, count(*) FILTER (WHERE is_right) AS correct FROM (${scored(set, pairs)}) WHERE ${where}`,
    );
    return {
      predicted: Number(row?.predicted),
      correct: Number(row?.correct),
    };
  };
  const of = ({ predicted, correct }: { predicted: number; correct: number }) =>
    accuracy(predicted, correct, matches);
  const linkPairs = expand('lk_link', 'l.weight');
  const all = await count(linkPairs, 'true');
  const linked = await count(linkPairs, 'weight >= 0');
  const sure = await count(linkPairs, `weight >= ${SURE_WEIGHT}`);
  const persons = await count(
    'SELECT x.id AS a, y.id AS b, 0.0 AS weight FROM eval_record x JOIN eval_record y ON x.person_id = y.person_id AND x.id < y.id',
    'true',
  );
  const cascade = await count(expand('lk_cascade', '0.0'), 'true');
  return {
    candidates: { pairs: all.predicted, recall: of(all).recall },
    pairs: of(linked),
    pairs90: of(sure),
    clusters: of(persons),
    cascade: of(cascade),
    trueFdr: 1 - of(linked).precision,
    labelled:
      set.truth.kind === 'pairs'
        ? {
            matches,
            distinct,
            matchesLinked: linked.correct,
            distinctLinked: linked.predicted - linked.correct,
          }
        : null,
  };
}
