export { type ColumnMapping, parseColumnMapping } from './column-mapping.ts';
export type { FieldNeed, LayoutField } from './layout-field.ts';
export {
  type AcceptedRecord,
  type EmployerAccount,
  type FactValue,
  isRejected,
  type LayoutOptions,
  type LayoutReading,
  type LayoutRecord,
  type LayoutReport,
  type RejectedRecord,
} from './layout-record.ts';
export type { FileEncoding } from './line-text.ts';
export { readCsvHeader } from './read-csv.ts';
export type { DateOrder } from './read-day.ts';
export { quarterOfFileName } from './read-quarter.ts';
export { READERS, type Reader, suggestMapping } from './readers.ts';
export { shownColumns } from './shown-columns.ts';
export type { MappingSuggestion } from './suggest-mapping.ts';
