import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type CertificateTools, canonicalText } from '@credlink/verifier';

/** The DER frame of an Ed25519 public key (RFC 8410): the 32 bytes of the key follow it. */
const ED25519_FRAME = Buffer.from('302a300506032b6570032100', 'hex');

export function certificateTools(
  digests: CertificateTools['digests'],
  trustedKey: string | null,
): CertificateTools {
  return { digests, trustedKey, isSignedBy };
}

export async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** SHA-256 of a document's canonical JSON. */
export function digestOfDocument(document: unknown): string {
  return createHash('sha256').update(canonicalText(document)).digest('hex');
}

export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const der = Buffer.concat([ED25519_FRAME, Buffer.from(publicKey, 'base64')]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
  } catch {
    // Bytes that are no key sign nothing.
    return false;
  }
}
