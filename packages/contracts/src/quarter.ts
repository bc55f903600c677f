/** A calendar quarter as an integer: `year * 4 + quarter - 1`, so that windows are plain offsets (domain.md 1.2). */
export type QuarterIndex = number;

/** `2019, 1` -> 8076. */
export function quarterIndex(year: number, quarter: number): QuarterIndex {
  if (!Number.isInteger(year) || !Number.isInteger(quarter) || quarter < 1 || quarter > 4) {
    throw new RangeError('quarterIndex takes a whole year and a quarter from 1 to 4');
  }
  return year * 4 + quarter - 1;
}

/** `'2019-02-10'` -> 8076. The day must be an ISO date. */
export function quarterOfDay(isoDay: string): QuarterIndex {
  return Number(isoDay.slice(0, 4)) * 4 + Math.floor((Number(isoDay.slice(5, 7)) - 1) / 3);
}

/** 8076 -> `'2019Q1'`. */
export function quarterLabel(index: QuarterIndex): string {
  return `${Math.floor(index / 4)}Q${(index % 4) + 1}`;
}

/** `'2019Q1'` -> 8076, or null where the text is no quarter. */
export function parseQuarter(text: string): QuarterIndex | null {
  const match = /^(\d{4})Q([1-4])$/.exec(text);
  return match === null ? null : quarterIndex(Number(match[1]), Number(match[2]));
}
