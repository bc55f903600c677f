import { LINKAGE_ESTIMATES } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { certifiedAlarms } from './certified-alarms.ts';

const alarms = LINKAGE_ESTIMATES.map((estimate) => ({
  left: 'body/holders',
  right: 'all',
  estimate,
  share: 0.06,
  limit: 0.05,
}));

test('readers are told of every estimate but those of planted records', () => {
  expect(certifiedAlarms(alarms).map(({ estimate }) => estimate)).toEqual([
    'posterior_false',
    'posterior_missed',
    'recapture_missed',
    'record_unreadable',
  ]);
});
