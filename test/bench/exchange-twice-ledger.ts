import type { LedgerFiles } from '@credlink/store';
import { type Engine, quoteText } from '@credlink/vault';
import { countOwnGroups } from './exchange-twice-suppliers.ts';

/** What one bar found: figures looked at, and those that break it. */
export type BarCount = { readonly looked: number; readonly violations: number };

export type LedgerFindings = {
  readonly B1: BarCount;
  /** Of B1 and B6: thirty persons where one organisation supplied all but nine, by the truth of who supplied whom. */
  readonly single: BarCount;
  readonly B6: BarCount;
  readonly B7: BarCount;
  readonly B9: BarCount;
  /** The same by the true persons behind the records, where a link may be wrong. */
  readonly B9truth: BarCount;
  readonly carried: number;
  /** Made-up persons in any shown figure. */
  readonly madeUp: number;
};

const MINIMUM = { count: 10, side: 5, percentile: 30 };

/**
 * Bars that take the persons to see, counted from what the ledger remembers of two releases, person by person. Reads
 * `subject_truth` (upload_id, subject_id, truth), `supplied` (see `loadTrueSuppliers`) and `upload_owner` (upload_id,
 * organisation, has_members). Leaves `figure`, `member` and `key_organisation` for `countInsiders`.
 */
export async function countLedgerBars(
  engine: Engine,
  first: LedgerFiles,
  second: LedgerFiles,
): Promise<LedgerFindings> {
  for (const [place, files] of [first, second].entries()) await loadRelease(engine, place, files);
  await engine.run(`CREATE TEMP TABLE member AS
    SELECT s.release, s.set_no, p.person_key FROM set_atom s JOIN person p USING (release, atom_no)`);
  await engine.run(`CREATE TEMP TABLE true_member AS
    SELECT DISTINCT m.release, m.set_no, coalesce(t.truth, 'key ' || m.person_key) AS truth
    FROM member m LEFT JOIN key_truth t USING (release, person_key)`);
  await engine.run(`CREATE TEMP TABLE shown AS SELECT * FROM figure WHERE status = 'ok'`);
  const changed = `shown n JOIN shown b ON b.address = n.address AND b.release = 0 AND n.release = 1`;
  return {
    B1: await bar(
      engine,
      `WITH sized AS (
        SELECT m.release, m.set_no, count(*) AS persons, count(*) FILTER (WHERE o.owners > 1) AS vouched
        FROM member m LEFT JOIN key_owner o USING (release, person_key) GROUP BY m.release, m.set_no)
      SELECT s.persons IS NULL OR s.vouched < ${MINIMUM.count} OR s.persons < f.low OR s.persons > f.high AS is_broken
      FROM shown f LEFT JOIN sized s ON s.release = f.release AND s.set_no = f.population_set WHERE f.unit = 'count'`,
    ),
    single: await countOwnGroups(engine),
    B6: await bar(
      engine,
      `WITH sized AS (SELECT release, set_no, count(*) AS persons FROM member GROUP BY release, set_no)
      SELECT inside.persons IS NULL OR inside.persons < ${MINIMUM.side} OR whole.persons - inside.persons < ${MINIMUM.side}
        OR inside.persons < f.low * whole.persons - 1e-9 OR inside.persons >= f.high * whole.persons + 1e-9 AS is_broken
      FROM shown f
      LEFT JOIN sized whole ON whole.release = f.release AND whole.set_no = f.population_set
      LEFT JOIN sized inside ON inside.release = f.release AND inside.set_no = f.numerator_set
      WHERE f.unit = 'share'`,
    ),
    B7: await percentileBar(engine),
    B9: await bar(
      engine,
      `${apart('member', 'person_key')}
      SELECT coalesce(p.persons, 0) < ${MINIMUM.count}
        OR (n.numerator_set IS NOT NULL AND coalesce(i.persons, 0) < ${MINIMUM.count}) AS is_broken
      FROM ${changed}
      LEFT JOIN apart p ON p.before = b.population_set AND p.now = n.population_set
      LEFT JOIN apart i ON i.before = b.numerator_set AND i.now = n.numerator_set
      WHERE n.value <> b.value`,
    ),
    B9truth: await bar(
      engine,
      `${apart('true_member', 'truth')}
      SELECT coalesce(p.persons, 0) BETWEEN 1 AND ${MINIMUM.count - 1} AS is_broken
      FROM ${changed} LEFT JOIN apart p ON p.before = b.population_set AND p.now = n.population_set
      WHERE n.value <> b.value`,
    ),
    carried: await number(
      engine,
      `SELECT count(*) AS n FROM figure WHERE release = 1 AND status = 'carried'`,
    ),
    madeUp: await number(
      engine,
      `SELECT count(DISTINCT m.truth) AS n FROM shown f JOIN true_member m ON m.release = f.release
        AND m.set_no = f.population_set WHERE m.truth LIKE 'F%'`,
    ),
  };
}

