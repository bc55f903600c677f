import { FACT_CONTRACTS, KINDS_WITHOUT_PERSONS, SOURCE_KINDS, type SourceKind } from '@credlink/contracts';
import { quoteName, quoteText } from '@credlink/vault';

const RECORD_KINDS = SOURCE_KINDS.filter((kind) => !KINDS_WITHOUT_PERSONS.includes(kind));

/** Nobody is in a cell for being in one of these alone. */
const KINDS_WITHOUT_MEMBERS: readonly SourceKind[] = ['register', 'wages'];

/** Wage records by which a person is known again: enough where one of them is gone, few beside 40 quarters of them. */
const WAGE_RECORDS = 4;

/**
 * Gives everybody who can be in a cell a number that stays the same from release to release: table `person_key`
 * (person_id, person_key), and `person_record` (upload_id, subject_id, person_key, likeness), by which the next release
 * knows them again.
 *
 * The numbers of persons that links hold are of one run. A person continues an earlier one when they share records, the
 * one with which most wage records are shared, and of those the one with most others: no contributor of records about
 * its own people makes wages, so none can give somebody another number by adding records. Where an upload was replaced,
 * a record with the same facts from the same organisation
 * stands for the one before, which matters for persons known from that file alone: two such persons with equal facts
 * are in the same cells, so taking one for the other changes no set. Where their wage upload was replaced too, it swaps how
 * their wages are blurred: a percentile near either may move, by what the blur moves it.
 *
 * A number that was ever given is never given to somebody else: the sets of all releases speak in them, and the blur of
 * somebody's wages follows from it.
 *
 * Reads `link` and one view per kind of source.
 *
 * @param recordsPath records of the newest shown release, null for the first
 * @param numberedPaths files of all releases that were ever shown, with the numbers they gave (`person_key`)
 * @param absent kinds that have no facts
 */
export function personKeys(
  recordsPath: string | null,
  numberedPaths: readonly string[],
  absent: readonly SourceKind[],
): readonly string[] {
  const kinds = RECORD_KINDS.filter((kind) => !absent.includes(kind));
  const members = kinds.filter((kind) => !KINDS_WITHOUT_MEMBERS.includes(kind));
  const nobody = 'SELECT CAST(NULL AS UBIGINT) AS person_id WHERE false';
  const noRecord = `SELECT CAST(NULL AS UBIGINT) AS person_id, CAST(NULL AS UBIGINT) AS subject_id, '' AS kind, '' AS likeness WHERE false`;
  const numbered =
    numberedPaths.length === 0
      ? 'earlier_record'
      : `read_parquet([${numberedPaths.map(quoteText).join(', ')}], union_by_name = true)`;
  return [
    `CREATE OR REPLACE TEMP TABLE key_person AS
${[nobody, ...members.map((kind) => `SELECT person_id FROM ${quoteName(kind)}`)].join('\nUNION\n')}`,
    `CREATE OR REPLACE TEMP TABLE key_record AS
SELECT l.upload_id, l.subject_id, l.person_id, f.kind, f.likeness
FROM link l
JOIN key_person p ON p.person_id = l.person_id
JOIN (
  ${[noRecord, ...kinds.map(likenessOf)].join('\n  UNION ALL\n  ')}
) f ON f.person_id = l.person_id AND f.subject_id = l.subject_id
QUALIFY f.kind <> 'wages'
  OR row_number() OVER (PARTITION BY l.person_id, f.kind ORDER BY l.upload_id, l.subject_id) <= ${WAGE_RECORDS}`,
    `CREATE OR REPLACE TEMP TABLE earlier_record AS
${
  recordsPath === null
    ? 'SELECT upload_id, subject_id, CAST(0 AS UBIGINT) AS person_key, likeness FROM key_record WHERE false'
    : `SELECT upload_id, subject_id, person_key, likeness FROM read_parquet(${quoteText(recordsPath)})`
}`,
    `CREATE OR REPLACE TEMP TABLE same_record AS
SELECT r.person_id, e.person_key, count(*) FILTER (r.kind = 'wages') AS wage_records, count(*) AS records
FROM key_record r JOIN earlier_record e ON e.upload_id = r.upload_id AND e.subject_id = r.subject_id
GROUP BY r.person_id, e.person_key`,
    bestOfBoth('known_again', 'same_record'),
    `CREATE OR REPLACE TEMP TABLE like_record AS
WITH now AS (
  SELECT person_id, likeness, row_number() OVER (PARTITION BY likeness ORDER BY person_id) AS place
  FROM (SELECT DISTINCT person_id, likeness FROM key_record WHERE likeness IS NOT NULL
    AND person_id NOT IN (SELECT person_id FROM known_again)
    AND upload_id NOT IN (SELECT upload_id FROM earlier_record))
), before AS (
  SELECT person_key, likeness, row_number() OVER (PARTITION BY likeness ORDER BY person_key) AS place
  FROM (SELECT DISTINCT person_key, likeness FROM earlier_record WHERE likeness IS NOT NULL
    AND person_key NOT IN (SELECT person_key FROM known_again)
    AND upload_id NOT IN (SELECT upload_id FROM link))
)
SELECT person_id, person_key, 0 AS wage_records, count(*) AS records
FROM now JOIN before USING (likeness, place) GROUP BY person_id, person_key`,
    bestOfBoth('alike', 'like_record'),
    `CREATE OR REPLACE TEMP TABLE person_key AS
WITH known AS (SELECT person_id, person_key FROM known_again UNION ALL SELECT person_id, person_key FROM alike)
SELECT p.person_id, CAST(coalesce(k.person_key,
  (SELECT coalesce(max(person_key), 0) FROM ${numbered})
    + row_number() OVER (PARTITION BY k.person_key IS NULL ORDER BY p.person_id)) AS UBIGINT) AS person_key
FROM key_person p LEFT JOIN known k ON k.person_id = p.person_id`,
    `CREATE OR REPLACE TEMP TABLE person_record AS
SELECT r.upload_id, r.subject_id, k.person_key, r.likeness
FROM key_record r JOIN person_key k ON k.person_id = r.person_id`,
  ];
}

/** Subjects of a kind, and a digest of what their rows say; none for wages, of which a person has too many. */
function likenessOf(kind: SourceKind): string {
  if (kind === 'wages') {
    return `SELECT DISTINCT person_id, subject_id, 'wages' AS kind, CAST(NULL AS VARCHAR) AS likeness FROM wages`;
  }
  const columns = FACT_CONTRACTS[kind].map(({ name }) => quoteName(name)).join(', ');
  const row = columns === '' ? `''` : `CAST(row(${columns}) AS VARCHAR)`;
  return `SELECT person_id, subject_id, ${quoteText(kind)} AS kind,
    md5(concat_ws(' ', ${quoteText(kind)}, min(organisation), string_agg(${row}, ' ' ORDER BY ${row}))) AS likeness
  FROM ${quoteName(kind)} GROUP BY person_id, subject_id`;
}

/** Pairs of person and key that prefer one another: most wage records, most records, then the smaller number. */
function bestOfBoth(target: string, votes: string): string {
  return `CREATE OR REPLACE TEMP TABLE ${target} AS
SELECT person_id, person_key FROM ${votes}
QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY wage_records DESC, records DESC, person_key) = 1
  AND row_number() OVER (PARTITION BY person_key ORDER BY wage_records DESC, records DESC, person_id) = 1`;
}
