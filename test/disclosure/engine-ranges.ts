import type { ProtectInput } from '@credlink/disclosure';
import { AUDIT_BUDGET } from '../../packages/disclosure/src/audit/audit.ts';
import { auditRanges } from '../../packages/disclosure/src/audit/audit-ranges.ts';
import { checkInput } from '../../packages/disclosure/src/check-input.ts';
import { buildLattice } from '../../packages/disclosure/src/lattice.ts';
import { loadSolver } from '../../services/publisher/src/load-solver.ts';

type Range = { readonly low: number; readonly high: number };

/** Wider than anything in a small table, so that the audit looks for the very ends of every range. */
const OUT_OF_REACH = 10_000;

const solver = await loadSolver();

/**
 * The ranges that the audit of the package itself finds, by cell id, over real numbers. The verifier has another
 * implementation of the same question.
 *
 * @param known what is told of a cell before anything is added or subtracted; cells that it leaves out are open
 */
export function engineRanges(
  input: ProtectInput,
  known: ReadonlyMap<string, Range>,
): ReadonlyMap<string, Range> {
  const lattice = buildLattice(checkInput(input), input);
  const low = new Float64Array(lattice.groups.length);
  const high = new Float64Array(lattice.groups.length).fill(Number.POSITIVE_INFINITY);
  for (const [cell, range] of known) {
    const group = lattice.groupOfCell.get(cell) ?? -1;
    low[group] = Math.max(low[group] ?? 0, range.low);
    high[group] = Math.min(high[group] ?? 0, range.high);
  }
  const { proven } = auditRanges(
    {
      truth: Float64Array.from(lattice.groups, ({ n }) => n),
      low,
      high,
      sums: lattice.relations,
      facts: [],
    },
    [...new Set(lattice.groupOfCell.values())].map((quantity) => ({
      quantity,
      width: OUT_OF_REACH,
      top: OUT_OF_REACH,
    })),
    solver,
    AUDIT_BUDGET,
  );
  const end = (value: number | undefined) => Math.round((value ?? 0) * 1e6) / 1e6 + 0;
  return new Map(
    [...lattice.groupOfCell].map(([cell, group]) => [
      cell,
      { low: end(proven.low[group]), high: end(proven.high[group]) },
    ]),
  );
}
