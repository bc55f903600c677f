import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64 } from '../../encoding/base64.ts';
import { utf8 } from '../../encoding/utf8.ts';

export type OpprlVersion = 'v1' | 'v2';

const AES_KEY_LENGTH = 32;

/** PKCS#8 (RFC 5208) around an RSA key: version 0, algorithm rsaEncryption (RFC 8017 appendix A.1) without parameters. */
const RSA_HEADER = [0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
const RSA_HEADER_END = [0x01, 0x05, 0x00];

const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;

/** Tag, length and content in DER (X.690 section 8.1.3). */
function der(tag: number, content: Uint8Array): Uint8Array {
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Uint8Array.from([tag, ...length, ...content]);
}

/**
 * The bytes of a private key as PKCS#8 DER, from `PRIVATE KEY` or `RSA PRIVATE KEY` text.
 * @throws {TypeError} when the text is no such key.
 */
function canonicalKey(pem: string): Uint8Array {
  const match = /-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END \1?PRIVATE KEY-----/.exec(pem);
  const bytes = fromBase64((match?.[2] ?? '').replace(/\s/g, ''));
  if (match === null || bytes === null) throw new TypeError('not an RSA private key in PEM form');
  if (match[1] === undefined) return bytes;
  return der(SEQUENCE, Uint8Array.from([...RSA_HEADER, ...RSA_HEADER_END, ...der(OCTET_STRING, bytes)]));
}

/**
 * The AES-256 key of a private key: HKDF-SHA-256 without salt, over the text of the file in version 1 (so that other
 * line breaks give other tokens: the quirk is kept) and over the key itself in version 2.
 *
 * @throws {TypeError} when version 2 is given something else than an unencrypted RSA key in PEM form.
 */
export function opprlKey(version: OpprlVersion, privateKeyPem: string): Uint8Array {
  const secret = version === 'v1' ? utf8(privateKeyPem) : canonicalKey(privateKeyPem);
  return hkdf(sha256, secret, undefined, utf8(`opprl.${version}.aes`), AES_KEY_LENGTH);
}
