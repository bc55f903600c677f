import type { CellAddress } from './published-values.ts';
import type { Range } from './range.ts';

export const CHECK_IDS = [
  'form',
  'B1',
  'B2',
  'B3',
  'B4',
  'B5',
  'B6',
  'B7',
  'B8',
  'B2-both',
  'B3-both',
  'B4-both',
  'B9',
  'B9-both',
  'B10',
  'certificate',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/** One weakness: which rule, how it shows, which cells, and the range an attacker is left with. */
export type Finding = {
  readonly check: CheckId;
  readonly kind: string;
  /** The group: these cells together, less those in `without`. */
  readonly of: readonly CellAddress[];
  readonly without: readonly CellAddress[];
  readonly range: Range | null;
};

export type CheckResult = {
  readonly id: CheckId;
  /** `undecided` is no pass: the verifier ran out of time or could not prove either way. */
  readonly result: 'passed' | 'failed' | 'undecided' | 'not_checkable';
  readonly violations: number;
  readonly undecided: number;
  readonly note: string;
};

/** How wide the ranges of hidden groups are, by the narrowest that is certain. */
export type RangeDistribution = {
  readonly hidden: number;
  readonly belowThreshold: number;
  readonly upToTwice: number;
  readonly upToFiveTimes: number;
  readonly wider: number;
};

export function checkResult(
  id: CheckId,
  findings: readonly Finding[],
  options: { readonly undecided?: number; readonly note?: string } = {},
): CheckResult {
  const violations = findings.filter(({ check }) => check === id).length;
  const undecided = options.undecided ?? 0;
  return {
    id,
    result: violations > 0 ? 'failed' : undecided > 0 ? 'undecided' : 'passed',
    violations,
    undecided,
    note: options.note ?? '',
  };
}

export function notCheckable(id: CheckId, note: string): CheckResult {
  return { id, result: 'not_checkable', violations: 0, undecided: 0, note };
}
