import { deletePublished, insertAuditEvent, inTransaction, listWithdrawnButShown } from '@credlink/store';
import type { PublisherContext } from './context.ts';

/** Takes away from readers what a steward has withdrawn: only the publisher's role can. */
export async function removeWithdrawn({ db, clock, events }: PublisherContext): Promise<void> {
  for (const { releaseId, publishedId } of await listWithdrawnButShown(db)) {
    await inTransaction(db, 'remove-withdrawn', async (tx) => {
      await deletePublished(tx, publishedId);
      await insertAuditEvent(tx, {
        actor: 'service:publisher',
        action: 'release.withdrawn',
        subject: releaseId,
        at: clock.now(),
      });
    });
    events.releaseRemoved({ releaseId, publishedId });
  }
}
