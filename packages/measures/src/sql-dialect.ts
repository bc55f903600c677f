/**
 * The few expressions that DuckDB and Spark SQL spell differently. All other SQL text of this package stays inside
 * what both accept; a port to the distributed engine replaces this file.
 */

/** Single-quoted SQL text literal. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** One bit of an integer mask; `position` is an expression from 0 to 62. */
export function bit(position: string): string {
  return `(1::BIGINT << (${position}))`;
}

export function addDays(day: string, days: string): string {
  return `(${day} + CAST(${days} AS INTEGER))`;
}

/** Calendar months: 31 January plus one month is the last day of February. */
export function addMonths(day: string, months: number): string {
  return `CAST(${day} + INTERVAL ${months} MONTH AS DATE)`;
}

export function daysBetween(from: string, to: string): string {
  return `(${to} - ${from})`;
}

/** Amounts of a group in ascending order, as one list; null where nobody is among them. */
export function sortedAmounts(value: string, among: string): string {
  return `list_sort(list(${value}) FILTER (WHERE ${among}))`;
}

/**
 * Amounts of a sorted list around percentiles, each divided by `unit` and rounded to a whole number: one text, blanks
 * between, for every share from 0 to 1 and every offset. The percentile is taken at rank `(n - 1) * share`, counted from
 * 0, by linear interpolation; an offset is a number of ranks from there, and beyond an end stands the end. Null for null.
 */
export function amountsAround(
  list: string,
  shares: readonly number[],
  offsets: readonly number[],
  unit: number,
): string {
  const at = (rank: string): string => `${list}[CAST(${rank} AS INTEGER) + 1]`;
  const ranks = shares.flatMap((share) =>
    offsets.map(
      (offset) =>
        `CAST(greatest(0, least(len(${list}) - 1, (len(${list}) - 1) * ${share} + ${offset})) AS DOUBLE)`,
    ),
  );
  const between = `${at('floor(r)')} + (r - floor(r)) * (${at('ceil(r)')} - ${at('floor(r)')})`;
  const amounts = `list_transform([${ranks.join(', ')}], lambda r: CAST(round((${between}) / ${unit}) AS BIGINT))`;
  return `CASE WHEN ${list} IS NOT NULL THEN array_to_string(${amounts}, ' ') END`;
}

/** Distinct texts joined as `|A|B|`, so that `contains(list, '|A|')` tests membership; null where there is none. */
export function membershipList(value: string, among = 'true'): string {
  return `'|' || string_agg(DISTINCT ${value}, '|' ORDER BY ${value}) FILTER (WHERE ${among}) || '|'`;
}

export function sortedList(value: string): string {
  return `list(${value} ORDER BY ${value})`;
}

/** The numbers of a list column as one text, blanks between: a cell's list travels as one value, not as rows. */
export function listText(list: string): string {
  return `array_to_string(${list}, ' ')`;
}

/** One row per element of a list column. */
export function eachOf(list: string): string {
  return `unnest(${list})`;
}

/** A money amount and a tie breaker as one comparable number: the largest amount wins, then the smallest id. */
export function largestThenFirst(amount: string, id: string): string {
  return `max(CAST(${amount} AS HUGEINT) * 4294967296 + (4294967295 - ${id}))`;
}

export function idOfLargest(packed: string): string {
  return `CAST(4294967295 - (${packed} & 4294967295) AS INTEGER)`;
}

export function quarterOf(day: string): string {
  return `CAST(year(${day}) * 4 + quarter(${day}) - 1 AS INTEGER)`;
}

/** A relation of literal rows; with no rows it is empty but typed. */
export function valuesTable(
  name: string,
  columns: readonly { readonly name: string; readonly type: string }[],
  rows: readonly (readonly (string | number | boolean | null)[])[],
): string {
  const casts = columns.map(({ name: column, type }) => `CAST(${column} AS ${type}) AS ${column}`);
  const names = columns.map((column) => column.name);
  const literal = (value: string | number | boolean | null): string =>
    value === null ? 'NULL' : typeof value === 'string' ? text(value) : String(value);
  const body =
    rows.length === 0
      ? `SELECT ${names.map((column) => `NULL AS ${column}`).join(', ')} WHERE false`
      : `SELECT * FROM (VALUES ${rows.map((row) => `(${row.map(literal).join(', ')})`).join(', ')}) AS v(${names.join(', ')})`;
  return `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT ${casts.join(', ')} FROM (${body})`;
}
