import {
  type ProtectInput,
  type Protection,
  protect as protectWith,
  type Released,
} from '@credlink/disclosure';
import { loadSolver } from '../../services/publisher/src/load-solver.ts';

const solver = await loadSolver();

/** Protection with a solver that is there. */
export function protect(input: ProtectInput): Released<Protection> {
  return protectWith(input, solver);
}
