import { beforeAll, expect, test } from 'vitest';
import { contributeHolders, holdersAndWages } from '../support/holders-and-wages.ts';
import { look } from '../support/release-people.ts';
import type { SeriesRelease } from '../support/release-series.ts';
import { testDatabase } from '../support/test-database.ts';

const database = testDatabase();
const series = holdersAndWages(database, { holders: 60, found: 45 });
let first: SeriesRelease;

beforeAll(async () => {
  first = await series().release();
});

/** Holders who are all found in wages. */
const add = (from: number, to: number): Promise<void> => contributeHolders(series(), from, to);

test('a figure keeps its value until 10 persons came, and says of which release it is', async () => {
  expect(look(first)).toEqual({
    holders: ['ok', 60, null],
    linked: ['ok', 50, null],
    median: ['ok', 36000, null],
    found: ['ok', 0.775, null],
  });
  const kept = {
    holders: ['carried', 60, first.publishedId],
    linked: ['carried', 50, first.publishedId],
    median: ['carried', 36000, first.publishedId],
    found: ['carried', 0.775, first.publishedId],
  };
  const unchanged = await series().release();
  expect(look(unchanged)).toEqual(kept);
  expect([...unchanged.cells.values()].filter(({ status }) => status === 'ok')).toEqual([]);

  await add(60, 69);
  const nine = await series().release();
  expect(look(nine), '9 persons').toEqual(kept);
  // The very same figures, and still a release and a certificate of its own.
  const ids = [first, unchanged, nine].map(({ publishedId }) => publishedId);
  expect(new Set(ids).size).toBe(3);
  expect(nine.certificate).toMatchObject({
    releaseId: nine.publishedId,
    contentSha256: unchanged.certificate.contentSha256,
    inputs: { earlierReleases: [first.publishedId, unchanged.publishedId] },
  });

  await add(69, 70);
  const tenth = await series().release();
  expect(look(tenth), '10 persons; nobody came to those who are not found').toMatchObject({
    holders: ['ok', 70, null],
    linked: ['ok', 60, null],
    found: kept.found,
  });
  expect(tenth.certificate.inputs.earlierReleases).toHaveLength(3);
  expect(tenth.certificate.cells.carried).toBeGreaterThan(0);

  await add(70, 81);
  expect(look(await series().release()), '11 persons').toMatchObject({ holders: ['ok', 80, null] });
});
