import type { LinkageAlarm, ReleaseView } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { heldRelease } from './held-release.ts';

const ALARM: LinkageAlarm = {
  left: 'harbor/holders',
  right: 'state/wages',
  estimate: 'recapture_missed',
  share: 0.31,
  limit: 0.2,
};

const held = (linkageAlarms: LinkageAlarm[]): ReleaseView => ({
  releaseId: '4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001',
  publishedId: '507bfc048806dac8',
  title: 'Outcomes',
  policy: 'rounded',
  state: 'held',
  orderedAt: '2026-11-01T00:00:00.000Z',
  finishedAt: '2026-11-01T00:01:00.000Z',
  progress: null,
  failure: null,
  quarantined: [],
  linkageAlarms,
  matchRates: [],
});

test('whoever loads a folder hears which links hold its release, three of them in the message and all in the detail', () => {
  const of = (left: string): LinkageAlarm => ({ ...ALARM, left });
  const line =
    'harbor/holders with state/wages: 31 % of the pairs are missed at least, by what SSN and names find of each other (limit 20 %)';
  expect(heldRelease(held([ALARM]))).toMatchObject({
    code: 'release_held',
    message: `release 4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001 was built and is held, so nothing is published: ${line}`,
    detail: { alarms: [line] },
  });
  const many = heldRelease(held(['a/holders', 'b/holders', 'c/holders', 'd/holders', 'e/holders'].map(of)));
  expect(many.message).toMatch(/a\/holders.*; b\/holders.*; c\/holders.*; and 2 more$/);
  expect(many.detail.alarms).toHaveLength(5);
});

test('a run that left no record that can be read is a reason without figures', () => {
  const unreadable: LinkageAlarm = {
    left: 'all',
    right: 'all',
    estimate: 'record_unreadable',
    share: null,
    limit: null,
  };
  expect(heldRelease(held([unreadable])).message).toMatch(
    /: nothing is known of the links: the record that the run left cannot be read$/,
  );
});