async function loadRelease(engine: Engine, release: number, files: LedgerFiles): Promise<void> {
  const read = (path: string): string => `read_parquet(${quoteText(path)})`;
  const into = (table: string, query: string): Promise<void> =>
    engine.run(release === 0 ? `CREATE TEMP TABLE ${table} AS ${query}` : `INSERT INTO ${table} ${query}`);
  await into('figure', `SELECT ${release} AS release, * FROM ${read(files.figures)}`);
  await into(
    'set_atom',
    `SELECT ${release} AS release, set_no, unnest(atoms) AS atom_no FROM ${read(files.sets)}`,
  );
  await into('person', `SELECT ${release} AS release, person_key, atom_no FROM ${read(files.persons)}`);
  await into(
    'key_owner',
    `SELECT ${release} AS release, person_key, count(DISTINCT organisation) AS owners
    FROM ${read(files.records)} JOIN upload_owner USING (upload_id) GROUP BY person_key`,
  );
  await into(
    'key_organisation',
    `SELECT DISTINCT ${release} AS release, person_key, organisation
    FROM ${read(files.records)} JOIN upload_owner USING (upload_id) WHERE has_members`,
  );
  await into(
    'key_truth',
    `SELECT ${release} AS release, person_key, mode(truth) AS truth
    FROM ${read(files.records)} JOIN subject_truth USING (upload_id, subject_id) GROUP BY person_key`,
  );
}

/** Table expression `apart` (before, now, persons): how many are in exactly one of the sets of changed figures. */
function apart(members: string, person: string): string {
  return `WITH pair AS (
    SELECT DISTINCT unnest([b.population_set, b.numerator_set]) AS before, unnest([n.population_set, n.numerator_set]) AS now
    FROM shown n JOIN shown b ON b.address = n.address AND b.release = 0 AND n.release = 1 WHERE n.value <> b.value
  ), both_sides AS (
    SELECT p.before, p.now, m.${person} AS who FROM pair p JOIN ${members} m ON m.release = 0 AND m.set_no = p.before
    UNION ALL
    SELECT p.before, p.now, m.${person} FROM pair p JOIN ${members} m ON m.release = 1 AND m.set_no = p.now
  ), once AS (SELECT before, now, who FROM both_sides GROUP BY before, now, who HAVING count(*) = 1),
  apart AS (SELECT before, now, count(*) AS persons FROM once GROUP BY before, now)`;
}

/** Populations of shown percentiles that are too small, and pairs of one variable, of either release, too close. */
async function percentileBar(engine: Engine): Promise<BarCount> {
  await engine.run(`CREATE TEMP TABLE ranked AS
    SELECT DISTINCT release, population_set AS set_no, regexp_replace(split_part(address, chr(10), 2), '_p[0-9]+$', '') AS variable
    FROM shown WHERE unit = 'usd'`);
  await engine.run(`CREATE TEMP TABLE ranked_set AS
    SELECT row_number() OVER (ORDER BY release, set_no) AS no, release, set_no, persons FROM (
      SELECT r.release, r.set_no, count(*) AS persons FROM (SELECT DISTINCT release, set_no FROM ranked) r
      JOIN member m USING (release, set_no) GROUP BY r.release, r.set_no)`);
  await engine.run(`CREATE TEMP TABLE common AS
    SELECT a.no AS one, b.no AS other, count(*) AS persons
    FROM ranked_set a JOIN ranked_set b ON a.no < b.no AND abs(a.persons - b.persons) < ${MINIMUM.count}
    JOIN member x ON x.release = a.release AND x.set_no = a.set_no
    JOIN member y ON y.release = b.release AND y.set_no = b.set_no AND y.person_key = x.person_key
    GROUP BY a.no, b.no`);
  const small = await bar(engine, `SELECT persons < ${MINIMUM.percentile} AS is_broken FROM ranked_set`);
  const close = await bar(
    engine,
    `SELECT a.persons + b.persons - 2 * c.persons BETWEEN 1 AND ${MINIMUM.count - 1} AND EXISTS (
        SELECT 1 FROM ranked p JOIN ranked q USING (variable)
        WHERE p.release = a.release AND p.set_no = a.set_no AND q.release = b.release AND q.set_no = b.set_no) AS is_broken
    FROM common c JOIN ranked_set a ON a.no = c.one JOIN ranked_set b ON b.no = c.other`,
  );
  return { looked: small.looked + close.looked, violations: small.violations + close.violations };
}

async function bar(engine: Engine, query: string): Promise<BarCount> {
  const [row] = await engine.rows(
    `SELECT count(*) AS looked, count(*) FILTER (WHERE is_broken) AS violations FROM (${query})`,
  );
  return { looked: Number(row?.looked), violations: Number(row?.violations) };
}

async function number(engine: Engine, query: string): Promise<number> {
  const [row] = await engine.rows(query);
  return Number(row?.n);
}
