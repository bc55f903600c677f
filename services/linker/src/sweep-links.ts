import { listLinksFiles } from '@credlink/store';
import type { LinkerContext } from './context.ts';

/** A links file that is not needed may belong to a run that is about to finish: it is spared for so long. */
const SPARED_MILLISECONDS = 3600 * 1000;

/** Removes links of runs that died before their last transaction, and of runs that no release needs any more. */
export async function sweepLinks({ db, vault, clock, events }: LinkerContext): Promise<void> {
  const olderThan = new Date(clock.now().getTime() - SPARED_MILLISECONDS);
  const files = await vault.removeUnreferenced('links', await listLinksFiles(db), olderThan);
  if (files > 0) events.linksSwept({ files });
}
