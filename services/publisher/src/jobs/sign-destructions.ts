import { inTransaction, listDestructions, signDestruction } from '@credlink/store';
import type { PublisherContext } from '../context.ts';
import { signDocument } from '../sign-certificate.ts';

/**
 * Signs what stewards declared destroyed: the publisher alone holds the key that certificates are signed with. What is
 * signed was checked when it was declared. Safe to repeat: the same statement gets the same signature.
 */
export async function signDestructions({ db, events, releaseKey }: PublisherContext): Promise<void> {
  for (const { destructionId, statement, signature } of await listDestructions(db)) {
    if (signature !== null) continue;
    const made = signDocument(statement, releaseKey);
    await inTransaction(db, 'sign-destruction', (tx) => signDestruction(tx, destructionId, made));
    events.destructionSigned({ destructionId });
  }
}
