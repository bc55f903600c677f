import { fault } from '@credlink/contracts';
import type { Solver } from '@credlink/disclosure';
import loader from 'highs';

/** HiGHS, compiled to WebAssembly: the solver of the audit of ranges. */
export async function loadSolver(): Promise<Solver> {
  const load: unknown = loader;
  if (!isLoader(load)) throw fault('the solver has another form than expected');
  return load();
}

/** The package declares its types for CommonJS, where the function would be a property. */
function isLoader(value: unknown): value is () => Promise<Solver> {
  return typeof value === 'function';
}
