import { decoyFalse } from '@credlink/linkage';
import type { LinkQuality } from '@credlink/linker';
import { expect, test } from 'vitest';
import { recordedQuality } from '../../services/linker/src/link/recorded-quality.ts';
import { holdersAndWages } from '../support/holders-and-wages.ts';
import { linkedAs } from '../support/linked-as.ts';
import { holder, people } from '../support/release-people.ts';
import { testDatabase } from '../support/test-database.ts';

const database = testDatabase();
const series = holdersAndWages(database, { holders: 300, found: 231 });

/** A run that linked so many of a hundred strangers planted among a thousand holders, half of whom it linked. */
function linkedStrangers(strangersLinked: number): Promise<void> {
  const counts = { strangers: 100, strangersLinked, twins: 0, twinsLinked: 0, copies: 0, copiesFound: 0 };
  const wrong = decoyFalse(counts, 1000, 500);
  const decoys = [{ source: 'body/holders', counts, false: wrong, household: null, missed: null }];
  return linkedAs(database, series(), recordedQuality({ ...NOTHING_LINKED, decoys }));
}

const NOTHING_LINKED: LinkQuality = {
  subjects: 0,
  nodes: 0,
  persons: 0,
  ambiguous: 0,
  largestPerson: 0,
  largePersons: 0,
  model: { iterations: 1, isConverged: true, mergeRounds: 1, samePerson: {}, sameHousehold: {} },
  pairs: [],
  capped: [],
  lone: [],
  heavy: [],
  decoys: [],
  sources: [],
};

test('strangers that were linked hold a release where even the better end of their interval is beyond, and readers hear nothing of it', async () => {
  // Wilson's interval of 6 in 100 begins at .028, of 7 at .034; twice that, cut to whole percent, is .05 and .06.
  await linkedStrangers(7);
  const releaseId = await series().order();
  const held = await series().work(releaseId);
  expect(held).toMatchObject({
    state: 'held',
    linkageAlarms: [
      { left: 'body/holders', right: 'all', estimate: 'decoys_false', share: 0.06, limit: 0.05 },
    ],
  });
  await series().endHold(releaseId);
  const { certificate } = await series().read((await series().work(releaseId)).publishedId ?? '');
  expect(certificate.linkage.beyondLimits).toEqual([]);
  expect(JSON.stringify(certificate)).not.toContain('decoy');

  await linkedStrangers(6);
  expect(await series().work(await series().order())).toMatchObject({
    state: 'published',
    linkageAlarms: [],
  });
});

test('a release of whose linkage nothing can be read waits, and its certificate says so if it is let pass', async () => {
  await linkedAs(database, series(), { pairs: [{ left: 'body/holders' }] });
  expect((await series().work(await series().order())).state).toBe('held');

  // Other figures than before: those that readers have keep the certificate they came with.
  await series().contribute(
    'body',
    'holders',
    people(300, 400).map((person) => holder(person)),
  );
  await linkedAs(database, series(), {});
  const releaseId = await series().order();
  const held = await series().work(releaseId);
  expect(held).toMatchObject({
    state: 'held',
    linkageAlarms: [{ left: 'all', right: 'all', estimate: 'record_unreadable', share: null, limit: null }],
  });
  expect((await series().work(releaseId)).state, 'no sweep publishes it').toBe('held');
  await series().endHold(releaseId);
  const { certificate } = await series().read((await series().work(releaseId)).publishedId ?? '');
  expect(certificate.linkage).toMatchObject({ beyondLimits: held.linkageAlarms });
  expect(certificate.linkage).not.toHaveProperty('between');

  // What the steward is told to do helps: another run leaves a record, and its release is published by itself.
  expect((await series().release()).certificate.linkage.beyondLimits).toEqual([]);
});
