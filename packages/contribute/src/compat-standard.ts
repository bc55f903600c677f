import {
  OPEN_LINK_TOKEN_BLANK,
  OPEN_LINK_TOKEN_COMPAT,
  OPPRL_COMPAT,
  type OpprlVersion,
  openLinkTokens,
  opprlKey,
  opprlTokens,
  PIIPAN_COMPAT,
  piipanHash,
  type RawIdentifiers,
} from '@credlink/tokens';

/** The published token standards that files can be written in. */
export const COMPAT_STANDARDS = ['openlinktoken', 'opprl-v1', 'opprl-v2', 'piipan'] as const;
export type CompatStandard = (typeof COMPAT_STANDARDS)[number];

export type CompatTokeniser = {
  /** What these tokens are and are not, for whoever asked for them. */
  readonly notice: string;
  /** Rule name to token, null where an identifier is missing or not valid to the standard. */
  tokensOf(identifiers: RawIdentifiers): Readonly<Record<string, string | null>>;
};

/** Whether the standard has a secret; the others hash without one. */
export function isKeyed(standard: CompatStandard): boolean {
  return standard !== 'piipan';
}

/**
 * @param secret text of the key file; null for a standard that has none
 * @param today ISO day
 * @throws {TypeError} when the secret is none of the standard's.
 */
export function compatTokeniser(
  standard: CompatStandard,
  secret: string | null,
  today: string,
): CompatTokeniser {
  if (isKeyed(standard) !== (secret !== null))
    throw new TypeError('a keyed standard takes a secret, another none');
  if (standard === 'piipan') {
    return {
      notice: PIIPAN_COMPAT.notice,
      tokensOf: ({ surname, dateOfBirth, ssn }) => ({
        hash: piipanHash({ lastName: surname ?? '', birthDate: dateOfBirth ?? '', ssn: ssn ?? '' }, today),
      }),
    };
  }
  if (standard === 'openlinktoken') return openLinkTokeniser(secret ?? '', today);
  return opprlTokeniser(standard === 'opprl-v1' ? 'v1' : 'v2', secret ?? '');
}

/** The secret is the text of the file without the line break behind it. */
function openLinkTokeniser(secret: string, today: string): CompatTokeniser {
  const hashingSecret = secret.replace(/\r?\n$/, '');
  if (hashingSecret === '') throw new TypeError('an empty hashing secret');
  return {
    notice: OPEN_LINK_TOKEN_COMPAT.notice,
    tokensOf(identifiers) {
      const tokens = openLinkTokens(
        {
          firstName: identifiers.givenName ?? '',
          lastName: identifiers.surname ?? '',
          birthDate: identifiers.dateOfBirth ?? '',
          sex: identifiers.sex ?? '',
          postalCode: identifiers.zip ?? '',
          socialSecurityNumber: identifiers.ssn ?? '',
        },
        hashingSecret,
        today,
      );
      return Object.fromEntries(
        Object.entries(tokens).map(([rule, token]) => [rule, token === OPEN_LINK_TOKEN_BLANK ? null : token]),
      );
    },
  };
}

function opprlTokeniser(version: OpprlVersion, privateKeyPem: string): CompatTokeniser {
  const key = opprlKey(version, privateKeyPem);
  return {
    notice: OPPRL_COMPAT.notice,
    tokensOf: (identifiers) =>
      opprlTokens(
        {
          firstName: identifiers.givenName ?? null,
          lastName: identifiers.surname ?? null,
          gender: identifiers.sex ?? null,
          birthDate: identifiers.dateOfBirth ?? null,
          email: identifiers.email ?? null,
          phone: identifiers.phone ?? null,
          ssn: identifiers.ssn ?? null,
          groupNumber: null,
          memberId: null,
        },
        key,
      ),
  };
}
