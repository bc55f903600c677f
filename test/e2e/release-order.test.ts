import { inTransaction, startRelease } from '@credlink/store';
import { beforeAll, expect, test } from 'vitest';
import { holdersAndWages } from '../support/holders-and-wages.ts';
import { holder, look, people } from '../support/release-people.ts';
import type { SeriesRelease } from '../support/release-series.ts';
import { testDatabase } from '../support/test-database.ts';

const database = testDatabase();
const series = holdersAndWages(database, { holders: 60, found: 45 });
let first: SeriesRelease;

beforeAll(async () => {
  first = await series().release();
});

/** As a publisher that dies once it has begun. */
function begin(releaseId: string): Promise<unknown> {
  return inTransaction(database.store('publisher').db, 'begin', (tx) =>
    startRelease(tx, releaseId, new Date('2026-03-01T00:00:00Z')),
  );
}

test('a release that is ordered while another is being built waits for it', async () => {
  const [one, two] = [await series().order(), await series().order()];
  expect((await series().work(two)).state, 'an older order comes first').toBe('ordered');
  await begin(one);
  expect((await series().work(two)).state).toBe('ordered');
  expect((await series().work(one)).state).toBe('published');
  expect((await series().work(two)).state).toBe('published');
});

test('a held release that another has overtaken is refused when its hold ends', async () => {
  const held = await series().order({ hold: true });
  expect((await series().work(held)).state).toBe('held');
  await series().release();
  await series().endHold(held);
  expect(await series().work(held)).toMatchObject({ state: 'failed', failureCode: 'release_overtaken' });
});

test('a held release is shown as it was built, and is in the ledger from then on', async () => {
  const held = await series().order({ hold: true });
  expect((await series().work(held)).state).toBe('held');
  await series().endHold(held);
  const { state, publishedId } = await series().work(held);
  expect(state).toBe('published');
  await series().contribute(
    'body',
    'holders',
    people(500, 520).map((person) => holder(person)),
  );
  expect((await series().release()).certificate.inputs.earlierReleases.at(-1)).toBe(publishedId);
});

test('a build that ends its process each time ends with a code', async () => {
  const doomed = await series().order();
  for (let starts = 0; starts < 8; starts += 1) await begin(doomed);
  expect(await series().work(doomed)).toMatchObject({ state: 'failed', failureCode: 'too_many_starts' });
});

test('a release that was withdrawn stays in the ledger: its readers saw it', async () => {
  await series().withdrawRelease(first.releaseId);
  await expect(series().read(first.publishedId)).rejects.toThrow('not shown');
  await series().contribute(
    'body',
    'holders',
    people(60, 63).map((person) => holder(person)),
  );
  const later = await series().release();
  expect(later.certificate.inputs.earlierReleases[0]).toBe(first.publishedId);
  expect(look(later)).toMatchObject({ holders: ['carried', 80, expect.anything()] });
});

test('an erased person changes no figure until ten have gone', async () => {
  const few = await series().contribute(
    'body',
    'holders',
    people(300, 320).map((person) => holder(person)),
  );
  const before = await series().release();
  expect(look(before)).toMatchObject({ holders: ['ok', 100, null] });
  await series().withdraw(few);
  await series().contribute(
    'body',
    'holders',
    people(301, 320).map((person) => holder(person)),
  );
  expect(look(await series().release()), 'one erased').toMatchObject({
    holders: ['carried', 100, before.publishedId],
  });
});
