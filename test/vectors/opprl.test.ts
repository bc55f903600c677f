import { createHash, generateKeyPairSync, hkdfSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type OpprlRecord, opprlKey, opprlTokens } from '../../packages/tokens/src/index.ts';

/** The two records of spindle-health/spindle-token tests/test_tokenize.py: one person, written in two ways. */
const LOUIS: OpprlRecord = {
  firstName: 'Louis',
  lastName: 'Pasteur',
  gender: 'male',
  birthDate: '1822-12-27',
  email: 'lpasteur@notareal.email',
  phone: '(234) 555-7890',
  ssn: '666-12-3456',
  groupNumber: 'FAKE123',
  memberId: '12345',
};
const SAME_LOUIS: OpprlRecord = {
  ...LOUIS,
  firstName: 'louis',
  lastName: 'pasteur',
  gender: 'M',
  email: 'LPasteur@NotAReal.Email',
  phone: '1-234-555-7890',
  ssn: '123-34-0000',
  groupNumber: 'fake123',
};

/**
 * AES keys that the protocol derives from the RSA keys published for its tests (tests/conftest.py), the first
 * characters of token 1, and SHA-256 of the JSON list of the thirteen published tokens.
 */
const PUBLISHED = [
  {
    of: 'version 1, first key',
    key: '552e03019b73ada43f9d07f205f7d1c22625b1007b81304d763d122fdb77e923',
    firstToken: 'dmJAQHj05pZXDYud',
    digest: '8cb5b75ca66c99f9c9cc7934a770c0f07ce3ac837860501740a8155786bf88b7',
  },
  {
    of: 'version 1, second key',
    key: 'b94679f3fc3ef3077943252ed29270d366a8754f3c5bdcefbfc598301ba57f60',
    firstToken: 'qGPiZl9WXPsfIiHA',
    digest: 'e41854846c78cab4bf6461d99f611e563ed08ed93ed997320788ae226c4450de',
  },
  {
    of: 'version 2, first key',
    key: '3ffe6d669ff9d787669e50339981f075e8e4b06384fd3e7952c8e9c43f52936e',
    firstToken: 'nuyWVjxW1qEG729f',
    digest: '40ac1219e97c88b69b2368406a3f0983b7b7ddc600b5e73e66665134d171bb42',
  },
] as const;

test.each(PUBLISHED)(
  'all thirteen published OPPRL tokens are reproduced: $of',
  ({ key, firstToken, digest }) => {
    const aesKey = Uint8Array.from(Buffer.from(key, 'hex'));
    for (const record of [LOUIS, SAME_LOUIS]) {
      const tokens = opprlTokens(record, aesKey);
      expect(tokens[1]?.slice(0, 16)).toBe(firstToken);
      expect(tokens[9]).toBeNull();
      expect(tokens[10]).toBeNull();
      expect(
        createHash('sha256')
          .update(JSON.stringify(Object.values(tokens)))
          .digest('hex'),
      ).toBe(digest);
    }
  },
);

describe('the AES key', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const oneLine = pkcs8.replace(/(?<=[^-])\n(?=[^-])/g, '');
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

  test('of version 1 comes from the text of the file, line breaks included', () => {
    expect(hex(opprlKey('v1', pkcs8))).toBe(
      Buffer.from(hkdfSync('sha256', pkcs8, '', 'opprl.v1.aes', 32)).toString('hex'),
    );
    expect(hex(opprlKey('v1', oneLine))).not.toBe(hex(opprlKey('v1', pkcs8)));
  });

  test('of version 2 comes from the key, however it is written', () => {
    const der = privateKey.export({ type: 'pkcs8', format: 'der' });
    const expected = Buffer.from(hkdfSync('sha256', der, '', 'opprl.v2.aes', 32)).toString('hex');
    for (const pem of [pkcs8, oneLine, pkcs1]) expect(hex(opprlKey('v2', pem))).toBe(expected);
  });

  test.each(['', 'secret', '-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----'])(
    'of version 2 is refused for text that is no key: %j',
    (text) => {
      expect(() => opprlKey('v2', text)).toThrow(TypeError);
    },
  );
});

describe('the quirks of the standard', () => {
  const key = new Uint8Array(32);
  const blanks = (change: Partial<OpprlRecord>): number[] =>
    Object.entries(opprlTokens({ ...LOUIS, ssn: '345-54-6795', ...change }, key))
      .filter(([, token]) => token === null)
      .map(([number]) => Number(number));

  test('nothing is missing from a full record', () => {
    expect(blanks({})).toEqual([]);
  });

  test('a gender that is not understood agrees with one that is empty', () => {
    const of = (gender: string): string | null => opprlTokens({ ...LOUIS, gender }, key)[1];
    expect(of('unknown')).toBe(of(''));
    expect(blanks({ gender: '' })).toEqual([]);
    expect(blanks({ gender: null })).toEqual([1, 2, 3]);
  });

  test('letters with marks are dropped', () => {
    const of = (firstName: string): string | null => opprlTokens({ ...LOUIS, firstName }, key)[7];
    expect(of('José')).toBe(of('Jos'));
    expect(blanks({ firstName: '李' })).toEqual([1, 2, 3, 4, 5, 6, 7, 9]);
  });

  test.each(['900-12-3456', '000-12-3456', '345-00-6795', '345-54-679', 'none'])(
    'an SSN that could not be issued gives no token: %s',
    (ssn) => {
      expect(blanks({ ssn })).toEqual([9, 10]);
    },
  );

  test.each([
    ['234.555.7890 x12', '(234) 555-7890'],
    ['+1 234 555 7890', '(234) 555-7890'],
  ])('a phone number is one number however it is written: %s', (one, other) => {
    const of = (phone: string): string | null => opprlTokens({ ...LOUIS, phone }, key)[8];
    expect(of(one)).toBe(of(other));
  });

  test.each(['800-FLOWERS', '011 44 20 7946 0958', '1', ''])(
    'a phone number the original reads with its own tables gives none here: %j',
    (phone) => {
      expect(blanks({ phone })).toEqual([7, 8]);
    },
  );
});
