import type { AttackerModel, Target } from './attacker-model.ts';
import type { FinestModel } from './finest-model.ts';

/** Guards comparisons against the solver's feasibility tolerance (1e-7 per bound). */
export const SLACK = 1e-6;

/**
 * The least and greatest value at which each target was seen in some possible state of the whole model. The truth is
 * the first one seen. Ranges only grow and are always within what an attacker must leave open.
 */
export type Witnesses = {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Takes in a state in which the given columns have these values and all others their true one. */
  readonly see: (columns: Int32Array, values: Float64Array) => void;
  /** Whether the range of a target is proven wide enough. */
  readonly isSettled: (target: Target) => boolean;
};

export function createWitnesses(
  { truth }: AttackerModel,
  model: FinestModel,
  targets: readonly Target[],
  proven: Pick<Witnesses, 'low' | 'high'> | null,
): Witnesses {
  const low = truth.map((value, quantity) => proven?.low[quantity] ?? value);
  const high = truth.map((value, quantity) => proven?.high[quantity] ?? value);
  const targetsOf: number[][] = Array.from({ length: model.finest.length }, () => []);
  for (const { quantity } of targets) {
    for (const column of model.columnsOf(quantity)) targetsOf[column]?.push(quantity);
  }
  return {
    low,
    high,
    see(columns, values) {
      const moved = new Map<number, number>();
      columns.forEach((column, place) => {
        const change = (values[place] ?? 0) - (model.truth[column] ?? 0);
        if (Math.abs(change) < SLACK) return;
        for (const quantity of targetsOf[column] ?? [])
          moved.set(quantity, (moved.get(quantity) ?? 0) + change);
      });
      for (const [quantity, change] of moved) {
        const value = (truth[quantity] ?? 0) + change;
        if (value < (low[quantity] ?? 0)) low[quantity] = value;
        if (value > (high[quantity] ?? 0)) high[quantity] = value;
      }
    },
    isSettled({ quantity, width, top }) {
      const most = high[quantity] ?? 0;
      return most >= top - SLACK && most - (low[quantity] ?? 0) >= width - SLACK;
    },
  };
}
