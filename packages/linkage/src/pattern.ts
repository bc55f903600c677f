import type { Attribute } from '@credlink/tokens';
import { ATTRIBUTES } from '@credlink/tokens';

/** Attributes a pattern speaks of. The owner's reference is settled before pairs are scored. */
export const SCORED: readonly Attribute[] = ATTRIBUTES.filter((attribute) => attribute !== 'reference');

/** Outcomes of one attribute: nothing to compare, agreement at level 1, 2 ... (strongest first), difference. */
export const MISSING = 0;
export const DIFFERS = 15;

/** A pattern packs one outcome per scored attribute, four bits each: 44 bits, exact in a double. */
export const OUTCOME_VALUES = 16;

export function outcomesOf(pattern: number): readonly number[] {
  return SCORED.map((_, index) => Math.floor(pattern / OUTCOME_VALUES ** index) % OUTCOME_VALUES);
}

/** Pairs of one kind of pair with one pattern. */
export type PatternCount = {
  readonly pairType: number;
  readonly pattern: number;
  /**
   * Twice the binary logarithm of the number of nodes that bear the rarest shared combination of two of surname,
   * given name and birth date; -1 where none is shared.
   */
  readonly nameBucket: number;
  readonly pairs: number;
};
