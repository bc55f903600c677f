import type { SourceKind } from '@credlink/contracts';
import { AWARDS } from './awards.ts';
import { CLEARINGHOUSE } from './clearinghouse.ts';
import { COURSES } from './courses.ts';
import type { CsvLayout } from './csv-layout.ts';
import { EMPLOYERS } from './employers.ts';
import { ENROLLMENT } from './enrollment.ts';
import { HOLDERS } from './holders.ts';
import type { LayoutField } from './layout-field.ts';
import type { LayoutOptions, LayoutReading } from './layout-record.ts';
import { LEVEL_GAINS } from './level-gains.ts';
import { readCsvLayout } from './read-csv-layout.ts';
import { REGISTER } from './register.ts';
import { ROSTER } from './roster.ts';
import { type MappingSuggestion, suggestMappingFor } from './suggest-mapping.ts';
import { readWages, WAGE_FIELDS } from './wages.ts';

export type Reader = {
  readonly kind: SourceKind;
  readonly title: string;
  readonly format: 'csv' | 'fixed_width';
  /** What `--help` shows: column names, or positions of a fixed-width line. */
  readonly fields: readonly LayoutField[];
  /**
   * Whether each person has at most one subject in a file of this kind, unless its owner says otherwise. Safe for
   * a register only: rosters give second student numbers, holders have second accounts, wage lines misspell.
   */
  readonly isOneRecordPerPerson: boolean;
  /** Reads text chunks, already decompressed. */
  readonly read: (chunks: AsyncIterable<Uint8Array>, options: LayoutOptions) => LayoutReading;
};

function csvReader(layout: CsvLayout): Reader {
  const { kind, title, fields, isOneRecordPerPerson } = layout;
  return {
    kind,
    title,
    format: 'csv',
    fields,
    isOneRecordPerPerson,
    read: (chunks, options) => readCsvLayout(layout, chunks, options),
  };
}

export const READERS: Readonly<Record<SourceKind, Reader>> = {
  holders: csvReader(HOLDERS),
  roster: csvReader(ROSTER),
  enrollment: csvReader(ENROLLMENT),
  courses: csvReader(COURSES),
  awards: csvReader(AWARDS),
  level_gains: csvReader(LEVEL_GAINS),
  clearinghouse: csvReader(CLEARINGHOUSE),
  register: csvReader(REGISTER),
  employers: csvReader(EMPLOYERS),
  wages: {
    kind: 'wages',
    title: 'UI wage records of a quarter, fixed width in LEHD order',
    format: 'fixed_width',
    fields: WAGE_FIELDS,
    // The same person is spelled differently from employer to employer: several subjects.
    isOneRecordPerPerson: false,
    read: readWages,
  },
};

/** Guesses a mapping from the names of the columns alone. */
export function suggestMapping(kind: SourceKind, header: readonly string[]): MappingSuggestion {
  return suggestMappingFor(kind, READERS[kind].fields, header);
}
