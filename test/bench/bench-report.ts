import type { Machine } from './bench-machine.ts';
import type { BenchRow, Goal, Peer, RowFigures, Sizes, Usage } from './bench-row.ts';

/** One row of the output; every key is always present. */
export type ReportedRow = {
  readonly id: string;
  readonly title: string;
  readonly sizes: Sizes;
  readonly ours: Usage;
  readonly against: Peer;
  readonly ratio: number;
  readonly goal: Goal;
  readonly met: boolean;
  readonly more: Readonly<Record<string, unknown>>;
  readonly machine: Machine;
};

export function reportRow(row: BenchRow, figures: RowFigures, sizes: Sizes, machine: Machine): ReportedRow {
  const { ours, against, ratio, more } = figures;
  const { is, bound } = row.goal;
  const isWithin = is === 'at least' ? ratio >= bound : ratio <= bound;
  return {
    id: row.id,
    title: row.title,
    sizes: figures.sizes ?? sizes,
    ours,
    against,
    ratio: Math.round(ratio * 1000) / 1000,
    goal: row.goal,
    met: isWithin && figures.isOtherwiseMet,
    more,
    machine,
  };
}
