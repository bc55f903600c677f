import type { Solver, SolverModel } from './solver.ts';

/** No `modelStatus` of any solver: nothing was solved. */
const FAILED = -1;

/**
 * Claim: whatever the solver throws (no memory left, a program it refuses), nothing is taken for solved, and protection
 * goes on as if the run had not come to its end: what is open stays open and is hidden with all that is connected.
 */
export function guardSolver(solver: Solver): Solver {
  const attempt = <T>(task: () => T, otherwise: T): T => {
    try {
      return task();
    } catch {
      return otherwise;
    }
  };
  return {
    createModel(program) {
      const model = attempt<SolverModel | null>(() => solver.createModel(program), null);
      let isBroken = model === null;
      const change = (task: (model: SolverModel) => unknown) => {
        if (isBroken || model === null) return;
        isBroken = !attempt(() => {
          task(model);
          return true;
        }, false);
      };
      return {
        options: { set: (values) => change((own) => own.options.set(values)) },
        changeColsCost: (columns, costs) => change((own) => own.changeColsCost(columns, costs)),
        changeColsBounds: (columns, low, high) => change((own) => own.changeColsBounds(columns, low, high)),
        setLogicalBasis: () => change((own) => own.setLogicalBasis()),
        run() {
          if (isBroken || model === null) return { modelStatus: FAILED };
          const done = attempt(() => model.run(), { modelStatus: FAILED });
          isBroken = done.modelStatus === FAILED;
          return done;
        },
        getSolution() {
          if (model === null) throw new TypeError('nothing was solved');
          return model.getSolution();
        },
        dispose: () => attempt(() => model?.dispose(), undefined),
      };
    },
  };
}
