import { join } from 'node:path';
import type { Catalogue } from '@credlink/contracts';
import { bulkInsert, type Engine } from '@credlink/vault';
import { currentCode } from '../../packages/measures/src/catalogue-sql.ts';
import { csv } from './eval-exchange-subjects.ts';
import type { BarCount } from './exchange-twice-ledger.ts';

/** Of the rule for single suppliers: fewer persons of others than this, and as many confirmed persons as that. */
const OTHERS = 10;
const LEAST = 30;

/**
 * Table `supplied` (truth, key, organisation): who truly holds the awards behind a key, and whose file says so, from the
 * truth of the holder files. Keys are `credential CODE`, the code of now, and `issuer ORGANISATION`.
 */
export async function loadTrueSuppliers(engine: Engine, dir: string, catalogue: Catalogue): Promise<void> {
  await engine.run('CREATE TEMP TABLE code_key (code VARCHAR, key VARCHAR)');
  const rows = await bulkInsert(engine, 'code_key', ['VARCHAR', 'VARCHAR']);
  for (const { code, owner } of catalogue.credentials) {
    rows.add([code, `credential ${currentCode(catalogue, code)}`]);
    rows.add([code, `issuer ${owner}`]);
  }
  rows.finish();
  await engine.run(`CREATE TEMP TABLE supplied AS
    SELECT DISTINCT h.person_id AS truth, k.key, h.body AS organisation
    FROM ${csv(join(dir, 'truth', 'holders.csv'))} h JOIN code_key k USING (code) WHERE h.kind = 'real'`);
}

/**
 * Counts shown anew of some of what one organisation supplied, and shares of what one organisation supplied, and those of
 * them with fewer than thirty confirmed persons. Reads `supplied`, `shown` (release, address, unit, population_set),
 * `true_member` (release, set_no, truth), `member` (release, set_no, person_key) and `key_owner` (release, person_key,
 * owners).
 */
export async function countOwnGroups(engine: Engine): Promise<BarCount> {
  const [row] = await engine.rows(`
    WITH figure_key AS (
      SELECT release, population_set AS set_no, unit, split_part(address, chr(10), 2) AS measure,
        CASE WHEN split_part(address, chr(10), 1) = 'issuer'
          THEN 'issuer ' || regexp_extract(split_part(address, chr(10), 4), '"issuer":"([^"]*)"', 1)
          ELSE 'credential ' || regexp_extract(split_part(address, chr(10), 4), '"(credential|from)":"([^"]*)"', 2) END AS key
      FROM shown WHERE unit IN ('count', 'share')),
    part AS (
      SELECT * FROM figure_key
      WHERE (unit = 'share' OR measure <> 'holders') AND key IN (SELECT key FROM supplied)),
    by_one AS (
      SELECT p.release, p.set_no, p.key, s.organisation, count(DISTINCT m.truth) AS persons
      FROM (SELECT DISTINCT release, set_no, key FROM part) p
      JOIN true_member m USING (release, set_no) JOIN supplied s USING (truth, key) GROUP BY ALL),
    by_all AS (
      SELECT p.release, p.set_no, p.key, count(DISTINCT m.truth) AS persons
      FROM (SELECT DISTINCT release, set_no, key FROM part) p
      JOIN true_member m USING (release, set_no) JOIN supplied s USING (truth, key) GROUP BY ALL),
    others AS (
      SELECT release, set_no, key, any_value(a.persons) - max(o.persons) AS persons
      FROM by_all a JOIN by_one o USING (release, set_no, key) GROUP BY ALL),
    confirmed AS (
      SELECT m.release, m.set_no, count(*) FILTER (WHERE o.owners > 1) AS persons
      FROM member m LEFT JOIN key_owner o USING (release, person_key) GROUP BY m.release, m.set_no)
    SELECT count(*) AS looked, count(*) FILTER (WHERE c.persons < ${LEAST}) AS violations
    FROM part JOIN others o USING (release, set_no, key) JOIN confirmed c USING (release, set_no)
    WHERE o.persons < ${OTHERS}`);
  return { looked: Number(row?.looked), violations: Number(row?.violations) };
}
