import type { Attribute } from './identifiers.ts';

/** How closely an attribute must agree: `surname.exact`, `birthDate.yearMonth`, `ssn.nine` ... */
export type Level = `${Attribute}.${string}`;

/**
 * What the tokens of a rule are for. A `candidate` token brings two records together, so it must be long enough that
 * unequal composites do not meet in a whole register. An `evidence` token is looked at only inside a pair that was
 * brought together otherwise: two bytes of it are enough (one false agreement in 65,536), and tell an attacker less.
 */
export type RuleRole = 'candidate' | 'evidence';

/**
 * One rule: the composite of the values of its levels. Two records share one of its tokens exactly when they
 * share a value at every level. `code` numbers the rule for ever; changing what a rule means takes a new code.
 * A rule has the same role in every pack.
 */
export type PackRule = {
  readonly code: number;
  readonly id: string;
  readonly levels: readonly Level[];
  readonly role: RuleRole;
};

/** Rules as data, with a version of their own. */
export type RulePack = {
  readonly name: string;
  readonly version: string;
  /** Most values a set-valued rule may emit for one record; the rest, in a fixed order, is dropped. */
  readonly maxValuesPerRule: number;
  readonly rules: readonly PackRule[];
};
