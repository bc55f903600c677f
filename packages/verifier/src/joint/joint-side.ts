import type { Bounded } from '../audit-ranges.ts';
import type { CellAddress } from '../published-values.ts';
import type { Attacker } from '../range.ts';
import type { RangeQuestion } from '../range-questions.ts';

/** One of two releases as an attacker has it. */
export type JointSide = {
  /** What is published of it bounds its groups; bounds as far as single sums narrow them. */
  readonly bounded: Bounded;
  /** False where what is published of it contradicts itself, or where sums alone do not say all that tables do. */
  readonly isWhole: boolean;
  /** What may not follow from it. */
  readonly questions: readonly AskedRange[];
  nameOf(group: number): CellAddress;
};

export type AskedRange = Pick<RangeQuestion, 'check' | 'kind' | 'of' | 'without'>;

/** How both are read: T, and with which numbers. */
export type JointReading = {
  readonly minimum: number;
  readonly attacker: Attacker;
  /** Groups of now of which a carried total says that they hold fewer than T, see `newInCarried`. */
  readonly few: ReadonlySet<number>;
};

/** A question about one of the two releases, or about what changed between them. */
export type JointQuestion = {
  readonly question: RangeQuestion;
  readonly side: 'before' | 'after' | 'change';
  readonly asked: AskedRange;
};
