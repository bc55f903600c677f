import { type PublishedTable, rejected } from '@credlink/contracts';
import { findPublishedTable, type ReadonlyDatabase } from '@credlink/store';
import { requireRelease } from './require-release.ts';

/** The table of a release, and the release's own id where `latest` was asked for. */
export async function requireTable(
  db: ReadonlyDatabase,
  params: { readonly releaseId: string; readonly table: string },
): Promise<{ readonly releaseId: string; readonly table: PublishedTable }> {
  const { releaseId } = await requireRelease(db, params.releaseId);
  const table = await findPublishedTable(db, releaseId, params.table);
  if (table === null) {
    throw rejected('not_in_cube', 'The release has no such table. GET .../tables lists them.');
  }
  return { releaseId, table };
}
