import type { ComputedCells, CountCell } from './computed-cells.ts';

/**
 * Claim: a reader is told that one organisation supplies a key where everybody takes that from the catalogue and the
 * files do not say otherwise: those of others hold fewer than the minimum of its persons, in every group. Being told
 * so, an organisation that supplied all but a few of a group knows that the few are no more than that; disclosure
 * control reckons with it (`InputCell.hasOneSupplier`). Not being told tells that others supplied the minimum or more.
 *
 * @param minimum fewest persons of a shown count
 * @returns whether a key of a table has one supplier
 */
export function keySuppliers(
  cells: ComputedCells['cells'],
  minimum: number,
): (table: string, code: string) => boolean {
  const known = new Set<string>();
  const hasSeveral = new Set<string>();
  for (const cell of cells) {
    const name = nameOf(cell.table, keyCode(cell));
    known.add(name);
    if (cell.contributors.length !== 1 || cell.suppliedByOthers >= minimum) hasSeveral.add(name);
  }
  return (table, code) => known.has(nameOf(table, code)) && !hasSeveral.has(nameOf(table, code));
}

/** The credential, issuer, program or pathway of a cell. */
export function keyCode({ key }: Pick<CountCell, 'key'>): string {
  const { cohort: _, sector: __, ...named } = key;
  const [code] = Object.values(named);
  if (code === undefined) throw new RangeError('a cell of no key');
  return code;
}

function nameOf(table: string, code: string): string {
  return JSON.stringify([table, code]);
}
