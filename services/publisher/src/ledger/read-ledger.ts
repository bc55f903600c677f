import type { LedgerEntry } from '@credlink/store';
import { type Engine, quoteText } from '@credlink/vault';
import type { PublisherVault } from '../context.ts';
import type { Overlap, ShownFigure, ShownRelease } from './shown-release.ts';

/**
 * Releases that readers saw, oldest first, each beside the persons of today's cells. Reads `person_key` and
 * `person_atom` of the engine.
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
      `SELECT address, value, low, high, population_set, numerator_set, roster_set
FROM read_parquet(${figures}) WHERE status = 'ok'`,
      [],
      (row) => [String(row.address), figureOf(row)] as const,
    );
    const atoms = await engine.rows(
      `SELECT set_no, array_to_string(atoms, ' ') AS atoms FROM read_parquet(${sets})`,
      [],
      (row) => [Number(row.set_no), atomsOf(String(row.atoms ?? ''))] as const,
    );
    const overlaps = await engine.rows(
      `SELECT t.atom_no AS before_no, n.atom_no AS now_no, count(*) AS persons
FROM read_parquet(${persons}) t
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
    yield { publishedId, figures: new Map(shown), sets: new Map(atoms), overlaps };
  }
}

function figureOf(row: Readonly<Record<string, unknown>>): ShownFigure {
  return {
    value: Number(row.value),
    low: Number(row.low),
    high: Number(row.high),
    population: Number(row.population_set),
    numerator: row.numerator_set === null ? null : Number(row.numerator_set),
    roster: Number(row.roster_set),
  };
}

function atomsOf(text: string): Uint32Array {
  return text === '' ? new Uint32Array() : Uint32Array.from(text.split(' '), Number);
}
