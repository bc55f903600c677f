import type { AuditLimits } from './audit-ranges.ts';
import type { Block } from './blocks.ts';
import type { LinearProgram, Objective, ProgramSession, Solved, Solver } from './linear-program.ts';
import { type Neighbourhoods, neighbourhoods } from './neighbourhood.ts';
import { RandomNumbers } from './random-numbers.ts';
import type { Form, RangeTarget } from './range-target.ts';
import { isPossiblePoint } from './rules/possible-point.ts';

/** From which size on what is done; the outcome is the same, the time is not. */
export type AuditSizes = {
  /**
   * A round of random objectives is the last when it settles fewer than one target for so many columns (and fewer than 8 in
   * any case): from then on each target in its neighbourhood costs less. 28,733 columns: 3.5 s a round, .05 to .2 s a
   * neighbourhood.
   */
  readonly columnsPerSettled: number;
  /**
   * Leaves of the neighbourhoods that are tried one after the other. Of 120 targets that eight rounds left open, 100 leaves
   * settled 5, 400 settled 35, 1,000 settled 84 and 3,000 settled 119. Where a block is not four times as large as a
   * neighbourhood, it is its own.
   */
  readonly neighbourhoods: readonly number[];
  /** From so many columns on the interior point method is faster for each target than the simplex method is to begin. */
  readonly simplexColumns: number;
};

export const AUDIT_SIZES: AuditSizes = {
  columnsPerSettled: 500,
  neighbourhoods: [1000, 3000],
  simplexColumns: 6000,
};

const SETTLED_PER_ROUND = 8;
const WORTH_PARTING = 4;

/**
 * Settles the targets of one block in three steps, each for what the one before left open. Random objectives over
 * everything open, whose points settle many targets at once. Then the ends of each target while all but its neighbourhood stays as in a point
 * in the middle of everything: that only ever proves a range open. Then the ends of each target in the whole block.
 */
export class BlockAudit {
  solutions = 0;
  readonly #block: Block;
  readonly #program: LinearProgram;
  readonly #solver: Solver;
  /** One value a group, outside the block too. */
  readonly #point: Float64Array;
  readonly #limits: AuditLimits;
  readonly #progress: (settled: number) => void;
  readonly #sizes: AuditSizes;
  readonly #columns: ReadonlyMap<number, number>;
  #open: RangeTarget[] = [];

  constructor(
    block: Block,
    program: LinearProgram,
    solver: Solver,
    point: Float64Array,
    limits: AuditLimits,
    progress: (settled: number) => void,
    sizes: AuditSizes,
  ) {
    this.#block = block;
    this.#program = program;
    this.#solver = solver;
    this.#point = point;
    this.#limits = limits;
    this.#progress = progress;
    this.#sizes = sizes;
    this.#columns = new Map(block.groups.map((group, c) => [group, c]));
  }

