import type { RejectionReason } from '@credlink/contracts';
import type { FactValue } from './layout-record.ts';
import type { DateOrder } from './read-day.ts';

/** A value that is there but does not fit its column. */
export class Unfit {
  readonly reason: RejectionReason;
  constructor(reason: RejectionReason) {
    this.reason = reason;
  }
}

export type ValueContext = { readonly today: string; readonly dateOrder: DateOrder };

/** Reads trimmed, non-empty text. Null: the text stands for a missing value. */
export type ValueReader<T extends FactValue> = (text: string, context: ValueContext) => T | null | Unfit;
