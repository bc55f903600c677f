import { type Manifest, rejected, transient } from '@credlink/contracts';
import { countOpenUploads } from '@credlink/store';
import type { IntakeContext } from './context.ts';

const GIB = 1024 ** 3;

/**
 * Claim: one organisation cannot fill the spool for the others: what it has announced and not yet committed stays
 * below a number and a size, also where it asks many times at the same moment; and nothing is announced that the disk
 * has no room for. Not claimed: that all organisations together cannot; then they are put off, not broken.
 */
export async function requireRoom(
  tx: Parameters<typeof countOpenUploads>[0],
  { limits, spool }: Pick<IntakeContext, 'limits' | 'spool'>,
  organisation: string,
  manifest: Manifest,
): Promise<void> {
  const bytes = manifest.files.identity.bytes + manifest.files.facts.bytes;
  const open = await countOpenUploads(tx, organisation);
  if (open.uploads >= limits.maxOpenUploads || open.bytes + bytes > limits.maxOpenGib * GIB) {
    throw rejected(
      'quota_exceeded',
      `unfinished uploads of one organisation: at most ${limits.maxOpenUploads} and ${limits.maxOpenGib} GiB; finish or withdraw some`,
    );
  }
  if ((await spool.freeBytes()) - bytes < limits.spoolReserveGib * GIB) {
    throw transient('service_unavailable', 'the exchange has no room for this upload now');
  }
}
