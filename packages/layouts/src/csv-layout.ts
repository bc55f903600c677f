import type { RejectionReason, SourceKind } from '@credlink/contracts';
import type { ValueReader } from './fact-value.ts';
import { IDENTIFIER_FIELDS } from './identifier-fields.ts';
import type { LayoutField } from './layout-field.ts';
import type { EmployerAccount, FactValue } from './layout-record.ts';

/** How one column of the fact contract is read from one field. */
export type FactSource = {
  readonly column: string;
  readonly field: string;
  readonly read: ValueReader<FactValue>;
  /** Why a row without the value is rejected; null: the column stays empty. */
  readonly whenMissing: RejectionReason | null;
  /** Whether a value that cannot be read rejects the row; else it is left empty and counted. */
  readonly isStrict: boolean;
};

export function requiredFact(
  column: string,
  read: ValueReader<FactValue>,
  whenMissing: RejectionReason,
  field: string = column,
): FactSource {
  return { column, field, read, whenMissing, isStrict: true };
}

/** May be empty, but what is there must be readable. */
export function strictFact(column: string, read: ValueReader<FactValue>, field: string = column): FactSource {
  return { column, field, read, whenMissing: null, isStrict: true };
}

/** May be empty; what cannot be read is left empty and counted. */
export function optionalFact(
  column: string,
  read: ValueReader<FactValue>,
  field: string = column,
): FactSource {
  return { column, field, read, whenMissing: null, isStrict: false };
}

export type Facts = Record<string, FactValue>;

/** What becomes of a row once its facts are read. */
export type RowOutcome =
  | {
      readonly outcome: 'record';
      readonly employer: EmployerAccount | null;
      readonly successorOf: EmployerAccount | null;
    }
  | { readonly outcome: 'nothing_found' }
  | { readonly outcome: 'rejected'; readonly reason: RejectionReason };

export const RECORD: RowOutcome = { outcome: 'record', employer: null, successorOf: null };

/** A CSV layout as a table of fields; `read-layout.ts` is the one engine that runs it. */
export type CsvLayout = {
  readonly kind: SourceKind;
  readonly title: string;
  /** Whether each person has at most one subject in a file of this kind unless its owner says otherwise. */
  readonly isOneRecordPerPerson: boolean;
  readonly fields: readonly LayoutField[];
  /** The field that is the owner's own key of a row; rows without it are rejected where its column is there. */
  readonly recordRef: string | null;
  /** The field whose value is a student or candidate number: an identifier by itself. */
  readonly reference: string | null;
  readonly facts: readonly FactSource[];
  /** Last word on a row: may change `facts` in place. `cell` gives the text of any field, empty where absent. */
  readonly finish: (facts: Facts, cell: (field: string) => string) => RowOutcome;
};

/** The named identifier fields, in the registry's order. */
export function identifierFields(...names: readonly string[]): readonly LayoutField[] {
  return IDENTIFIER_FIELDS.filter((entry) => names.includes(entry.field.name)).map((entry) => entry.field);
}
