import { describe, expect, test } from 'vitest';
import { auditRanges, type Bounded } from './audit-ranges.ts';
import { AUDIT_SIZES } from './block-audit.ts';
import type { Sum } from './group-system.ts';
import { highsSolver } from './highs-solver.ts';
import type { ProgramSession, Solver } from './linear-program.ts';
import { RandomNumbers } from './random-numbers.ts';
import { outerRange, RangeTarget } from './range-target.ts';
import { wideRange } from './rules/wide-range.ts';

const LIMITS = { secondsPerSolution: 10, mayGoOn: async () => true, onProgress: () => undefined };
/** Everything that is done in large blocks, done in small ones. */
const SMALL = {
  steps: [
    { columnsPerSettled: 1, leaves: 3 },
    { columnsPerSettled: 1, leaves: 6 },
  ],
  simplexColumns: 0,
};
const SIDE = 7;

const at = (row: number, column: number): number => row * SIDE + column;

/** A square table whose last row and column are totals; a third of the cells is hidden, the rest shown in tens. */
function table(seed: number): { readonly bounded: Bounded; readonly hidden: readonly number[] } {
  const random = new RandomNumbers(seed);
  const inner = Array.from({ length: SIDE - 1 }, (_, i) => i);
  const counts = new Float64Array(SIDE * SIDE);
  const add = (place: number, persons: number): void => {
    counts[place] = (counts[place] ?? 0) + persons;
  };
  for (const row of inner) {
    for (const column of inner) {
      const persons = Math.floor(40 * random.next() ** 3);
      for (const r of [row, SIDE - 1]) for (const c of [column, SIDE - 1]) add(at(r, c), persons);
    }
  }
  const low = new Float64Array(counts.length);
  const high = new Float64Array(counts.length).fill(1000);
  const hidden: number[] = [];
  for (const [group, persons] of counts.entries()) {
    if (persons < 10 || random.next() < 0.2) hidden.push(group);
    else {
      const shown = 10 * Math.floor((persons + 5) / 10);
      low[group] = Math.max(10, shown - 5);
      high[group] = shown + 5;
    }
  }
  const lines = [...inner, SIDE - 1];
  const sums: Sum[] = [
    ...lines.map((row) => ({ parent: at(row, SIDE - 1), children: inner.map((column) => at(row, column)) })),
    ...lines.map((column) => ({
      parent: at(SIDE - 1, column),
      children: inner.map((row) => at(row, column)),
    })),
  ];
  return { bounded: { sums, low, high }, hidden };
}

function targetsOf({ bounded: { low, high }, hidden }: ReturnType<typeof table>): RangeTarget[] {
  return hidden.map((group) => {
    const form = { groups: [group], signs: [1] };
    return new RangeTarget(form, wideRange(10), outerRange(form, low, high), 'half_open');
  });
}

/** A solver of which each session is changed. */
const changed = (solver: Solver, change: (session: ProgramSession) => Partial<ProgramSession>): Solver => ({
  open(program, seconds) {
    const session = solver.open(program, seconds);
    return { ...session, ...change(session) };
  },
});

describe('targets of a large block', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'get the answers that the ends of each give by the simplex method, table %i',
    async (seed) => {
      const asked = table(seed);
      const highs = await highsSolver();
      const large = await auditRanges(asked.bounded, targetsOf(asked), highs, LIMITS, SMALL);
      const bySimplex = changed(highs, () => ({ maximiseInside: () => ({ status: 'unsolved' }) }));
      const one = await auditRanges(asked.bounded, targetsOf(asked), bySimplex, LIMITS, AUDIT_SIZES);
      const verdicts = one.answers.map(({ verdict }) => verdict);
      expect(large.answers.map(({ verdict }) => verdict)).toEqual(verdicts);
      expect(verdicts).toContain('safe');
      expect(verdicts).not.toContain('undecided');
    },
  );

  test('are violated where they are, too', async () => {
    const verdicts = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (seed) => {
        const asked = table(seed);
        const audit = await auditRanges(asked.bounded, targetsOf(asked), await highsSolver(), LIMITS, SMALL);
        return audit.answers.map(({ verdict }) => verdict);
      }),
    );
    expect(verdicts.flat()).toContain('violated');
  });
});

describe('a solver that does not solve', () => {
  test.each<[string, 'unsolved' | 'infeasible']>([
    ['that says nothing in time', 'unsolved'],
    ['whose interior point method alone says infeasible', 'infeasible'],
  ])('%s leaves targets undecided, and contradicts nobody', async (_, status) => {
    const asked = table(1);
    const solver = changed(await highsSolver(), () => ({
      maximise: () => ({ status: 'unsolved' }),
      maximiseInside: () => ({ status }),
    }));
    const { answers, isFeasible } = await auditRanges(asked.bounded, targetsOf(asked), solver, LIMITS);
    expect(isFeasible).toBe(true);
    const open = answers.filter(({ outer }) => outer.high >= 10);
    expect(new Set(open.map(({ verdict }) => verdict))).toEqual(new Set(['undecided']));
  });

  test('and returns points that no published table allows proves nothing safe', async () => {
    const asked = table(1);
    const solver = changed(await highsSolver(), (session) => {
      let turn = 0;
      const lie: ProgramSession['maximise'] = (objective) => {
        const solved = session.maximise(objective);
        turn += 1;
        return solved.status === 'optimal'
          ? { ...solved, point: solved.point.map(() => 100 * (turn % 2)) }
          : solved;
      };
      return { maximise: lie, maximiseInside: lie };
    });
    const { answers } = await auditRanges(asked.bounded, targetsOf(asked), solver, LIMITS, SMALL);
    expect(answers.map(({ verdict }) => verdict)).not.toContain('safe');
  });
});
