import type { Relation } from '../relations.ts';

/**
 * Everything an attacker holds to be true, as linear facts over unknown counts. A quantity is usually a group; it may as
 * well be a group of an earlier release or a sum of groups that no cell has.
 */
export type AttackerModel = {
  /** The true value of each quantity: what really happened is always possible. */
  readonly truth: Float64Array;
  /** Bounds that are known of each quantity before anything is added or subtracted; `high` may be Infinity. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Sums: the quantity `parent` is the sum of `children`. */
  readonly sums: readonly Pick<Relation, 'parent' | 'children'>[];
  /** Any other linear facts: `low <= sum of factors * quantities <= high`. */
  readonly facts: readonly LinearFact[];
};

export type LinearFact = {
  readonly parts: readonly number[];
  readonly factors: readonly number[];
  readonly low: number;
  readonly high: number;
};

/** A quantity that must stay uncertain: its range must span `width` and reach `top`. */
export type Target = { readonly quantity: number; readonly width: number; readonly top: number };
