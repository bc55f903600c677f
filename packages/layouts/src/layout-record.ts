import type { QuarterIndex, RejectionCounts, RejectionReason, SourceKind } from '@credlink/contracts';
import type { RawIdentifiers } from '@credlink/tokens';
import type { ColumnMapping } from './column-mapping.ts';
import type { FileEncoding } from './line-text.ts';

/** DATE as ISO day, quarters as integers, money as integer cents. */
export type FactValue = string | number | boolean | null;

/** A UI account as the owner writes it, ten digits where it is a number; keyed before it leaves the machine. */
export type EmployerAccount = {
  readonly stateFips: string;
  readonly account: string;
  /** Five digits where it is a number; null where only the account is meant. */
  readonly unit: string | null;
};

export type AcceptedRecord = {
  /** Physical line the record starts at, from 1, the header counted. */
  readonly line: number;
  /** The owner's own key of the row; stays on the owner's machine. */
  readonly recordRef: string | null;
  /** Empty for kinds whose rows are about organisations. */
  readonly identifiers: RawIdentifiers;
  /** The columns of the kind's fact contract except those of type UUID, which are made from the accounts below. */
  readonly facts: Readonly<Record<string, FactValue>>;
  /** Becomes `employer` and `employer_unit`; null for kinds without employers. */
  readonly employer: EmployerAccount | null;
  /** Becomes `successor_of`. */
  readonly successorOf: EmployerAccount | null;
};

export type RejectedRecord = { readonly line: number; readonly rejected: RejectionReason };

export type LayoutRecord = AcceptedRecord | RejectedRecord;

/** Whether a line of the file could not be read as a record of its kind. */
export function isRejected(record: LayoutRecord): record is RejectedRecord {
  return 'rejected' in record;
}

export type LayoutOptions = {
  /** ISO day of the reading: no award, test or wage lies after it. */
  readonly today: string;
  /**
   * The organisation that gave the student or candidate numbers of the file. A clearinghouse response carries
   * those of the college that asked, so it takes the college's code here.
   */
  readonly referenceIssuer: string;
  /** Null: columns are found by their names. Ignored by fixed-width layouts. */
  readonly mapping: ColumnMapping | null;
  /** The quarter a wage file states in its name; rows of another quarter are rejected. */
  readonly fileQuarter: QuarterIndex | null;
};

/** What a reading found, complete once all batches are consumed. Counts and column names only. */
export type LayoutReport = {
  readonly kind: SourceKind;
  readonly encoding: FileEncoding;
  /** Lines that broke UTF-8 in a UTF-8 file and were read as windows-1252. */
  readonly linesNotUtf8: number;
  readonly rowsRead: number;
  readonly rowsAccepted: number;
  /** Rows that say that nothing was found (clearinghouse): neither accepted nor rejected. */
  readonly rowsNothingFound: number;
  readonly rejected: RejectionCounts;
  /** Optional values that could not be read and were left empty, by fact column. */
  readonly blankedValues: Readonly<Record<string, number>>;
  /** Our field -> the file's columns it is read from. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Columns of the file that nothing is read from. */
  readonly ignoredColumns: readonly string[];
};

export type LayoutReading = {
  /** @throws AppError on the first step where the file as a whole cannot be read. */
  readonly batches: AsyncIterable<readonly LayoutRecord[]>;
  report(): LayoutReport;
};
