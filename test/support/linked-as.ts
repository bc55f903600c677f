import type { ReleaseSeries } from './release-series.ts';
import type { TestDatabase } from './test-database.ts';

/** A run that left this record of its quality. */
export async function linkedAs(
  database: TestDatabase,
  series: ReleaseSeries,
  quality: unknown,
): Promise<void> {
  await series.link();
  await database
    .adminStore()
    .db.updateTable('run')
    .set({ quality: JSON.stringify(quality) })
    .where('state', '=', 'linked')
    .execute();
}
