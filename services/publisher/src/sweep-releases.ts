import { listReleaseFiles } from '@credlink/store';
import type { PublisherContext } from './context.ts';

/** A file no release refers to may belong to one that is about to be settled: it is spared for so long. */
const SPARED_MILLISECONDS = 3600 * 1000;

/** Removes documents of builds that died before their last transaction. */
export async function sweepReleases({ db, vault, clock, events }: PublisherContext): Promise<void> {
  const olderThan = new Date(clock.now().getTime() - SPARED_MILLISECONDS);
  const files = await vault.removeUnreferenced('release', await listReleaseFiles(db), olderThan);
  if (files > 0) events.releasesSwept({ files });
}
