/**
 * A run of whole quarters, relative to a person's anchor. `quarter` spans count from the anchor's own quarter
 * (offset 0, whatever the day inside it: domain.md 1.2); `year` spans count from the first quarter of the anchor's
 * calendar year, so 4..7 is the calendar year after it.
 */
export type Span = {
  readonly from: number;
  readonly to: number;
  readonly base: 'quarter' | 'year';
};

export function quarters(from: number, to: number = from): Span {
  if (!Number.isInteger(from) || !Number.isInteger(to) || from > to) {
    throw new RangeError('a span runs from a whole offset to one not before it');
  }
  return { from, to, base: 'quarter' };
}

/** The calendar year `yearsAfter` years after the anchor's. */
export function calendarYear(yearsAfter: number): Span {
  return { from: yearsAfter * 4, to: yearsAfter * 4 + 3, base: 'year' };
}

/** Annual earnings year n: quarters 4n-3 to 4n after the anchor's (domain.md 2.2 row 1). */
export function yearAfter(year: number): Span {
  return quarters(year * 4 - 3, year * 4);
}

/** First quarter of the span's base, from a column that holds the anchor quarter. */
export function baseSql(span: Span, anchorQuarter: string): string {
  return span.base === 'quarter' ? anchorQuarter : `(${anchorQuarter} - ${anchorQuarter} % 4)`;
}

/** `q_m8_m5`: part of a column name. */
export function spanName(span: Span): string {
  const offset = (value: number): string => (value < 0 ? `m${-value}` : String(value));
  return `${span.base === 'quarter' ? 'q' : 'y'}_${offset(span.from)}_${offset(span.to)}`;
}
