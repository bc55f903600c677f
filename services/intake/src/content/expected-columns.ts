import { FACT_CONTRACTS, type SourceKind } from '@credlink/contracts';
import type { ParquetColumn } from '@credlink/vault';

/** Columns of `identity.parquet`, in order. A token is the 16 bytes of a UUID. */
export const IDENTITY_COLUMNS: readonly ParquetColumn[] = [
  { name: 'subject_id', type: 'UBIGINT' },
  { name: 'rule', type: 'USMALLINT' },
  { name: 'token', type: 'UUID' },
];

/** Columns of `facts.parquet` of a kind, in order. */
export function factsColumns(kind: SourceKind): readonly ParquetColumn[] {
  return [
    { name: 'subject_id', type: 'UBIGINT' },
    ...FACT_CONTRACTS[kind].map(({ name, type }) => ({ name, type })),
  ];
}

/** The same columns, by name, order and type, and no other. */
export function haveSameColumns(
  found: readonly ParquetColumn[],
  expected: readonly ParquetColumn[],
): boolean {
  return (
    found.length === expected.length &&
    expected.every(({ name, type }, i) => found[i]?.name === name && found[i]?.type === type)
  );
}
