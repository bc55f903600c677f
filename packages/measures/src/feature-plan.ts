import type { Amount, Condition } from './condition.ts';
import { countName, employerTestName, sectorName, sumName } from './feature-name.ts';
import type { Span } from './span.ts';
import { conditionsIn, sumsIn } from './walk-condition.ts';

type Sum = Extract<Amount, { kind: 'sum' }>;
type EmployerTest = Extract<Condition, { op: 'one_employer' }>;

/** The window features that a set of definitions needs, each once, by column name. */
export type FeaturePlan = {
  readonly sums: ReadonlyMap<string, Sum>;
  readonly counts: ReadonlyMap<string, Span>;
  readonly employerTests: ReadonlyMap<string, EmployerTest>;
  readonly sectors: ReadonlyMap<string, number>;
  /** Quarter offsets at which the primary employer is kept; always the anchor's own. */
  readonly employerOffsets: readonly number[];
  /** Earliest and latest quarter offset from an anchor that any feature reads. */
  readonly reach: { readonly from: number; readonly to: number };
};

/** Reads the definitions and says what must be computed, so that a new definition needs no new SQL. */
export function planFeatures(
  conditions: readonly Condition[],
  amounts: readonly Amount[],
  employerOffsets: readonly number[],
): FeaturePlan {
  const sums = new Map<string, Sum>();
  const counts = new Map<string, Span>();
  const employerTests = new Map<string, EmployerTest>();
  const sectors = new Map<string, number>();
  let from = 0;
  let to = 0;
  const reach = (span: Span): void => {
    // A calendar year's first quarter lies up to three quarters before the anchor's.
    from = Math.min(from, span.base === 'year' ? span.from - 3 : span.from);
    to = Math.max(to, span.to);
  };
  const addAmount = (amount: Amount): void => {
    for (const sum of sumsIn(amount)) {
      sums.set(sumName(sum), sum);
      reach(sum.span);
    }
  };
  amounts.forEach(addAmount);
  const offsets = [...new Set([0, ...employerOffsets])].sort((a, b) => a - b);
  for (const offset of offsets) reach({ from: offset, to: offset, base: 'quarter' });
  for (const condition of conditions.flatMap(conditionsIn)) {
    switch (condition.op) {
      case 'employed':
      case 'kept_employer':
      case 'aligned':
      case 'targeted':
        reach(condition.span);
        break;
      case 'employed_quarters':
        counts.set(countName(condition.span), condition.span);
        reach(condition.span);
        break;
      case 'one_employer':
        employerTests.set(employerTestName(condition), condition);
        for (const span of [condition.any, condition.none]) if (span !== null) reach(span);
        for (const offset of condition.every) reach({ from: offset, to: offset, base: 'quarter' });
        break;
      case 'sector':
        sectors.set(sectorName(condition.at), condition.at);
        reach({ from: condition.at, to: condition.at, base: 'quarter' });
        break;
      case 'amount':
        addAmount(condition.amount);
        break;
      default:
        break;
    }
  }
  return { sums, counts, employerTests, sectors, employerOffsets: offsets, reach: { from, to } };
}
