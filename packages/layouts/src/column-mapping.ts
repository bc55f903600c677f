import { rejected, SOURCE_KINDS, type SourceKind } from '@credlink/contracts';
import { DATE_ORDERS, type DateOrder } from './read-day.ts';

/**
 * How the columns of an owner's file become our fields. Written once by the owner, kept beside the file:
 *
 *     { "version": 1, "kind": "holders",
 *       "columns":    { "record_ref": "Cert No", "last_name": "Surname", "award_date": ["Issued", "Earned"] },
 *       "constants":  { "action": "initial" },
 *       "dateOrders": { "award_date": "DMY" },
 *       "values":     { "credential_code": { "Welder I": "HI-WLD" } } }
 *
 * Of several columns for a field the first that is not empty counts. A constant fills what is still empty.
 * `values` translates whole cells (compared without regard to case) before they are read.
 */
export type ColumnMapping = {
  readonly version: 1;
  readonly kind: SourceKind;
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly constants: Readonly<Record<string, string>>;
  readonly dateOrders: Readonly<Record<string, DateOrder>>;
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

const KEYS = ['version', 'kind', 'columns', 'constants', 'dateOrders', 'values'];

/**
 * Checks a mapping document (parsed JSON).
 * @param fields the fields of the kind: `READERS[kind].fields`.
 * @throws AppError `mapping_invalid`; `detail.problems` lists everything that is wrong, by place.
 */
export function parseColumnMapping(document: unknown, fields: readonly string[]): ColumnMapping {
  const problems: string[] = [];
  const root = asObject(document, 'the document', problems);
  for (const key of Object.keys(root)) if (!KEYS.includes(key)) problems.push(`${key}: unknown key`);
  if (root.version !== 1) problems.push('version: must be 1');
  const kind = SOURCE_KINDS.find((known) => known === root.kind);
  if (kind === undefined) problems.push(`kind: must be one of ${SOURCE_KINDS.join(', ')}`);

  const columns = readEntries(root, 'columns', fields, problems, (value) => {
    const names = typeof value === 'string' ? [value] : value;
    const isNames =
      Array.isArray(names) &&
      names.length > 0 &&
      names.every((name) => typeof name === 'string' && name !== '');
    return isNames ? names.map(String) : 'must be a column name or a list of them';
  });
  const constants = readEntries(root, 'constants', fields, problems, (value) =>
    typeof value === 'string' ? { text: value } : 'must be text',
  );
  const dateOrders = readEntries(root, 'dateOrders', fields, problems, (value) => {
    const order = DATE_ORDERS.find((known) => known === value);
    return order === undefined ? `must be one of ${DATE_ORDERS.join(', ')}` : { order };
  });
  const values = readEntries(root, 'values', fields, problems, (value) => {
    const pairs = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    const isTexts = pairs.length > 0 && pairs.every(([, text]) => typeof text === 'string');
    return isTexts
      ? { words: Object.fromEntries(pairs.map(([from, to]) => [from.trim().toUpperCase(), String(to)])) }
      : 'must translate text to text';
  });

  if (problems.length > 0 || kind === undefined) {
    throw rejected('mapping_invalid', `The column mapping is not valid: ${problems.join('; ')}.`, {
      problems,
    });
  }
  return {
    version: 1,
    kind,
    columns,
    constants: mapValues(constants, (entry) => entry.text),
    dateOrders: mapValues(dateOrders, (entry) => entry.order),
    values: mapValues(values, (entry) => entry.words),
  };
}

function asObject(value: unknown, place: string, problems: string[]): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value));
  }
  problems.push(`${place}: must be an object`);
  return {};
}

/** One section of the document. `read` answers with the value, or with text that says what is wrong. */
function readEntries<T extends object>(
  root: Readonly<Record<string, unknown>>,
  section: string,
  fields: readonly string[],
  problems: string[],
  read: (value: unknown) => T | string,
): Record<string, T> {
  const entries: Record<string, T> = {};
  if (root[section] === undefined) return entries;
  for (const [field, value] of Object.entries(asObject(root[section], section, problems))) {
    if (!fields.includes(field)) {
      problems.push(`${section}.${field}: no such field`);
      continue;
    }
    const result = read(value);
    if (typeof result === 'string') problems.push(`${section}.${field}: ${result}`);
    else entries[field] = result;
  }
  return entries;
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
