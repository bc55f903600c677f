import { dropDecimalTail, repairDigits } from './digit-slips.ts';
import { INVALID, PLACEHOLDER, type Reading, readRaw, valid } from './reading.ts';

/** Numbers known from specimen cards, advertisements and data entry; not those of one person. Source: SSA, POMS RM 10201.035 and common practice. */
const PLACEHOLDER_NUMBERS: ReadonlySet<string> = new Set(
  (
    '123456789 987654321 012345678 123121234 123123123 111223333 121212121 112233445 078051120 219099999 457555462 ' +
    '001010001 010010001 100100100 001001001 002281852 042103580 062360749 095073645 128036045 135016629 141186941 165167999 165187999 165207999 ' +
    '165227999 165247999 189092294 212097694 212099999 306302348 308125070 468288779 549241889 123450000 999999998 888888889 888990000'
  ).split(' '),
);

/**
 * Nine digits of an SSN in any spelling, or null: separators, a spreadsheet's `.0` tail and its lost leading zeros,
 * digits read as letters.
 */
function nineDigits(text: string): string | null {
  const compact = dropDecimalTail(text).replace(/[\s\-\u2010-\u2015\u2212./_,·'"]/g, '');
  const digits = /^\d+$/.test(compact) ? compact : repairDigits(compact);
  return /^\d{7,9}$/.test(digits) ? digits.padStart(9, '0') : null;
}

function isPlaceholderNumber(nine: string): boolean {
  return PLACEHOLDER_NUMBERS.has(nine) || /^(\d)\1{8}$/.test(nine);
}

/** Area 000, 666 and 900-999, group 00 and serial 0000 were never issued (SSA, 42 U.S.C. 405(c)(2); POMS RM 10201.035). */
function isIssuable(nine: string): boolean {
  const area = nine.slice(0, 3);
  return (
    area !== '000' && area !== '666' && area < '900' && nine.slice(3, 5) !== '00' && nine.slice(5) !== '0000'
  );
}

/**
 * Claim: validity never depends on formatting. Spelling is taken away first; placeholder list, area, group and
 * serial are judged on the nine digits alone.
 */
export function readSsn(rawValue: string | undefined): Reading<string> {
  const raw = readRaw(rawValue);
  if (raw.state !== 'valid') return raw;
  if (/^(?:unknown|unk|n\/?a|none|null|not ?reported|refused|0+(?:\.0+)?)$/i.test(raw.value))
    return PLACEHOLDER;
  const nine = nineDigits(raw.value);
  if (nine === null) return INVALID;
  if (isPlaceholderNumber(nine)) return PLACEHOLDER;
  return isIssuable(nine) ? valid(nine) : INVALID;
}

/** The last four of a masked number (`XXX-XX-1234`, `***1234`) or of a column that holds four digits only. */
export function maskedLastFour(rawValue: string | undefined): string | null {
  const raw = readRaw(rawValue);
  if (raw.state !== 'valid') return null;
  const match = /^(?:[xX*#•?]{3}[- ]?[xX*#•?]{2}[- ]?|[xX*#•?]+)?(\d{4})$/.exec(raw.value);
  return match?.[1] === undefined || match[1] === '0000' ? null : match[1];
}

/** A last-four column; a spreadsheet may have taken leading zeros. Serial 0000 was never issued. */
export function readLastFour(rawValue: string | undefined): Reading<string> {
  const raw = readRaw(rawValue);
  if (raw.state !== 'valid') return raw;
  const masked = maskedLastFour(raw.value);
  if (masked !== null) return valid(masked);
  const digits = repairDigits(dropDecimalTail(raw.value).replace(/[\s-]/g, ''));
  if (/^0+$/.test(digits)) return PLACEHOLDER;
  return /^\d{1,4}$/.test(digits) ? valid(digits.padStart(4, '0')) : INVALID;
}
