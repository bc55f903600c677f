import type { FinestModel } from './finest-model.ts';
import { SLACK } from './tolerance.ts';

/** A state of all counts: by how much some finest quantities differ from their true value; all others do not. */
export type State = { readonly columns: Int32Array; readonly gains: Float64Array };

/** @param values of the columns, in their order */
export function stateOf(model: FinestModel, columns: Int32Array, values: Float64Array): State {
  const gains = values.map((value, place) => value - (model.truth[columns[place] ?? -1] ?? 0));
  const isMoved = (_: number, place: number) => Math.abs(gains[place] ?? 0) >= SLACK;
  return { columns: columns.filter(isMoved), gains: gains.filter(isMoved) };
}

/**
 * Claim: what this takes for possible breaks no bound of the model, whatever model it was found in: every row and every
 * column that the state moves is added up anew. Models of one lattice and history have the same finest quantities,
 * whatever is shown.
 */
export function createStateCheck(model: FinestModel): (state: State) => boolean {
  const sums = new Float64Array(model.rows.length);
  const isWithin = (value: number, low: number, high: number) =>
    value >= low - SLACK && value <= high + SLACK;
  return ({ columns, gains }) => {
    const touched = new Set<number>();
    columns.forEach((column, place) => {
      model.rowsOf[column]?.forEach((row, at) => {
        if (!touched.has(row)) sums[row] = model.rows[row]?.truth ?? 0;
        touched.add(row);
        sums[row] = (sums[row] ?? 0) + (model.factorsOf[column]?.[at] ?? 0) * (gains[place] ?? 0);
      });
    });
    return (
      columns.every((column, place) =>
        isWithin(
          (model.truth[column] ?? 0) + (gains[place] ?? 0),
          model.low[column] ?? 0,
          model.high[column] ?? 0,
        ),
      ) &&
      [...touched].every((row) => {
        const { low, high } = model.rows[row] ?? { low: 0, high: 0 };
        return isWithin(sums[row] ?? 0, low, high);
      })
    );
  };
}
