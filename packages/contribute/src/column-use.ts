import { FACT_CONTRACTS } from '@credlink/contracts';
import type { LayoutReport, Reader } from '@credlink/layouts';

/** What happens to the columns of a file. */
export type ColumnUse = {
  /** Columns of the facts file: all that is sent in the clear. */
  readonly sentAsFacts: readonly string[];
  /** Read to make tokens or the receipt; their values never leave this machine. */
  readonly readButNeverSent: readonly string[];
  readonly notRead: readonly string[];
};

/** A header cell that looks like a name of a column and not like a value of a row in a file without a header. */
const COLUMN_NAME = /^[\p{L}_#][\p{L}\p{M}\p{N} _#./()&:-]{0,59}$/u;

export function columnUse(reader: Reader, report: LayoutReport): ColumnUse {
  const facts = FACT_CONTRACTS[reader.kind].map(({ name }) => name);
  const read = Object.entries(report.columns)
    .filter(([field]) => !facts.includes(field))
    .flatMap(([, columns]) => columns);
  return {
    sentAsFacts: facts,
    readButNeverSent: [...new Set(read)].map(columnLabel),
    notRead: report.ignoredColumns.map(columnLabel),
  };
}

/**
 * Claim: a header cell is shown only where it reads like a column name: a letter first, no more than three digits,
 * no @. A file without a header has the values of its first row there; an SSN, a date or an e-mail address among
 * them is not shown. A name among them would be: no rule tells "Smith" from "Surname".
 */
export function columnLabel(name: string): string {
  const digits = name.match(/\p{N}/gu)?.length ?? 0;
  return COLUMN_NAME.test(name) && digits <= 3 ? name : '(name withheld)';
}
