import type { RejectionReason } from '@credlink/contracts';
import { Unfit, type ValueReader } from './fact-value.ts';

/** Codes of credentials, programs, courses and awards as the fact contracts admit them. */
const CODE = /^[A-Z0-9][A-Z0-9._/-]{0,39}$/;

/** A code in upper case without inner spaces around its hyphens; what cannot be a code is refused with `reason`. */
export function codeReader(reason: RejectionReason): ValueReader<string> {
  return (text) => {
    const code = text.toUpperCase().replace(/\s+/g, '');
    return CODE.test(code) ? code : new Unfit(reason);
  };
}

/**
 * A CIP code as `NN.NNNN`. Spreadsheets read it as a number: `1.01` was 01.0100 and `11.1` was 11.1000, `10601`
 * was 01.0601; files of the clearinghouse leave the point out. 99.9999 and 00.0000 stand for unknown.
 */
export const readCip: ValueReader<string> = (text) => {
  const pointed = /^(\d{1,2})\.(\d{0,4})$/.exec(text);
  const plain = /^\d{1,6}$/.test(text) ? text : null;
  let cip: string;
  if (pointed !== null) {
    cip = `${(pointed[1] ?? '').padStart(2, '0')}.${(pointed[2] ?? '').padEnd(4, '0')}`;
  } else if (plain !== null) {
    const even = plain.length % 2 === 0 ? plain : `0${plain}`;
    cip = `${even.slice(0, 2)}.${even.slice(2).padEnd(4, '0')}`;
  } else {
    return new Unfit('code_unknown');
  }
  return cip === '99.9999' || cip === '00.0000' ? null : cip;
};

const SEASONS: Readonly<Record<string, string>> = {
  FA: 'FA',
  FALL: 'FA',
  AUTUMN: 'FA',
  SP: 'SP',
  SPR: 'SP',
  SPRING: 'SP',
  SU: 'SU',
  SUM: 'SU',
  SUMMER: 'SU',
  WI: 'WI',
  WIN: 'WI',
  WINTER: 'WI',
};

/** A term as year and season: `2019FA`, `FA2019`, `Fall 2019`, `2019-Fall`. Other seasons stay as they are. */
export const readTerm: ValueReader<string> = (text) => {
  const compact = text.toUpperCase().replace(/[\s_-]+/g, '');
  const match = /^(\d{4})([A-Z]+)$/.exec(compact) ?? /^([A-Z]+)(\d{4})$/.exec(compact);
  if (match === null) return new Unfit('code_unknown');
  const [, first = '', second = ''] = match;
  const isYearFirst = /^\d/.test(first);
  const year = isYearFirst ? first : second;
  const name = isYearFirst ? second : first;
  const season = SEASONS[name] ?? name;
  return /^[A-Z]{1,4}$/.test(season) ? `${year}${season}` : new Unfit('code_unknown');
};

/**
 * An OPEID of eight digits. Six digits with a leading zero are the institution without its branch; shorter or
 * without that zero they are eight digits that lost their zeros (every institution number starts with 0).
 */
export const readOpeid: ValueReader<string> = (text) => {
  const digits = text.replace(/-/g, '');
  if (!/^\d{5,8}$/.test(digits)) return new Unfit('code_unknown');
  return digits.length === 6 && digits.startsWith('0') ? `${digits}00` : digits.padStart(8, '0');
};

/** College code and branch of the clearinghouse, `NNNNNN-NN`; the branch is 00 where it is not given. */
export const readCollegeCode: ValueReader<string> = (text) => {
  const match = /^(\d{1,6})(?:-(\d{1,2}))?$/.exec(text);
  if (match === null) return new Unfit('code_unknown');
  return `${(match[1] ?? '').padStart(6, '0')}-${(match[2] ?? '').padStart(2, '0')}`;
};

/** Exactly `length` digits once the zeros a spreadsheet drops are back; all zeros or all nines mean unknown. */
export function paddedDigits(length: number, shortest: number): ValueReader<string> {
  return (text) => {
    if (!/^\d+$/.test(text) || text.length > length || text.length < shortest)
      return new Unfit('code_unknown');
    return /^(0+|9+)$/.test(text) ? null : text.padStart(length, '0');
  };
}
