export { AUDIT_BUDGET, type AuditBudget } from './audit/audit.ts';
export type { Solver } from './audit/solver.ts';
export { canonicalJson, digestJson, type Json } from './canonical-json.ts';
export { CELL_LIMIT } from './cell-limit.ts';
export type { Check } from './check-list.ts';
export {
  type CountElsewhere,
  DEFAULT_TOTAL,
  type Dimension,
  type EarlierCell,
  type EarlierFigure,
  type EarlierGroup,
  type EarlierPercentile,
  type EarlierRelease,
  type EarlierShare,
  type InputCell,
  type InputConcentration,
  type InputPercentiles,
  type InputShare,
  type Insider,
  type ProtectInput,
} from './input.ts';
export { type InsiderRanges, measureInsiders } from './measure-insiders.ts';
export type { Outcome } from './outcome.ts';
export { parsePolicy } from './parse-policy.ts';
export { EXACT_POLICY, POLICIES, type Policy, policyDigest, ROUNDED_POLICY } from './policy.ts';
export { PROFILES } from './policy-profiles.ts';
export { type Protection, protect, type ReleasedFigure, type ReleasedPercentiles } from './protect.ts';
export type { Released } from './released.ts';
export { narrowestPays } from './rules/blurred-amounts.ts';
export { leastConfirmed } from './rules/single-issuer.ts';
export { strictest } from './rules/strictest.ts';
export { commitLimits, type PublicTerms, publicTerms } from './secret-limits.ts';
export { UnsafeRelease } from './unsafe-release.ts';
