import { type Block, blocksOf } from './blocks.ts';
import type { Sum } from './group-system.ts';
import type { LinearProgram, ProgramSession, Solver } from './linear-program.ts';
import { RandomNumbers } from './random-numbers.ts';
import type { Answer, Form, RangeTarget } from './range-target.ts';

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
  readonly isFeasible: boolean;
};

/** A round of random objectives that settles fewer targets than this is followed by one program for each target. */
const SETTLED_PER_ROUND = 8;

/**
 * Settles targets by linear programs: first random objectives over everything open, whose points settle many targets
 * at once, then the greatest and least value of each one that is left. A point that satisfies all that is published
 * proves a range open, the end of a program proves it closed; what neither proved stays undecided.
 */
export async function auditRanges(
  bounded: Bounded,
  targets: readonly RangeTarget[],
  solver: Solver,
  limits: AuditLimits,
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
    const session = solver.open(programOf(bounded, block), limits.secondsPerSolution);
    try {
      const run = new BlockAudit(block, session, point, limits, progress);
      isFeasible = (await run.settle(open)) && isFeasible;
      solutions += run.solutions;
    } finally {
      session.close();
    }
  }
  return { answers: targets.map((target) => target.answer()), solutions, isFeasible };
}

function programOf({ low, high, sums, facts = [] }: Bounded, block: Block): LinearProgram {
  const column = new Map(block.groups.map((group, c) => [group, c]));
  return {
    lower: Float64Array.from(block.groups, (group) => low[group] ?? 0),
    upper: Float64Array.from(block.groups, (group) => high[group] ?? 0),
    rows: [
      ...block.sums.flatMap((s) => sums[s] ?? []).map(factOf),
      ...block.facts.flatMap((f) => facts[f] ?? []),
    ].map(({ groups, factors, least, most }) => {
      const columns: number[] = [];
      const values: number[] = [];
      let known = 0;
      for (const [i, group] of groups.entries()) {
        const c = column.get(group);
        const factor = factors[i] ?? 0;
        if (c === undefined) known += factor * (low[group] ?? 0);
        else {
          columns.push(c);
          values.push(factor);
        }
      }
      return { columns, values, least: least - known, most: most - known };
    }),
  };
}

function factOf({ parent, children }: Sum): Fact {
  return { groups: [parent, ...children], factors: [-1, ...children.map(() => 1)], least: 0, most: 0 };
}

class BlockAudit {
  solutions = 0;
  readonly #block: Block;
  readonly #session: ProgramSession;
  readonly #point: Float64Array;
  readonly #limits: AuditLimits;
  readonly #progress: (settled: number) => void;
  readonly #columns: ReadonlyMap<number, number>;
  #open: RangeTarget[] = [];

  constructor(
    block: Block,
    session: ProgramSession,
    point: Float64Array,
    limits: AuditLimits,
    progress: (settled: number) => void,
  ) {
    this.#block = block;
    this.#session = session;
    this.#point = point;
    this.#limits = limits;
    this.#progress = progress;
    this.#columns = new Map(block.groups.map((group, c) => [group, c]));
  }

  /** @returns false when the published values contradict one another */
  async settle(open: readonly RangeTarget[]): Promise<boolean> {
    this.#open = [...open];
    if (this.#maximise({ groups: [], signs: [] }) === null) return false;
    const random = new RandomNumbers(1);
    while ((await this.#limits.mayGoOn()) && this.#round(random) >= SETTLED_PER_ROUND);
    while (this.#open.length > 0 && (await this.#limits.mayGoOn())) {
      const [target] = this.#open;
      if (target === undefined) break;
      this.#settleOne(target);
      this.#open = this.#open.filter((other) => other !== target);
    }
    return true;
  }

  #round(random: RandomNumbers): number {
    if (this.#open.length <= SETTLED_PER_ROUND) return 0;
    const before = this.#open.length;
    const weights = new Map<number, number>();
    for (const target of this.#open) {
      const isUp = target.isLowReached || (!target.isHighReached && random.next() < 0.5);
      const weight = (isUp ? 1 : -1) * (0.5 + random.next());
      for (const [i, group] of target.form.groups.entries()) {
        weights.set(group, (weights.get(group) ?? 0) + weight * (target.form.signs[i] ?? 0));
      }
    }
    this.#maximise({ groups: [...weights.keys()], signs: [...weights.values()] });
    return before - this.#open.length;
  }

  #settleOne(target: RangeTarget): void {
    const { groups, signs, offset = 0 } = target.form;
    const most = this.#maximise(target.form);
    if (most !== null) target.proveHigh(most);
    if (target.state !== 'open') return;
    const least = this.#maximise({ groups, signs: signs.map((sign) => -sign), offset: -offset });
    if (least !== null) target.proveLow(-least);
  }

  /** @returns the greatest value of the form, or null where it has none or none was found in time */
  #maximise({ groups, signs, offset = 0 }: Form): number | null {
    const columns: number[] = [];
    const values: number[] = [];
    let rest = offset;
    for (const [i, group] of groups.entries()) {
      const column = this.#columns.get(group);
      const sign = signs[i] ?? 0;
      if (column === undefined) rest += sign * (this.#point[group] ?? 0);
      else {
        columns.push(column);
        values.push(sign);
      }
    }
    this.solutions += 1;
    const solved = this.#session.maximise({ columns, values });
    if (solved.status !== 'optimal') return null;
    for (const [c, group] of this.#block.groups.entries()) this.#point[group] = solved.point[c] ?? 0;
    const before = this.#open.length;
    this.#open = this.#open.filter((target) => {
      target.see(this.#point);
      return target.state === 'open';
    });
    this.#progress(before - this.#open.length);
    return solved.value + rest;
  }
}
