import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Certificate, DocumentSignature } from '@credlink/contracts';
import { canonicalJson, type Json } from '@credlink/disclosure';
import type { Secret } from '@credlink/runtime';

export const RELEASE_KEY_LENGTH = 32;

/** The DER frames of Ed25519 keys (RFC 8410, sections 4 and 7): the 32 bytes of the key follow them. */
const PRIVATE_FRAME = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_FRAME_LENGTH = 12;

/**
 * Signs a document with Ed25519 (RFC 8032) over its canonical JSON (RFC 8785). The same input gives the same bytes.
 * @param releaseKey the seed of the key pair, 32 bytes
 */
export function signDocument(document: object, releaseKey: Secret<Uint8Array>): DocumentSignature {
  const key = createPrivateKey({
    key: Buffer.concat([PRIVATE_FRAME, releaseKey.reveal()]),
    format: 'der',
    type: 'pkcs8',
  });
  // What a reader will parse is what is signed.
  const content: Json = JSON.parse(JSON.stringify(document));
  const publicKey = createPublicKey(key)
    .export({ format: 'der', type: 'spki' })
    .subarray(PUBLIC_FRAME_LENGTH);
  return {
    algorithm: 'Ed25519',
    publicKey: publicKey.toString('base64'),
    value: sign(null, Buffer.from(canonicalJson(content)), key).toString('base64'),
  };
}

/**
 * Signs a certificate without its signature. The digest of tables and cells is part of it, so the whole release stands
 * under the signature.
 */
export function signCertificate(
  certificate: Omit<Certificate, 'signature'>,
  releaseKey: Secret<Uint8Array>,
): Certificate {
  return { ...certificate, signature: signDocument(certificate, releaseKey) };
}
