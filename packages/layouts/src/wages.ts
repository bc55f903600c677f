import { quarterIndex, quarterOfDay, type RejectionReason, rejected } from '@credlink/contracts';
import { normaliseAccount, normaliseUnit } from './employer-account.ts';
import { LayoutCounts } from './layout-counts.ts';
import { type LayoutField, layoutField } from './layout-field.ts';
import type { LayoutOptions, LayoutReading, LayoutRecord } from './layout-record.ts';
import { isStateFips } from './read-state.ts';
import { type LineScan, type ScannedLine, scanLines } from './scan-lines.ts';

/** Positions of the UI wage record in LEHD order, from 1 as the field counts them. */
export const WAGE_FIELDS: readonly LayoutField[] = [
  layoutField('1-9', 'identifier', 'SSN; 000000000 or blank: not reported'),
  layoutField('10-24', 'identifier', 'first name'),
  layoutField('25', 'optional', 'middle initial'),
  layoutField('26-45', 'identifier', 'last name, a suffix may follow'),
  layoutField('46-47', 'required', 'state FIPS'),
  layoutField('48-57', 'required', 'UI account; keyed before it is sent'),
  layoutField('58-62', 'optional', 'reporting unit'),
  layoutField('63-71', 'optional', 'EIN; not read'),
  layoutField('72-75', 'required', 'year'),
  layoutField('76', 'required', 'quarter'),
  layoutField('77-86', 'required', 'wages in whole dollars; a negative amount has its sign in position 77'),
  layoutField('87-92', 'optional', 'SOC 2018 without hyphen'),
  layoutField('93-96', 'optional', 'hours'),
];

/** Up to the wages: what every line must have. SOC and hours may be cut off with the blanks at its end. */
const SHORTEST_LINE = 86;
const WAGE_START = 76;
const WAGE_END = 86;

/** SOC 2018 major groups run from 11 to 55 (military), all odd. */
const SOC = /^(?:1[13579]|2[13579]|3[13579]|4[13579]|5[135])\d{4}$/;

/** More than any hours of a quarter (13 weeks of 168 hours). */
const MOST_HOURS = 2184;

/** Reads a UI wage file, fixed width. Never rejects an amount for being high or negative, only for being no amount. */
export function readWages(chunks: AsyncIterable<Uint8Array>, options: LayoutOptions): LayoutReading {
  const scan = scanLines(chunks);
  const counts = new LayoutCounts();
  return {
    batches: readBatches(scan, options, counts),
    report: () => counts.report('wages', scan),
  };
}

async function* readBatches(
  scan: LineScan,
  options: LayoutOptions,
  counts: LayoutCounts,
): AsyncGenerator<readonly LayoutRecord[]> {
  const lastQuarter = quarterOfDay(options.today);
  for await (const lines of scan.batches) {
    const records: LayoutRecord[] = [];
    for (const line of lines) {
      if (line.problem === null && line.text.trim() === '') continue;
      const record = readLine(line, options, lastQuarter, counts);
      counts.add(record);
      records.push(record);
    }
    if (records.length > 0) yield records;
  }
  if (counts.rowsRead === 0) throw rejected('file_empty', 'The file is empty.');
}

function readLine(
  scanned: ScannedLine,
  options: LayoutOptions,
  lastQuarter: number,
  counts: LayoutCounts,
): LayoutRecord {
  const line = scanned.number;
  const reject = (reason: RejectionReason): LayoutRecord => ({ line, rejected: reason });
  if (scanned.problem !== null) return reject(scanned.problem);
  const text = alignToBytes(scanned.text);
  if (text.length < SHORTEST_LINE) return reject('row_malformed');

  const quarter = readQuarter(text, lastQuarter);
  if (quarter === null) return reject('quarter_invalid');
  if (options.fileQuarter !== null && quarter !== options.fileQuarter) return reject('quarter_outside_file');
  const dollars = readDollars(text);
  if (typeof dollars === 'string') return reject(dollars);
  const stateFips = text.slice(45, 47);
  if (!isStateFips(stateFips)) return reject('state_invalid');
  const account = normaliseAccount(text.slice(47, 57));
  if (account === null) return reject('employer_missing');

  const ssn = text.slice(0, 9);
  const identifiers = {
    ssn: ssn === '000000000' ? '' : ssn.trim(),
    givenName: nameAt(text, 9, 24),
    middleName: nameAt(text, 24, 25),
    surname: nameAt(text, 25, 45),
  };
  if (identifiers.ssn === '' && identifiers.givenName === '' && identifiers.surname === '') {
    return reject('identifiers_missing');
  }
  return {
    line,
    recordRef: null,
    identifiers,
    facts: {
      state_fips: stateFips,
      quarter,
      wage_cents: dollars * 100,
      soc6: readSoc(text.slice(86, 92), counts),
      hours: readHours(text.slice(92, 96), counts),
    },
    employer: { stateFips, account, unit: normaliseUnit(text.slice(57, 62)) },
    successorOf: null,
  };
}

/** Fills a character of several UTF-8 bytes up with this, so that columns count bytes, as the layout does. */
const FILLER = '\0';

/**
 * Columns of the layout are bytes. Where a line has characters of several bytes and its columns only come right
 * in bytes, each such character is widened; a file that counts characters is left as it is.
 */
function alignToBytes(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything but ASCII is meant
  if (!/[^\x00-\x7f]/.test(text) || /^\d{4}[1-4]$/.test(text.slice(71, 76))) return text;
  return Array.from(text, (character) => {
    const point = character.codePointAt(0) ?? 0;
    const extra = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    return character + FILLER.repeat(extra - (character.length - 1));
  }).join('');
}

function nameAt(text: string, from: number, to: number): string {
  return text.slice(from, to).replaceAll(FILLER, '').trim();
}

function readQuarter(text: string, lastQuarter: number): number | null {
  const digits = text.slice(71, 76);
  if (!/^(?:19[5-9]|2\d\d)\d[1-4]$/.test(digits)) return null;
  const quarter = quarterIndex(Number(digits.slice(0, 4)), Number(digits.slice(4)));
  return quarter <= lastQuarter ? quarter : null;
}

/**
 * Whole dollars of positions 77-86. Digits that run on past the field, but not as far as a SOC code or SOC code
 * and hours would take them, are an amount too large for it.
 */
function readDollars(text: string): number | RejectionReason {
  const field = text.slice(WAGE_START, WAGE_END);
  if (!/^[-+ ]? *\d+$/.test(field) && !/^ *[-+]?\d+$/.test(field)) return 'amount_unreadable';
  const overrun = /^\d*/.exec(text.slice(WAGE_END))?.[0].length ?? 0;
  if (overrun !== 0 && overrun !== 6 && overrun !== 10) return 'amount_out_of_range';
  const dollars = Number(field.replaceAll(' ', ''));
  // A field full of nines is a filler, not pay.
  return dollars === 9_999_999_999 ? 'amount_out_of_range' : dollars;
}

function readSoc(field: string, counts: LayoutCounts): string | null {
  const text = field.trim();
  if (text === '' || text === '000000') return null;
  if (SOC.test(text)) return text;
  counts.blank('soc6');
  return null;
}

function readHours(field: string, counts: LayoutCounts): number | null {
  const text = field.trim();
  if (text === '') return null;
  const hours = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (hours <= MOST_HOURS) return hours;
  counts.blank('hours');
  return null;
}
