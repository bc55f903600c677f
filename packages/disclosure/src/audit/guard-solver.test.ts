import loader from 'highs';
import { expect, test } from 'vitest';
import type { InputCell, ProtectInput } from '../input.ts';
import { EXACT_POLICY, ROUNDED_POLICY } from '../policy.ts';
import { protect } from '../protect.ts';
import { AUDIT_BUDGET } from './audit.ts';
import type { Solver } from './solver.ts';

const load: unknown = loader;
if (!isLoader(load)) throw new TypeError('the solver has another form than expected');
const solver = await load();

function isLoader(value: unknown): value is () => Promise<Solver> {
  return typeof value === 'function';
}

/** Two separate populations, each a table of its own: the second needs no solver, the first does. */
function twoTables(policy: ProtectInput['policy']): ProtectInput {
  const counts = { first: [26, 34, 4, 41, 18], second: [30, 40] };
  const weights: number[] = [];
  const cells = Object.entries(counts).flatMap(([population, parts]): InputCell[] => {
    const of = (id: string, code: string, members: readonly number[], n: number): InputCell => ({
      id: `${population} ${id}`,
      table: population,
      population,
      key: { d: code },
      members: Uint32Array.from(members),
      n,
      priority: 0,
      use: 'publish',
    });
    const atoms = parts.map((n) => weights.push(n) - 1);
    const total = parts.reduce((sum, n) => sum + n, 0);
    return [
      of('all', 'all', atoms, total),
      ...parts.map((n, at) => of(`${at}`, `${at}`, [atoms[at] ?? -1], n)),
    ];
  });
  const persons = Uint32Array.from(weights);
  return {
    atoms: { weights: persons, vouched: persons },
    dimensions: {},
    cells,
    shares: [],
    percentiles: [],
    concentrations: [],
    policy,
    earlier: [],
  };
}

const MISSING = (): never => {
  throw new RangeError('no memory');
};

/** Everything a solver may fail at: making a program, running it, stopping at a limit. */
const FAILING: Readonly<Record<string, Solver>> = {
  'no program is made': { createModel: MISSING },
  'every run throws': { createModel: (program) => ({ ...wrap(solver, program), run: MISSING }) },
  'every run stops at its limit': {
    createModel: (program) => ({ ...wrap(solver, program), run: () => ({ modelStatus: 14 }) }),
  },
};

function wrap(from: Solver, program: Parameters<Solver['createModel']>[0]) {
  const model = from.createModel(program);
  return {
    options: {
      set: (values: Readonly<Record<string, boolean | number | string>>) => model.options.set(values),
    },
    changeColsCost: model.changeColsCost.bind(model),
    changeColsBounds: model.changeColsBounds.bind(model),
    setLogicalBasis: model.setLogicalBasis.bind(model),
    run: model.run.bind(model),
    getSolution: model.getSolution.bind(model),
    dispose: model.dispose.bind(model),
  };
}

const shownOf = (input: ProtectInput, from: Solver, budget = AUDIT_BUDGET) => {
  const result = protect(input, from, budget);
  const shown = result.cells.filter(({ outcome }) => outcome.status === 'ok').map(({ id }) => id);
  return { shown, unsettled: result.audit?.unsettled };
};

test.each(Object.keys(FAILING))(
  '%s: what is open is hidden with all that is connected, the rest stays',
  (name) => {
    const failing = FAILING[name];
    if (failing === undefined) throw new TypeError('no such solver');
    const whole = shownOf(twoTables(ROUNDED_POLICY), solver);
    expect(whole.unsettled).toBe(0);
    expect(whole.shown).toContain('first all');
    const left = shownOf(twoTables(ROUNDED_POLICY), failing);
    expect(left.unsettled).toBeGreaterThan(0);
    expect(left.shown).toEqual(['second 0', 'second 1', 'second all']);
  },
);

test('a failing solver under true counts leaves a result that passes every check', () => {
  const { shown } = shownOf(twoTables(EXACT_POLICY), FAILING['no program is made'] ?? solver);
  expect(shown).toEqual(expect.arrayContaining(['second 0', 'second 1', 'second all']));
});

test('where the budget for the whole model ends, the result passes every check and says what was not settled', () => {
  const budget = { ...AUDIT_BUDGET, wholeWork: 0 };
  const { shown, unsettled } = shownOf(twoTables(ROUNDED_POLICY), solver, budget);
  expect(unsettled).toBeGreaterThan(0);
  expect(shown).toEqual(expect.arrayContaining(['second 0', 'second 1', 'second all']));
});
