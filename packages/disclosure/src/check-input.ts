import type { InputCell, ProtectInput } from './input.ts';
import { isBlurredEnough } from './rules/blurred-amounts.ts';

/** A cell and how many of its persons are vouched for. */
export type CheckedCell = InputCell & { readonly vouched: number };

/** Cells by id, after every reference and every count was checked. */
export type CheckedCells = ReadonlyMap<string, CheckedCell>;

/**
 * Claim (bar B1): every count that decides anything is the number of distinct persons, counted again here from the
 * members, whatever the caller says; and what is compared with a minimum is the number of vouched ones.
 *
 * @throws {RangeError} for a duplicate id, an unknown reference, a count that is not the weight of its members, a cell or
 * numerator that is not inside what it must be in, an impossible concentration or insider, an unsorted percentile, or percentiles of wages that are not blurred enough.
 */
export function checkInput(input: ProtectInput): CheckedCells {
  const { weights, vouched } = input.atoms;
  if (vouched.length !== weights.length || vouched.some((persons, atom) => persons > (weights[atom] ?? 0))) {
    throw new RangeError('atoms have more vouched persons than persons');
  }
  const cells = new Map<string, CheckedCell>();
  for (const cell of input.cells) {
    if (cells.has(cell.id)) throw new RangeError('duplicate cell id');
    if (countPersons(cell.members, weights) !== cell.n) {
      throw new RangeError('cell count differs from the weight of its members');
    }
    if (!Number.isFinite(cell.priority)) throw new RangeError('cell priority is not finite');
    cells.set(cell.id, { ...cell, vouched: countPersons(cell.members, vouched) });
  }
  for (const { id, within } of input.cells) {
    if (within !== undefined && !isInside(cells, id, within))
      throw new RangeError('a cell is not inside the cell it must be in');
  }
  assertDistinct(input.shares, 'share');
  for (const { numerator, denominator } of input.shares) {
    if (!isInside(cells, numerator, denominator))
      throw new RangeError('share numerator is not inside its denominator');
  }
  for (const { members, persons } of input.insiders ?? []) {
    const isPossible = members.every((atom, place) => (persons?.[place] ?? 0) <= (weights[atom] ?? -1));
    if (!isPossible || (persons !== undefined && persons.length !== members.length))
      throw new RangeError('an insider has more persons of an atom than there are');
  }
  assertDistinct(input.percentiles, 'percentile');
  if (input.percentiles.length > 0 && !isBlurredEnough(input.blurCents ?? 0, input.policy))
    throw new RangeError('percentiles of wages that are blurred less than the policy asks');
  for (const { population, values } of input.percentiles) {
    findCell(cells, population);
    if (values.some(({ p }) => !(p > 0 && p < 100))) throw new RangeError('percentile is out of range');
    if (values.some(({ around }) => !isAround(around, input.policy.percentiles.ranks)))
      throw new RangeError('percentile without the amounts of its ranks in ascending order');
    if (new Set(values.map(({ p }) => p)).size !== values.length)
      throw new RangeError('duplicate percentile');
  }
  for (const { cell, contributors, largestShare } of input.concentrations) {
    findCell(cells, cell);
    if (
      !Number.isSafeInteger(contributors) ||
      contributors < 0 ||
      !(largestShare >= 0 && largestShare <= 1)
    ) {
      throw new RangeError('concentration is out of range');
    }
  }
  return cells;
}

/** Whether there are amounts at `ranks` ranks or more, as many below the middle as above. */
function isAround(amounts: readonly number[], ranks: number): boolean {
  return (
    amounts.length >= ranks &&
    amounts.length % 2 === 1 &&
    amounts.every((cents, place) => Number.isFinite(cents) && cents >= (amounts[place - 1] ?? -Infinity))
  );
}

/** @throws {RangeError} for an id no cell has. */
export function findCell(cells: CheckedCells, id: string): CheckedCell {
  const cell = cells.get(id);
  if (cell === undefined) throw new RangeError('reference to an unknown cell');
  return cell;
}

function isInside(cells: CheckedCells, inner: string, outer: string): boolean {
  const around = new Set(findCell(cells, outer).members);
  return findCell(cells, inner).members.every((atom) => around.has(atom));
}

function countPersons(members: Uint32Array, weights: Uint32Array): number {
  if (new Set(members).size !== members.length) throw new RangeError('cell names an atom twice');
  let persons = 0;
  for (const atom of members) {
    const weight = weights[atom];
    if (weight === undefined) throw new RangeError('cell names an unknown atom');
    persons += weight;
  }
  return persons;
}

function assertDistinct(items: readonly { readonly id: string }[], noun: string): void {
  if (new Set(items.map(({ id }) => id)).size !== items.length) throw new RangeError(`duplicate ${noun} id`);
}
