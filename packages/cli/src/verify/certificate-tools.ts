import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { CertificateTools } from '@credlink/verifier';

/** The DER frame of an Ed25519 public key (RFC 8410): the 32 bytes of the key follow it. */
const ED25519_FRAME = Buffer.from('302a300506032b6570032100', 'hex');

export async function certificateTools(
  cellsPath: string,
  trustedKey: string | null,
): Promise<CertificateTools> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(cellsPath), hash);
  return { cellsSha256: hash.digest('hex'), trustedKey, isSignedBy };
}

function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const der = Buffer.concat([ED25519_FRAME, Buffer.from(publicKey, 'base64')]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
  } catch {
    // Bytes that are no key sign nothing.
    return false;
  }
}
