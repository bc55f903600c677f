import { fault } from '@credlink/contracts';
import {
  blobValue,
  DuckDBDateValue,
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBValueConverter,
  type JS,
  JSDuckDBValueConverter,
  listValue,
} from '@duckdb/node-api';

/** What may stand for a `?` or `$name` in a statement. Whole numbers become integers, `bigint` a HUGEINT. */
export type EngineParameter =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly string[]
  | readonly number[];

export type EngineParameters = readonly EngineParameter[] | Readonly<Record<string, EngineParameter>>;

/** A row by column name. See `toPlainValue` for the type of each column. */
export type EngineRow = Readonly<Record<string, unknown>>;

/**
 * The JavaScript value of a column, by the column's type alone, so that a column never changes type from row to
 * row: BIGINT, HUGEINT and DECIMAL -> number (a fault where it would not be exact), UBIGINT and UHUGEINT -> bigint,
 * DATE -> ISO text, TIMESTAMP -> Date, UUID -> text, BLOB -> bytes, LIST -> array, STRUCT -> object.
 */
export const toPlainValue: DuckDBValueConverter<JS> = (value, type, converter) => {
  if (value === null) return null;
  switch (type.typeId) {
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.HUGEINT:
      return exactNumber(value);
    case DuckDBTypeId.DATE:
      return value instanceof DuckDBDateValue ? value.toString() : null;
    default:
      return JSDuckDBValueConverter(value, type, converter);
  }
};

function exactNumber(value: DuckDBValue): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw fault('a 64-bit integer does not fit a number; cast it to UBIGINT');
  return number;
}

function toEngineValue(parameter: EngineParameter): DuckDBValue {
  if (parameter instanceof Uint8Array) return blobValue(parameter);
  if (Array.isArray(parameter)) return listValue([...parameter]);
  return parameter as Exclude<EngineParameter, Uint8Array | readonly string[] | readonly number[]>;
}

export function toEngineValues(parameters: EngineParameters): DuckDBValue[] | Record<string, DuckDBValue> {
  if (isList(parameters)) return parameters.map(toEngineValue);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, toEngineValue(parameter)]),
  );
}

function isList(parameters: EngineParameters): parameters is readonly EngineParameter[] {
  return Array.isArray(parameters);
}
