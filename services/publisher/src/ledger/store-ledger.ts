import type { PublishedCell } from '@credlink/contracts';
import { leastConfirmed, type Policy } from '@credlink/disclosure';
import type { LedgerFiles } from '@credlink/store';
import { bulkInsert, type Engine, writeParquet } from '@credlink/vault';
import type { ComputedCells, ComputedFigure } from '../compute/computed-cells.ts';
import { othersOf } from '../compute/protect-input.ts';
import type { PublisherVault } from '../context.ts';
import { addressText } from './shown-release.ts';

/**
 * Writes what the ledger remembers of a release: every figure with its status, its value and the fewest persons behind
 * it that readers know of, the sets of persons behind
 * those that are shown anew, behind hidden counts and of now behind carried counts, the persons of each atom, the rosters of the closed cohorts, and the records by which the
 * next release knows the persons again. A file no row refers to does not exist, so a build that dies here left nothing.
 *
 * @param cells one for each figure, in the order of the figures
 */
export async function storeLedger(
  engine: Engine,
  vault: PublisherVault,
  { cells: counted, figures }: Pick<ComputedCells, 'cells' | 'figures'>,
  cells: readonly PublishedCell[],
  policy: Policy,
): Promise<LedgerFiles> {
  const setOfCell = await insertSets(engine, counted, figures, cells);
  await engine.run(`CREATE OR REPLACE TEMP TABLE ledger_figure (address VARCHAR, unit VARCHAR, status VARCHAR, value DOUBLE,
  low DOUBLE, high DOUBLE, least INTEGER, as_of VARCHAR, population_set INTEGER, numerator_set INTEGER, roster_set INTEGER)`);
  const rows = await bulkInsert(engine, 'ledger_figure', FIGURE_TYPES);
  cells.forEach((cell, place) => {
    const figure = figures[place];
    const setOf = (id: number | null | undefined): number | null =>
      hasSets(cell) && id !== null && id !== undefined ? (setOfCell.get(id) ?? null) : null;
    rows.add([
      addressText(cell),
      cell.unit,
      cell.status,
      cell.value,
      cell.low,
      cell.high,
      leastOf(figure, cell, counted, policy),
      cell.asOf,
      setOf(figure?.population),
      setOf(figure?.numerator),
      setOf(figure?.roster),
    ]);
  });
  rows.finish();
  const put = async (query: string, orderBy: readonly string[]): Promise<string> => {
    const target = vault.newPath('ledger');
    await writeParquet(engine, { query, target, orderBy });
    return vault.put('ledger', target);
  };
  return {
    figures: await put('SELECT * FROM ledger_figure', ['address']),
    sets: await put(
      `SELECT set_no, CAST(string_split(nullif(atoms, ''), ' ') AS INTEGER[]) AS atoms FROM ledger_set`,
      ['set_no'],
    ),
    persons: await put(
      'SELECT k.person_key, a.atom_no FROM person_atom a JOIN person_key k ON k.person_id = a.person_id',
      ['person_key'],
    ),
    rosters: await put('SELECT unit_set, key, cohort_year, person_key FROM cohort_roster', [
      'unit_set',
      'key',
      'cohort_year',
    ]),
    records: await put('SELECT upload_id, subject_id, person_key, likeness FROM person_record', [
      'upload_id',
      'subject_id',
    ]),
  };
}

const FIGURE_TYPES = [
  'VARCHAR',
  'VARCHAR',
  'VARCHAR',
  'DOUBLE',
  'DOUBLE',
  'DOUBLE',
  'INTEGER',
  'VARCHAR',
  'INTEGER',
  'INTEGER',
  'INTEGER',
] as const;

/** Fewest persons with which a figure is shown, of a group that one organisation supplied; null for every other. */
function leastOf(
  figure: ComputedFigure | undefined,
  { status, unit }: PublishedCell,
  counted: ComputedCells['cells'],
  policy: Policy,
): number | null {
  const cell = counted[figure?.population ?? -1];
  const isBound = unit === 'share' || (unit === 'count' && cell?.isEverybody === false);
  if (cell === undefined || status !== 'ok' || !isBound) return null;
  const least = leastConfirmed(othersOf(cell), policy);
  return least > policy.counts.minimum ? least : null;
}

/**
 * A hidden count is remembered with its persons, and the one of now behind a carried figure: what is shown later must not
 * tell them.
 */
function hasSets({ status, unit }: PublishedCell): boolean {
  return status === 'ok' || (unit === 'count' && (status === 'suppressed' || status === 'carried'));
}

/** Distinct sets behind the figures that are remembered with them. @returns the number of each cell's set */
async function insertSets(
  engine: Engine,
  counted: ComputedCells['cells'],
  figures: ComputedCells['figures'],
  cells: readonly PublishedCell[],
): Promise<ReadonlyMap<number, number>> {
  await engine.run('CREATE OR REPLACE TEMP TABLE ledger_set (set_no INTEGER, atoms VARCHAR)');
  const rows = await bulkInsert(engine, 'ledger_set', ['INTEGER', 'VARCHAR']);
  const numbers = new Map<string, number>();
  const setOfCell = new Map<number, number>();
  const enter = (id: number | null): void => {
    if (id === null || setOfCell.has(id)) return;
    const atoms = (counted[id]?.atoms ?? []).join(' ');
    let setNo = numbers.get(atoms);
    if (setNo === undefined) {
      setNo = numbers.size;
      numbers.set(atoms, setNo);
      rows.add([setNo, atoms]);
    }
    setOfCell.set(id, setNo);
  };
  figures.forEach(({ population, numerator, roster }, place) => {
    const cell = cells[place];
    if (cell === undefined || !hasSets(cell)) return;
    for (const id of [population, numerator, roster]) enter(id);
  });
  rows.finish();
  return setOfCell;
}
