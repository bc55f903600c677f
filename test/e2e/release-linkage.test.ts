import { outcomeTables } from '@credlink/measures';
import { expect, test } from 'vitest';
import { adjustedRates } from '../../services/publisher/src/quality/adjusted-rates.ts';
import { holdersAndWages } from '../support/holders-and-wages.ts';
import { linkedAs } from '../support/linked-as.ts';
import { openCatalogue } from '../support/release-people.ts';
import { testDatabase } from '../support/test-database.ts';

const database = testDatabase();
const series = holdersAndWages(database, { holders: 300, found: 231 });

/** A run of which the record says these shares of the links between holders and wages. */
function linkedWith(posteriorFdr: number, posteriorFnr: number): Promise<void> {
  const pair = { left: 'body/holders', right: 'state/wages', links: 230, posteriorFdr, posteriorFnr };
  return linkedAs(database, series(), { pairs: [pair] });
}

test('a release whose links are good enough is published by itself, one beyond the limit waits and says why', async () => {
  await linkedWith(0.05, 0.2);
  const good = await series().work(await series().order());
  expect(good).toMatchObject({ state: 'published', linkageAlarms: [] });

  await linkedWith(0.06, 0.21);
  const poor = await series().order();
  const held = await series().work(poor);
  const sides = { left: 'body/holders', right: 'state/wages' };
  expect(held).toMatchObject({
    state: 'held',
    linkageAlarms: [
      { ...sides, estimate: 'posterior_false', share: 0.06, limit: 0.05 },
      { ...sides, estimate: 'posterior_missed', share: 0.21, limit: 0.2 },
    ],
  });
  expect((await series().work(poor)).state, 'no sweep publishes it').toBe('held');

  await series().endHold(poor);
  const published = await series().work(poor);
  expect(published.state).toBe('published');
  expect(published.linkageAlarms, 'the steward still sees why').toEqual(held.linkageAlarms);
  const { certificate } = await series().read(published.publishedId ?? '');
  expect(certificate.linkage.beyondLimits).toEqual(held.linkageAlarms);
});

test('a word given before the release was built does not let a poor linkage pass', async () => {
  await linkedWith(0.3, 0);
  const releaseId = await series().order({ hold: true });
  await series().endHold(releaseId);
  expect((await series().work(releaseId)).state).toBe('held');
});

test('match rates are bands of large groups, for the steward and in the certificate', async () => {
  await linkedWith(0.01, 0.1);
  const { matchRates, publishedId } = await series().work(await series().order());
  // 231 of 300 persons.
  expect(matchRates).toEqual([{ source: 'body/holders', by: 'all', group: '', low: 0.75, high: 0.8 }]);
  // They are for the steward alone: a band of a group that others fill tells of its last member.
  expect(JSON.stringify(await series().read(publishedId ?? ''))).not.toContain('matchRates');
});

test('adjusted shares follow from what readers have: shown figures and rounded error rates alone', async () => {
  await linkedWith(0.01, 0.1);
  const { publishedId } = await series().work(await series().order());
  const { cells, certificate } = await series().read(publishedId ?? '');
  const { between, adjusted } = certificate.linkage;
  expect(adjusted).toContainEqual({
    table: 'credential',
    measure: 'found_rate',
    variant: 'any_quarter',
    key: { credential: 'X', cohort: 'all' },
    low: expect.any(Number),
    high: expect.any(Number),
  });
  const again = adjustedRates(
    outcomeTables(openCatalogue()),
    [...cells.values()],
    between as Parameters<typeof adjustedRates>[2],
  );
  expect(again).toHaveLength(8);
  expect(adjusted).toEqual(expect.arrayContaining([...again]));
  const shown = cells.get('credential found_rate any_quarter cohort=all,credential=X');
  const rate = again.find(({ measure }) => measure === 'found_rate');
  expect(rate?.low).toBeGreaterThan((shown?.low ?? 1) - 0.02);
  expect(rate?.high).toBeGreaterThanOrEqual(shown?.high ?? 1);
});
