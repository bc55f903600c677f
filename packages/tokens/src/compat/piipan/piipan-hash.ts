import { sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { utf8 } from '../../encoding/utf8.ts';
import { isCalendarDay } from '../../normalise/birth-date.ts';

/** What this pack is, for anybody who is shown its hashes. */
export const PIIPAN_COMPAT = {
  name: 'piipan-compat',
  standard: 'GSA piipan, docs/pprl.md: last name, date of birth, SSN',
  isOnByDefault: false,
  notice: 'Compatibility only: the hash has no key, so anybody can find name, birth date and SSN by trial.',
} as const;

export type PiipanRecord = { readonly lastName: string; readonly birthDate: string; readonly ssn: string };

/** Oldest birth date taken, in years. */
const OLDEST_YEARS = 130;

const SUFFIX = / (?:i{1,3}|iv|vi{0,3}|ix|junior|jr\.?|jnr|senior|sr\.?|snr)$/;

/** Steps in the order of the standard; marks are folded first, as it asks for input beyond ASCII. */
function compatLastName(raw: string): string | null {
  const folded = raw.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const spaced = folded.replaceAll('-', ' ').replace(/ +/g, ' ').trim();
  const letters = spaced.replace(SUFFIX, '').replace(/[^a-z ]/g, '');
  return letters === '' ? null : letters;
}

function compatBirthDate(raw: string, today: string): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(raw);
  if (match === null) return null;
  const [year, month, day] = match.slice(1).map(Number);
  const oldest = `${Number(today.slice(0, 4)) - OLDEST_YEARS}${today.slice(4)}`;
  const exists = isCalendarDay({ year: year ?? 0, month: month ?? 0, day: day ?? 0 });
  return exists && raw >= oldest && raw <= today ? raw : null;
}

function compatSsn(raw: string): string | null {
  const match = /^(?!000|666|9)(\d{3})-?(?!00)(\d{2})-?(?!0000)(\d{4})$/.exec(raw);
  return match === null ? null : match.slice(1).join('-');
}

/**
 * The piipan hash of one record, 128 hexadecimal digits, null where a field is not valid. Follows the rules of the
 * standard, not those of its examples that break them (an area from 900 on, a letter that is not in the name).
 *
 * Claim: nothing made here can enter an exchange, as with the other compatibility packs.
 *
 * @param today ISO day; later birth dates are not valid.
 */
export function piipanHash(record: PiipanRecord, today: string): string | null {
  const fields = [
    compatLastName(record.lastName),
    compatBirthDate(record.birthDate, today),
    compatSsn(record.ssn),
  ];
  return fields.includes(null) ? null : bytesToHex(sha512(utf8(fields.join(','))));
}
