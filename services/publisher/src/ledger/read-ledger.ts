import type { LedgerEntry } from '@credlink/store';
import { type Engine, quoteText } from '@credlink/vault';
import type { PublisherVault } from '../context.ts';
import type { Overlap, RememberedSets, ShownFigure, ShownRelease } from './shown-release.ts';

/**
 * Releases that readers saw, oldest first, each beside the persons of today's cells. Reads `person_key` and
 * `person_atom` of the engine; leaves `earlier_person` (person_key, atom_no) of the release it gave last.
 */
export async function* readLedger(
  engine: Engine,
  vault: PublisherVault,
  entries: readonly LedgerEntry[],
): AsyncIterable<ShownRelease> {
  for (const { publishedId, files } of entries) {
    const [figures, sets, persons] = await Promise.all(
      [files.figures, files.sets, files.persons].map(async (name) =>
        quoteText(await vault.pathOf('ledger', name)),
      ),
    );
    const shown = await engine.rows(
      // All columns: a file of an earlier version has no `least`.
      `SELECT * FROM read_parquet(${figures}) WHERE status = 'ok'`,
      [],
      (row) => [String(row.address), figureOf(row)] as const,
    );
    const hidden = await engine.rows(
      `SELECT address, population_set, numerator_set, roster_set
FROM read_parquet(${figures}) WHERE status = 'suppressed' AND population_set IS NOT NULL`,
      [],
      (row) => [String(row.address), setsOf(row)] as const,
    );
    const kept = await engine.rows(
      `SELECT address, as_of, population_set, numerator_set, roster_set
FROM read_parquet(${figures}) WHERE status = 'carried' AND population_set IS NOT NULL`,
      [],
      (row) => [String(row.address), { ...setsOf(row), asOf: String(row.as_of) }] as const,
    );
    const atoms = await engine.rows(
      `SELECT set_no, array_to_string(atoms, ' ') AS atoms FROM read_parquet(${sets})`,
      [],
      (row) => [Number(row.set_no), atomsOf(String(row.atoms ?? ''))] as const,
    );
    await engine.run(
      `CREATE OR REPLACE TEMP TABLE earlier_person AS SELECT person_key, atom_no FROM read_parquet(${persons})`,
    );
    const overlaps = await engine.rows(
      `SELECT t.atom_no AS before_no, n.atom_no AS now_no, count(*) AS persons
FROM earlier_person t
FULL JOIN (SELECT k.person_key, a.atom_no FROM person_atom a JOIN person_key k ON k.person_id = a.person_id) n
  ON n.person_key = t.person_key
GROUP BY t.atom_no, n.atom_no`,
      [],
      (row): Overlap => ({
        before: row.before_no === null ? null : Number(row.before_no),
        now: row.now_no === null ? null : Number(row.now_no),
        persons: Number(row.persons),
      }),
    );
    const digests = new Map(
      await engine.rows(
        `SELECT atom_no, CAST(sum(CAST(md5_number_lower(CAST(person_key AS VARCHAR)) AS HUGEINT)) AS VARCHAR) AS digest
FROM earlier_person GROUP BY atom_no`,
        [],
        (row) => [Number(row.atom_no), BigInt(String(row.digest))] as const,
      ),
    );
    // A sum over persons does not depend on how a release cut them into atoms.
    const nameOfSet = (set: Uint32Array): string =>
      [...set].reduce((sum, atom) => sum + (digests.get(atom) ?? 0n), 0n).toString();
    yield {
      nameOfSet,
      publishedId,
      figures: new Map(shown),
      hidden: new Map(hidden),
      kept: new Map(kept),
      sets: new Map(atoms),
      overlaps,
    };
  }
}

function figureOf(row: Readonly<Record<string, unknown>>): ShownFigure {
  return {
    value: Number(row.value),
    low: Number(row.low),
    high: Number(row.high),
    least: row.least === null || row.least === undefined ? null : Number(row.least),
    ...setsOf(row),
  };
}

function setsOf(row: Readonly<Record<string, unknown>>): RememberedSets {
  return {
    population: Number(row.population_set),
    numerator: row.numerator_set === null ? null : Number(row.numerator_set),
    roster: Number(row.roster_set),
  };
}

function atomsOf(text: string): Uint32Array {
  return text === '' ? new Uint32Array() : Uint32Array.from(text.split(' '), Number);
}
