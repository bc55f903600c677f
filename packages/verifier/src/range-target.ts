import { type Attacker, type Range, readEnds, type Verdict } from './range.ts';

/** A sum or difference of groups whose range is wanted. */
export type Form = {
  readonly groups: readonly number[];
  readonly signs: readonly number[];
  /** Added to the sum: persons that are known and taken out. */
  readonly offset?: number;
};

export type Answer = {
  readonly form: Form;
  readonly verdict: 'safe' | 'violated' | 'undecided';
  /** The range an attacker certainly is left with, and one it certainly does not exceed; equal where both are exact. */
  readonly seen: Range;
  readonly outer: Range;
};

/** One form on its way to an answer. Points that satisfy everything published widen `seen`; proofs narrow `outer`. */
export class RangeTarget {
  readonly form: Form;
  readonly #verdict: Verdict;
  readonly #attacker: Attacker;
  #seenLow = Infinity;
  #seenHigh = -Infinity;
  #outerLow: number;
  #outerHigh: number;

  constructor(form: Form, verdict: Verdict, outer: Range, attacker: Attacker) {
    this.form = form;
    this.#verdict = verdict;
    this.#attacker = attacker;
    this.#outerLow = outer.low;
    this.#outerHigh = outer.high;
    if (outer.low === outer.high) {
      this.#seenLow = outer.low;
      this.#seenHigh = outer.high;
    }
  }

  /** Takes a point, one value a group. */
  see(point: Float64Array): void {
    const { low, high } = readEnds(valueAt(this.form, point), this.#attacker);
    this.#seenLow = Math.min(this.#seenLow, low);
    this.#seenHigh = Math.max(this.#seenHigh, high);
  }

  proveHigh(most: number): void {
    this.#outerHigh = Math.min(this.#outerHigh, readEnds(most, this.#attacker).high);
  }

  proveLow(least: number): void {
    this.#outerLow = Math.max(this.#outerLow, readEnds(least, this.#attacker).low);
  }

  get state(): 'safe' | 'violated' | 'open' {
    return this.#verdict(this.#seen, this.#outer);
  }

  /** Which end is still to be reached. */
  get isHighReached(): boolean {
    return this.#seenHigh >= this.#outerHigh;
  }

  get isLowReached(): boolean {
    return this.#seenLow <= this.#outerLow;
  }

  answer(): Answer {
    const { state } = this;
    return {
      form: this.form,
      verdict: state === 'open' ? 'undecided' : state,
      seen: this.#seen,
      outer: this.#outer,
    };
  }

  get #seen(): Range {
    return { low: this.#seenLow, high: this.#seenHigh };
  }

  get #outer(): Range {
    return { low: this.#outerLow, high: this.#outerHigh };
  }
}

export function valueAt({ groups, signs, offset = 0 }: Form, point: Float64Array): number {
  let value = offset;
  for (let i = 0; i < groups.length; i += 1) value += (signs[i] ?? 0) * (point[groups[i] ?? 0] ?? 0);
  return value;
}

/** What single bounds of the groups allow. */
export function outerRange(
  { groups, signs, offset = 0 }: Form,
  low: Float64Array,
  high: Float64Array,
): Range {
  let least = offset;
  let most = offset;
  for (let i = 0; i < groups.length; i += 1) {
    const group = groups[i] ?? 0;
    const isAdded = (signs[i] ?? 0) > 0;
    least += isAdded ? (low[group] ?? 0) : -(high[group] ?? 0);
    most += isAdded ? (high[group] ?? 0) : -(low[group] ?? 0);
  }
  return { low: least, high: most };
}
