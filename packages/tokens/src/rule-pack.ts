import type { Attribute } from './identifiers.ts';

/** How closely an attribute must agree: `surname.exact`, `birthDate.yearMonth`, `ssn.nine` ... */
export type Level = `${Attribute}.${string}`;

/**
 * One rule: the composite of the values of its levels. Two records share one of its tokens exactly when they
 * share a value at every level. `code` numbers the rule for ever; changing what a rule means takes a new code.
 */
export type PackRule = { readonly code: number; readonly id: string; readonly levels: readonly Level[] };

/** Rules as data, with a version of their own. */
export type RulePack = {
  readonly name: string;
  readonly version: string;
  /** Most values a set-valued rule may emit for one record; the rest, in a fixed order, is dropped. */
  readonly maxValuesPerRule: number;
  readonly rules: readonly PackRule[];
};
