import { listLedgerFiles, listReleaseFiles } from '@credlink/store';
import type { PublisherContext } from './context.ts';

/** A file no release refers to may belong to one that is about to be settled: it is spared for so long. */
const SPARED_MILLISECONDS = 3600 * 1000;

/** Removes what builds left that died before their last transaction, and what the ledger no longer needs. */
export async function sweepReleases({ db, vault, clock, events }: PublisherContext): Promise<void> {
  const olderThan = new Date(clock.now().getTime() - SPARED_MILLISECONDS);
  const documents = await vault.removeUnreferenced('release', await listReleaseFiles(db), olderThan);
  const files = documents + (await vault.removeUnreferenced('ledger', await listLedgerFiles(db), olderThan));
  if (files > 0) events.releasesSwept({ files });
}
