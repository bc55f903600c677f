import { gcmsiv } from '@noble/ciphers/aes.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { toBase64 } from '../../encoding/base64.ts';
import { utf8 } from '../../encoding/utf8.ts';
import { type OpprlAttribute, type OpprlRecord, opprlAttributes } from './attributes.ts';

/** What this pack is, for anybody who is shown its tokens. */
export const OPPRL_COMPAT = {
  name: 'opprl-compat',
  standard: 'OPPRL protocol versions 1 and 2, tokens 1 to 13',
  isOnByDefault: false,
  notice:
    'Compatibility only: tokens 9 and 10 hold the SSN and are reversed by trial by whoever holds the key; ' +
    'sending them on in the way of the standard hands the recipient unkeyed hashes.',
} as const;

/** The attributes of each token, in the order of their names: that is how the protocol joins them. */
const TOKENS = {
  1: ['birth_date', 'first.initial', 'gender', 'last'],
  2: ['birth_date', 'first.soundex', 'gender', 'last.soundex'],
  3: ['birth_date', 'first.metaphone', 'gender', 'last.metaphone'],
  4: ['birth_date', 'first.initial', 'last'],
  5: ['birth_date', 'first.soundex', 'last.soundex'],
  6: ['birth_date', 'first.metaphone', 'last.metaphone'],
  7: ['first', 'phone'],
  8: ['birth_date', 'phone'],
  9: ['first', 'ssn'],
  10: ['birth_date', 'ssn'],
  11: ['email'],
  12: ['email.sha2'],
  13: ['group_number', 'member_id'],
} as const satisfies Readonly<Record<number, readonly OpprlAttribute[]>>;

/** Token number to its base64 text of 80 bytes, null where an attribute is missing. */
export type OpprlTokens = { readonly [Number in keyof typeof TOKENS]: string | null };

/** The protocol fixes the nonce, so that equal records give equal tokens (AES-GCM-SIV, RFC 8452, bears that). */
const NONCE = new Uint8Array(12);

/**
 * The tokens of one record byte for byte as OPPRL versions 1 and 2 compute them, to exchange with its users.
 *
 * Claim: nothing made here can enter an exchange. The result is text of another shape than a Token, no rule pack names
 * these rules, and no upload carries them. What it does not promise is protection: whoever holds the key can decrypt a
 * token to an unkeyed hash.
 *
 * @param key of `opprlKey`; the version is in the key.
 */
export function opprlTokens(record: OpprlRecord, key: Uint8Array): OpprlTokens {
  const attributes = opprlAttributes(record);
  const sign = (names: readonly OpprlAttribute[]): string | null => {
    const values = names.map((name) => attributes[name]);
    if (values.includes(null)) return null;
    return toBase64(gcmsiv(key, NONCE).encrypt(sha512(utf8(values.join(':')))));
  };
  return {
    1: sign(TOKENS[1]),
    2: sign(TOKENS[2]),
    3: sign(TOKENS[3]),
    4: sign(TOKENS[4]),
    5: sign(TOKENS[5]),
    6: sign(TOKENS[6]),
    7: sign(TOKENS[7]),
    8: sign(TOKENS[8]),
    9: sign(TOKENS[9]),
    10: sign(TOKENS[10]),
    11: sign(TOKENS[11]),
    12: sign(TOKENS[12]),
    13: sign(TOKENS[13]),
  };
}
