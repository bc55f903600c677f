import type { RejectionReason } from '@credlink/contracts';

/** Line numbers shown for one reason; the rest is counted. */
export const SHOWN_LINES = 20;

export type RejectedRows = {
  readonly reason: RejectionReason;
  readonly rows: number;
  /** The first lines, at most `SHOWN_LINES`. */
  readonly lines: readonly number[];
};

/** Rows left out, by reason. Remembers where they stand and never what they hold. */
export class RejectedLines {
  readonly #byReason = new Map<RejectionReason, { rows: number; lines: number[] }>();

  add(reason: RejectionReason, line: number): void {
    const entry = this.#byReason.get(reason) ?? { rows: 0, lines: [] };
    entry.rows += 1;
    if (entry.lines.length < SHOWN_LINES) entry.lines.push(line);
    this.#byReason.set(reason, entry);
  }

  /** Most frequent reason first. */
  list(): readonly RejectedRows[] {
    return [...this.#byReason]
      .map(([reason, { rows, lines }]) => ({ reason, rows, lines }))
      .sort((a, b) => b.rows - a.rows || (a.reason < b.reason ? -1 : 1));
  }
}
