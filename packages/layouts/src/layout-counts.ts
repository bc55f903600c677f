import type { RejectionReason, SourceKind } from '@credlink/contracts';
import type { LayoutRecord, LayoutReport } from './layout-record.ts';
import { isRejected } from './layout-record.ts';
import type { LineScan } from './scan-lines.ts';

/** Running counts of one reading. */
export class LayoutCounts {
  rowsRead = 0;
  rowsNothingFound = 0;
  columns: Readonly<Record<string, readonly string[]>> = {};
  ignoredColumns: readonly string[] = [];
  readonly #rejected = new Map<RejectionReason, number>();
  readonly #blanked = new Map<string, number>();

  blank(column: string): void {
    this.#blanked.set(column, (this.#blanked.get(column) ?? 0) + 1);
  }

  add(record: LayoutRecord): void {
    this.rowsRead += 1;
    if (isRejected(record)) {
      this.#rejected.set(record.rejected, (this.#rejected.get(record.rejected) ?? 0) + 1);
    }
  }

  addNothingFound(): void {
    this.rowsRead += 1;
    this.rowsNothingFound += 1;
  }

  report(kind: SourceKind, scan: LineScan): LayoutReport {
    const rejectedRows = [...this.#rejected.values()].reduce((sum, count) => sum + count, 0);
    return {
      kind,
      encoding: scan.encoding(),
      linesNotUtf8: scan.linesNotUtf8(),
      rowsRead: this.rowsRead,
      rowsAccepted: this.rowsRead - this.rowsNothingFound - rejectedRows,
      rowsNothingFound: this.rowsNothingFound,
      rejected: Object.fromEntries(this.#rejected),
      blankedValues: Object.fromEntries(this.#blanked),
      columns: this.columns,
      ignoredColumns: this.ignoredColumns,
    };
  }
}
