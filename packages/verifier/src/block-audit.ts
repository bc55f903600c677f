import type { AuditLimits } from './audit-ranges.ts';
import type { Block } from './blocks.ts';
import type { LinearProgram, Objective, ProgramSession, Solved, Solver } from './linear-program.ts';
import { type Neighbourhoods, neighbourhoods } from './neighbourhood.ts';
import { RandomNumbers } from './random-numbers.ts';
import type { Form, RangeTarget } from './range-target.ts';
import { isPossiblePoint } from './rules/possible-point.ts';

/** From which size on what is done; the outcome is the same, the time is not. */
export type AuditSizes = {
  /** Random objectives over everything, then the neighbourhoods of what they leave open; done one step after the other. */
  readonly steps: readonly AuditStep[];
  /** From so many columns on the interior point method is faster for each target than the simplex method is to begin. */
  readonly simplexColumns: number;
};

export type AuditStep = {
  /**
   * A round of random objectives is the last of its step when it settles fewer than one target for so many columns (and
   * fewer than 8 in any case): from then on each target in its neighbourhood costs less.
   */
  readonly columnsPerSettled: number;
  /** Leaves of the neighbourhoods. Where a block is not four times as large, it is its own. */
  readonly leaves: number;
};

/**
 * Of 28,733 columns a round takes 3.5 s. Of 1,754 targets that 34 rounds had left open, 120 neighbourhoods settled 128
 * with 1,000 leaves in 10 s, 221 with 1,500 in 14 s and 459 with 3,000 in 44 s.
 */
export const AUDIT_SIZES: AuditSizes = {
  steps: [
    { columnsPerSettled: 500, leaves: 1500 },
    { columnsPerSettled: 2500, leaves: 4000 },
  ],
  simplexColumns: 6000,
};

const SETTLED_PER_ROUND = 8;
/** In a large block, where the end of one target takes as long as a round. */
const SETTLED_PER_LAST_ROUND = 2;
const WORTH_PARTING = 4;
/** How hard the other targets of a neighbourhood are pushed, of the one that it is for. */
const WEIGHT_OF_OTHERS = 0.3;

/**
 * Settles the targets of one block in three ways, each for what the ones before left open. Random objectives over everything
 * open, whose points settle many targets at once. The ends of each target while all but its neighbourhood stays as in a
 * point in the middle of everything: that only ever proves a range open. At last the ends of each target in the whole
 * block. What many targets compete for, the persons of a small sum, one point gives to one of them: after a hundred rounds
 * some are left that in their neighbourhoods have it to themselves, and with those settled rounds are worth their time again.
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
  readonly #random = new RandomNumbers(1);
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
      for (const { columnsPerSettled, leaves } of this.#sizes.steps) {
        await this.#rounds(
          Math.max(SETTLED_PER_ROUND, this.#block.groups.length / columnsPerSettled),
          session,
        );
        if (this.#block.groups.length >= WORTH_PARTING * leaves) await this.#settleAround(middle, leaves);
      }
      await this.#rounds(this.#isLarge ? SETTLED_PER_LAST_ROUND : SETTLED_PER_ROUND, session);
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

  /** Rounds, until one settles fewer than so many. */
  async #rounds(enough: number, session: ProgramSession): Promise<void> {
    for (let settled = enough; settled >= enough && this.#open.length > enough; ) {
      if (!(await this.#limits.mayGoOn())) return;
      const before = this.#open.length;
      this.#take(session.maximiseInside(objectiveOf(this.#pushes((group) => this.#columns.get(group)))));
      settled = before - this.#open.length;
    }
  }

  /** All open targets of some columns pushed to one of their ends. */
  #pushes(columnOf: (group: number) => number | undefined): Map<number, number> {
    const weights = new Map<number, number>();
    for (const target of this.#open) {
      const isUp = target.isLowReached || (!target.isHighReached && this.#random.next() < 0.5);
      // Unequal, so that where two cannot both reach their end in one point one of them does.
      const weight = (isUp ? 1 : -1) * (0.01 + this.#random.next() ** 2);
      for (const [i, group] of target.form.groups.entries()) {
        const column = columnOf(group);
        if (column !== undefined) addTo(weights, column, weight * (target.form.signs[i] ?? 0));
      }
    }
    return weights;
  }

  async #settleAround(middle: Float64Array, leaves: number): Promise<void> {
    const near = neighbourhoods(this.#program);
    for (const target of [...this.#open]) {
      if (target.state !== 'open') continue;
      if (!(await this.#limits.mayGoOn())) return;
      this.#settleIn(target, near, leaves, middle);
    }
  }

  #settleIn(target: RangeTarget, near: Neighbourhoods, leaves: number, middle: Float64Array): void {
    const { columns, values } = this.#formOf(target.form);
    const around = near.around(columns, leaves);
    const session = this.#solver.open(near.programOf(around, middle), this.#limits.secondsPerSolution);
    const placeOf = new Map(around.map((column, place) => [column, place]));
    const seek = (sign: 1 | -1): void => {
      const weights = this.#pushes((group) => placeOf.get(this.#columns.get(group) ?? -1));
      for (const [column, weight] of weights) weights.set(column, WEIGHT_OF_OTHERS * weight);
      // The target's own columns come first in its neighbourhood.
      for (const [place, value] of values.entries()) addTo(weights, place, sign * value);
      const solved = session.maximiseInside(objectiveOf(weights));
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
    const { columns, values, known } = this.#formOf(target.form);
    const most = this.#end({ columns, values }, session);
    if (most !== null) target.proveHigh(most + known);
    if (target.state !== 'open') return;
    const least = this.#end({ columns, values: values.map((value) => -value) }, session);
    if (least !== null) target.proveLow(-least + known);
  }

  /** @returns the greatest value of the form, or null where it has none or none was found in time */
  #end(objective: Objective, session: ProgramSession): number | null {
    const first = this.#isLarge ? session.maximiseInside(objective) : session.maximise(objective);
    return this.#take(first)?.value ?? null;
  }

  #formOf({ groups, signs, offset = 0 }: Form): Objective & { readonly known: number } {
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

  get #isLarge(): boolean {
    return this.#block.groups.length > this.#sizes.simplexColumns;
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

function addTo(weights: Map<number, number>, column: number, weight: number): void {
  weights.set(column, (weights.get(column) ?? 0) + weight);
}

function objectiveOf(weights: ReadonlyMap<number, number>): Objective {
  return { columns: [...weights.keys()], values: [...weights.values()] };
}
