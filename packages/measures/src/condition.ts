import type { Span } from './span.ts';

/** Which of a unit's dates a window counts from: its anchor, or (for pathway exits) the entry into the pathway. */
export type Clock = 'anchor' | 'entry';

/** Nominal wages, or wages in the prices of the catalogue's base year. */
export type Prices = 'nominal' | 'real';

/**
 * A person's wages in a window (only quarters with positive total wages), or the difference of two such sums. `isBlurred`: of
 * wages as `blurredWages` moved them.
 */
export type Amount =
  | {
      readonly kind: 'sum';
      readonly prices: Prices;
      readonly clock: Clock;
      readonly span: Span;
      readonly isBlurred?: true;
    }
  | { readonly kind: 'change'; readonly after: Amount; readonly before: Amount };

/**
 * What must hold for a person to be counted. Conditions are plain values: a definition can be stored, hashed and
 * shown, and one engine turns all of them into SQL.
 */
export type Condition =
  /** Everybody in the cohort. */
  | { readonly op: 'everybody' }
  /** Every quarter of the window lies within the complete wage quarters. */
  | { readonly op: 'usable'; readonly clock: Clock; readonly span: Span }
  /** Total wages above zero in any, or in every, quarter of the window. */
  | { readonly op: 'employed'; readonly how: 'any' | 'every'; readonly clock: Clock; readonly span: Span }
  /** At least so many quarters of the window with total wages above zero. */
  | { readonly op: 'employed_quarters'; readonly atLeast: number; readonly span: Span }
  /** Wages above zero from the primary employer of the anchor quarter (or one that took it over). */
  | { readonly op: 'kept_employer'; readonly how: 'any' | 'every'; readonly span: Span }
  /** Some one employer paid in any quarter of `any`, in each of `every`, and in none of `none`. */
  | {
      readonly op: 'one_employer';
      readonly any: Span | null;
      readonly every: readonly number[];
      readonly none: Span | null;
    }
  /** The primary job's industry is on the credential's list in any quarter of the window. */
  | { readonly op: 'aligned'; readonly span: Span }
  /** The credential has a list of aligned industries at all. */
  | { readonly op: 'has_alignment' }
  /** A job in one of the pathway's target industries in any quarter of the window. */
  | { readonly op: 'targeted'; readonly span: Span }
  /** Two-digit NAICS of the primary job, or `unknown`. */
  | { readonly op: 'sector'; readonly at: number; readonly sector: string }
  /** The amount, in cents of its prices, is at least (or above) a bound. */
  | {
      readonly op: 'amount';
      readonly amount: Amount;
      readonly compare: '>=' | '>';
      readonly cents: number;
    }
  /** A yes/no feature that the person-level SQL of the unit set provides. */
  | { readonly op: 'flag'; readonly flag: string }
  /** A code is in a list feature of the unit set. */
  | { readonly op: 'listed'; readonly list: string; readonly code: string }
  | { readonly op: 'all'; readonly of: readonly Condition[] }
  | { readonly op: 'either'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition };

export const EVERYBODY: Condition = { op: 'everybody' };

export function usable(span: Span, clock: Clock = 'anchor'): Condition {
  return { op: 'usable', clock, span };
}

export function employedIn(how: 'any' | 'every', span: Span, clock: Clock = 'anchor'): Condition {
  return { op: 'employed', how, clock, span };
}

export function keptEmployer(how: 'any' | 'every', span: Span): Condition {
  return { op: 'kept_employer', how, span };
}

export function flag(name: string): Condition {
  return { op: 'flag', flag: name };
}

export function listed(list: string, code: string): Condition {
  return { op: 'listed', list, code };
}

/** Conjunction, flattened, so that equal conditions have equal texts. */
export function all(...of: readonly Condition[]): Condition {
  const flat = of
    .flatMap((part) => (part.op === 'all' ? part.of : [part]))
    .filter((part) => part.op !== 'everybody');
  const [first, ...rest] = flat;
  if (first === undefined) return EVERYBODY;
  return rest.length === 0 ? first : { op: 'all', of: flat };
}

export function wages(prices: Prices, span: Span, clock: Clock = 'anchor'): Amount {
  return { kind: 'sum', prices, clock, span };
}

/** The same amount of blurred wages. */
export function blurred(amount: Amount): Amount {
  return amount.kind === 'sum'
    ? { ...amount, isBlurred: true }
    : change(blurred(amount.after), blurred(amount.before));
}

export function change(after: Amount, before: Amount): Amount {
  return { kind: 'change', after, before };
}
