export * from './check-release.ts';
export * from './highs-solver.ts';
export * from './lattice.ts';
export * from './parse-cells.ts';
export * from './parse-spec.ts';
export type { Attacker } from './range.ts';
export * from './report.ts';
