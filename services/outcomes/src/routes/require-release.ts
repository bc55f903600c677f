import { type PublishedRelease, rejected } from '@credlink/contracts';
import { findPublished, type ReadonlyDatabase } from '@credlink/store';

/** The release of an id, or of `latest`. A release that never was and one that was withdrawn are answered alike. */
export async function requireRelease(db: ReadonlyDatabase, releaseId: string): Promise<PublishedRelease> {
  const release = await findPublished(db, releaseId);
  if (release === null) throw rejected('not_found', 'There is no such release. GET /v1/releases lists them.');
  return release;
}
