import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { utf8 } from '../../encoding/utf8.ts';
import { isCalendarDay } from '../../normalise/birth-date.ts';
import { metaphone } from './metaphone.ts';
import { sparkSoundex } from './spark-soundex.ts';

/** One record as it came; null where the field is not there. */
export type OpprlRecord = {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly gender: string | null;
  /** `yyyy-MM-dd`. */
  readonly birthDate: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly ssn: string | null;
  readonly groupNumber: string | null;
  readonly memberId: string | null;
};

/** An attribute as the protocol names it; the letters order a token's attributes. */
export type OpprlAttribute =
  | 'birth_date'
  | 'email'
  | 'email.sha2'
  | 'first'
  | 'first.initial'
  | 'first.metaphone'
  | 'first.soundex'
  | 'gender'
  | 'group_number'
  | 'last'
  | 'last.metaphone'
  | 'last.soundex'
  | 'member_id'
  | 'phone'
  | 'ssn';

const orNull = (text: string): string | null => (text === '' ? null : text);

/** Quirk kept: letters with marks are dropped, not folded. */
function compatName(raw: string | null): string | null {
  const letters = raw?.replace(/[^a-zA-Z ]/g, '') ?? '';
  return orNull(letters.toUpperCase().replace(/ +/g, ' ').trim());
}

/** Quirk kept: a gender that is not understood, an empty one too, is `O`, and then agrees with every other such. */
function compatGender(raw: string | null): string | null {
  if (raw === null) return null;
  const letter = raw.toUpperCase().trim().charAt(0);
  if (/[FWG]/.test(letter)) return 'F';
  return /[MB]/.test(letter) ? 'M' : 'O';
}

function compatBirthDate(raw: string | null): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(raw ?? '');
  if (match === null) return null;
  const [iso, year, month, day] = match;
  return isCalendarDay({ year: Number(year), month: Number(month), day: Number(day) }) ? iso : null;
}

/**
 * E.164 under region US, of digits and punctuation with an extension behind. What else the phone number library of
 * the original reads (letters for digits, `011` in front) is null here rather than read another way.
 */
function compatPhone(raw: string | null): string | null {
  const text = (raw ?? '').replace(/\s*(?:ext\.?|x)\s*\d{1,7}$/i, '');
  if (!/^\+?[\d\s().\-/]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  if (digits.startsWith('011') || digits.length < 2 || digits.length > 15) return null;
  if (text.startsWith('+')) return `+${digits}`;
  return digits.length > 10 && digits.startsWith('1') ? `+${digits}` : `+1${digits}`;
}

function compatSsn(raw: string | null): string | null {
  const digits = (raw ?? '').replace(/\D/g, '');
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits) ? digits : null;
}

const compact = (raw: string | null): string | null => orNull((raw ?? '').replace(/\s/g, ''));

/** The attributes of one record, null where it has none. Version 1 and 2 of the protocol normalise alike. */
export function opprlAttributes(record: OpprlRecord): Readonly<Record<OpprlAttribute, string | null>> {
  const first = compatName(record.firstName);
  const last = compatName(record.lastName);
  const email = compact(record.email)?.toLowerCase() ?? null;
  return {
    birth_date: compatBirthDate(record.birthDate),
    email,
    'email.sha2': email === null ? null : bytesToHex(sha256(utf8(email))),
    first,
    'first.initial': first?.charAt(0) ?? null,
    'first.metaphone': first === null ? null : metaphone(first),
    'first.soundex': first === null ? null : sparkSoundex(first),
    gender: compatGender(record.gender),
    group_number: compact(record.groupNumber)?.toUpperCase() ?? null,
    last,
    'last.metaphone': last === null ? null : metaphone(last),
    'last.soundex': last === null ? null : sparkSoundex(last),
    member_id: compact(record.memberId)?.toUpperCase() ?? null,
    phone: compatPhone(record.phone),
    ssn: compatSsn(record.ssn),
  };
}
