import { AUDIT_SIZES, type AuditSizes, BlockAudit } from './block-audit.ts';
import { programOf } from './block-program.ts';
import { blocksOf } from './blocks.ts';
import type { Sum } from './group-system.ts';
import type { Solver } from './linear-program.ts';
import type { Answer, RangeTarget } from './range-target.ts';

/** `least <= sum of factor times group <= most`; either end may be infinite. */
export type Fact = {
  readonly groups: readonly number[];
  readonly factors: readonly number[];
  readonly least: number;
  readonly most: number;
};

/** Everything that bounds the groups: sums, single bounds, and whatever else is known of several together. */
export type Bounded = {
  readonly sums: readonly Sum[];
  readonly facts?: readonly Fact[];
  readonly low: Float64Array;
  readonly high: Float64Array;
};

export type AuditLimits = {
  /** Seconds one linear program may take. */
  readonly secondsPerSolution: number;
  /** Asked before each program. False: none may be started any more, and what is open stays undecided. */
  mayGoOn(): Promise<boolean>;
  onProgress(done: number, total: number): void;
};

export type Audit = {
  readonly answers: readonly Answer[];
  readonly solutions: number;
  /** False where it is proven that the published values contradict one another; true also where nobody knows. */
  readonly isFeasible: boolean;
};

/**
 * Settles targets by linear programs, block by block. A point that satisfies all that is published proves a range open,
 * the end of a program proves it closed; what neither proved stays undecided.
 */
export async function auditRanges(
  bounded: Bounded,
  targets: readonly RangeTarget[],
  solver: Solver,
  limits: AuditLimits,
  sizes: AuditSizes = AUDIT_SIZES,
): Promise<Audit> {
  const point = Float64Array.from(bounded.low, (low) => low);
  let solutions = 0;
  let isFeasible = true;
  let done = 0;
  const progress = (settled: number): void => {
    done += settled;
    limits.onProgress(done, targets.length);
  };
  for (const block of blocksOf(bounded, targets)) {
    const open = block.targets.filter((target) => target.state === 'open');
    progress(block.targets.length - open.length);
    if (open.length === 0 || !(await limits.mayGoOn())) continue;
    const run = new BlockAudit(block, programOf(bounded, block), solver, point, limits, progress, sizes);
    isFeasible = (await run.settle(open)) !== 'contradiction' && isFeasible;
    solutions += run.solutions;
  }
  return { answers: targets.map((target) => target.answer()), solutions, isFeasible };
}
