import { FACT_CONTRACTS } from '@credlink/contracts';
import { type LayoutReport, type Reader, shownColumns } from '@credlink/layouts';

/** What happens to the columns of a file. */
export type ColumnUse = {
  /** Columns of the facts file: all that is sent in the clear. */
  readonly sentAsFacts: readonly string[];
  /** Read to make tokens or the receipt; their values never leave this machine. */
  readonly readButNeverSent: readonly string[];
  readonly notRead: readonly string[];
};

export function columnUse(reader: Reader, report: LayoutReport): ColumnUse {
  const facts = FACT_CONTRACTS[reader.kind].map(({ name }) => name);
  const read = Object.entries(report.columns)
    .filter(([field]) => !facts.includes(field))
    .flatMap(([, columns]) => columns);
  // Columns that are read bear the names we looked for or the owner's mapping says; the others may be anything.
  const isHeader = shownColumns(report.ignoredColumns).length > 0 || report.ignoredColumns.length === 0;
  return {
    sentAsFacts: facts,
    readButNeverSent: [...new Set(read)],
    notRead: isHeader ? report.ignoredColumns : [`${report.ignoredColumns.length} columns`],
  };
}