  /** @returns whether the published values of the block can all be true; `unknown` when no program said so in time */
  async settle(open: readonly RangeTarget[]): Promise<'possible' | 'contradiction' | 'unknown'> {
    this.#open = [...open];
    const session = this.#solver.open(this.#program, this.#limits.secondsPerSolution);
    try {
      const middle = this.#middle(session);
      if (!(middle instanceof Float64Array)) return middle;
      const random = new RandomNumbers(1);
      const enough = Math.max(SETTLED_PER_ROUND, this.#block.groups.length / this.#sizes.columnsPerSettled);
      while ((await this.#limits.mayGoOn()) && this.#round(random, session) >= enough);
      await this.#settleAround(middle);
      await this.#settleEach(session);
      return 'possible';
    } finally {
      session.close();
    }
  }

  /** A point in the middle of all that is possible. Only the simplex method is believed that there is none. */
  #middle(session: ProgramSession): Float64Array | 'contradiction' | 'unknown' {
    const nothing = { columns: [], values: [] };
    const inside = this.#take(session.maximiseInside(nothing));
    if (inside !== null) return inside.point;
    const corner = session.maximise(nothing);
    if (corner.status === 'infeasible') return 'contradiction';
    return this.#take(corner)?.point ?? 'unknown';
  }

  #round(random: RandomNumbers, session: ProgramSession): number {
    if (this.#open.length <= SETTLED_PER_ROUND) return 0;
    const before = this.#open.length;
    const weights = new Map<number, number>();
    for (const target of this.#open) {
      const isUp = target.isLowReached || (!target.isHighReached && random.next() < 0.5);
      // Unequal, so that where two cannot both reach their end in one point one of them does.
      const weight = (isUp ? 1 : -1) * (0.01 + random.next() ** 2);
      for (const [i, group] of target.form.groups.entries()) {
        const column = this.#columns.get(group);
        if (column === undefined) continue;
        weights.set(column, (weights.get(column) ?? 0) + weight * (target.form.signs[i] ?? 0));
      }
    }
    this.#take(session.maximiseInside({ columns: [...weights.keys()], values: [...weights.values()] }));
    return before - this.#open.length;
  }

  async #settleAround(middle: Float64Array): Promise<void> {
    const sizes = this.#sizes.neighbourhoods.filter(
      (leaves) => this.#block.groups.length >= WORTH_PARTING * leaves,
    );
    if (sizes.length === 0) return;
    const near = neighbourhoods(this.#program);
    for (const leaves of sizes) {
      for (const target of [...this.#open]) {
        if (target.state !== 'open') continue;
        if (!(await this.#limits.mayGoOn())) return;
        this.#settleIn(target, near, leaves, middle);
      }
    }
  }

  #settleIn(target: RangeTarget, near: Neighbourhoods, leaves: number, middle: Float64Array): void {
    const { columns, values } = this.#objectiveOf(target.form);
    const around = near.around(columns, leaves);
    const session = this.#solver.open(near.programOf(around, middle), this.#limits.secondsPerSolution);
    const seek = (sign: 1 | -1): void => {
      // The target's own columns come first in its neighbourhood.
      const solved = session.maximiseInside({
        columns: columns.map((_, place) => place),
        values: values.map((value) => sign * value),
      });
      if (solved.status !== 'optimal') {
        this.#take(solved);
        return;
      }
      const point = middle.slice();
      for (const [place, column] of around.entries()) point[column] = solved.point[place] ?? 0;
      this.#take({ ...solved, point });
    };
    try {
      if (!target.isHighReached) seek(1);
      if (target.state === 'open' && !target.isLowReached) seek(-1);
    } finally {
      session.close();
    }
  }

  async #settleEach(session: ProgramSession): Promise<void> {
    while (this.#open.length > 0 && (await this.#limits.mayGoOn())) {
      const [target] = this.#open;
      if (target === undefined) break;
      this.#settleOne(target, session);
      this.#open = this.#open.filter((other) => other !== target);
    }
  }

  #settleOne(target: RangeTarget, session: ProgramSession): void {
    const { columns, values, known } = this.#objectiveOf(target.form);
    const most = this.#end({ columns, values }, session);
    if (most !== null) target.proveHigh(most + known);
    if (target.state !== 'open') return;
    const least = this.#end({ columns, values: values.map((value) => -value) }, session);
    if (least !== null) target.proveLow(-least + known);
  }

  /** @returns the greatest value of the form, or null where it has none or none was found in time */
  #end(objective: Objective, session: ProgramSession): number | null {
    const isLarge = this.#block.groups.length > this.#sizes.simplexColumns;
    const first = isLarge ? session.maximiseInside(objective) : session.maximise(objective);
    return this.#take(first)?.value ?? null;
  }

  #objectiveOf({ groups, signs, offset = 0 }: Form): Objective & { readonly known: number } {
    const columns: number[] = [];
    const values: number[] = [];
    let known = offset;
    for (const [i, group] of groups.entries()) {
      const column = this.#columns.get(group);
      const sign = signs[i] ?? 0;
      if (column === undefined) known += sign * (this.#point[group] ?? 0);
      else {
        columns.push(column);
        values.push(sign);
      }
    }
    return { columns, values, known };
  }

  /** Shows a point to all open targets, if it is one that everything published allows. */
  #take(solved: Solved): { readonly value: number; readonly point: Float64Array } | null {
    this.solutions += 1;
    if (solved.status !== 'optimal' || !isPossiblePoint(this.#program, solved.point)) return null;
    for (const [c, group] of this.#block.groups.entries()) this.#point[group] = solved.point[c] ?? 0;
    const before = this.#open.length;
    this.#open = this.#open.filter((target) => {
      target.see(this.#point);
      return target.state === 'open';
    });
    this.#progress(before - this.#open.length);
    return solved;
  }
}
