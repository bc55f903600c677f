import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { toBase64 } from '../../encoding/base64.ts';
import { utf8 } from '../../encoding/utf8.ts';
import { compatBirthDate } from './birth-date.ts';
import { compatFirstName, compatLastName } from './names.ts';
import { compatPostalCode } from './postal-code.ts';
import { compatSsn } from './social-security-number.ts';

/** What this pack is, for anybody who is shown its tokens. */
export const OPEN_LINK_TOKEN_COMPAT = {
  name: 'openlinktoken-compat',
  standard: 'OpenLinkToken 2.1.2, rules T1 to T5',
  isOnByDefault: false,
  notice:
    'Compatibility only: T4 is an HMAC of the SSN that whoever holds the secret can reverse by trial; ' +
    'normalisation has the quirks of the standard.',
} as const;

/** What a rule yields that lacks an attribute. */
export const OPEN_LINK_TOKEN_BLANK = '0'.repeat(64);

export type OpenLinkTokenRecord = {
  readonly firstName: string;
  readonly lastName: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly postalCode: string;
  readonly socialSecurityNumber: string;
};

export type OpenLinkTokens = Readonly<Record<'T1' | 'T2' | 'T3' | 'T4' | 'T5', string>>;

function compatSex(raw: string): string | null {
  if (!/^(m(ale)?|f(emale)?)$/i.test(raw)) return null;
  return /^m/i.test(raw) ? 'MALE' : 'FEMALE';
}

function sign(parts: readonly (string | null)[], secret: Uint8Array | null): string {
  if (parts.some((part) => part === null || part === '')) return OPEN_LINK_TOKEN_BLANK;
  const digest = bytesToHex(sha256(utf8(parts.join('|').toUpperCase())));
  return secret === null ? digest : toBase64(hmac(sha256, secret, utf8(digest)));
}

/**
 * The tokens of one record byte for byte as OpenLinkToken computes them, to exchange with its users.
 *
 * Claim: nothing made here can enter an exchange. The result is text of another shape than a Token, no rule pack names
 * these rules, and no upload carries them. What it does not promise is protection: T4 hashes the bare SSN, because
 * the standard does.
 *
 * @param hashingSecret null gives the standard's hash-only mode (hex), otherwise base64 of the HMAC over that hex.
 * @param today ISO day; later birth dates are invalid.
 */
export function openLinkTokens(
  record: OpenLinkTokenRecord,
  hashingSecret: string | null,
  today: string,
): OpenLinkTokens {
  const first = compatFirstName(record.firstName);
  const last = compatLastName(record.lastName);
  const born = compatBirthDate(record.birthDate, today);
  const postal = compatPostalCode(record.postalCode);
  const sex = compatSex(record.sex);
  const ssn = compatSsn(record.socialSecurityNumber);
  const secret = hashingSecret === null ? null : utf8(hashingSecret);
  return {
    T1: sign([last, first?.slice(0, 1) ?? null, sex, born], secret),
    T2: sign([last, first, born, postal?.slice(0, 3) ?? null], secret),
    T3: sign([last, first, sex, born], secret),
    T4: sign([ssn, sex, born], secret),
    T5: sign([last, first?.slice(0, 3) ?? null, sex], secret),
  };
}
