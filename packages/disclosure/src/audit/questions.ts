import type { Range } from '../interval.ts';
import type { Policy } from '../policy.ts';
import { isFewTold } from '../rules/few-came.ts';
import { isNarrow } from '../rules/narrow-range.ts';
import type { AttackerModel, Target } from './attacker-model.ts';
import { SLACK } from './tolerance.ts';

/** What must stay open of a quantity, or of the difference of two: an audit looks for possible states that show that it does. */
export type Question = {
  readonly plus: number;
  /** The quantity that is taken off. */
  readonly minus?: number;
  /** Whether it is still open, with what was seen between these two. */
  readonly isOpen: (seen: Range) => boolean;
  /** Which way is gone first: 1 up, -1 down. */
  readonly way: 1 | -1;
  /** How far it is worth going up. */
  readonly enough: (seen: Range) => number;
  /** Whether the other way can settle what the first one did not, where only some quantities move. */
  readonly hasOtherWay: (seen: Range) => boolean;
  /** Known to be possible before anything is looked for. */
  readonly seen?: Range;
};

/** That a quantity can be anywhere in a range of some width that reaches the top. */
export function askRange({ quantity, width, top }: Target, seen?: Range): Question {
  return {
    plus: quantity,
    isOpen: ({ low, high }) => isNarrow({ low, high: high + SLACK }, { width, top }),
    way: 1,
    enough: ({ low }) => Math.max(top, low + width),
    hasOtherWay: ({ high }) => high >= top,
    ...(seen === undefined ? {} : { seen }),
  };
}

/** Persons of one quantity less those of another: a group now, and what it was in an earlier release. */
export type Change = { readonly now: number; readonly before: number };

/** That none, or the minimum at least, can have come or gone, see `isFewTold`. */
export function askChange({ now, before }: Change, { truth }: AttackerModel, policy: Policy): Question {
  return {
    plus: now,
    minus: before,
    isOpen: ({ low, high }) => isFewTold({ low: low - SLACK, high: high + SLACK }, policy),
    way: (truth[now] ?? 0) > (truth[before] ?? 0) ? -1 : 1,
    enough: () => Number.POSITIVE_INFINITY,
    hasOtherWay: () => false,
  };
}
