import { POLICIES } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { judgeLinkage } from './judge-linkage.ts';
import { type RecordedPair, recordedQualityOf } from './recorded-pairs.ts';

const LIMITS = POLICIES.rounded.linkage;

function pair(changes: Partial<RecordedPair>): RecordedPair {
  return {
    left: 'body/holders',
    right: 'state/wages',
    links: 500,
    posteriorFdr: 0,
    posteriorFnr: 0,
    ...changes,
  };
}

const alarmsOf = (changes: Partial<RecordedPair>) =>
  judgeLinkage({ pairs: [pair(changes)], decoys: [] }, LIMITS);

test('limits are those of the policy: one link in twenty wrong, one pair in five missed', () => {
  expect(LIMITS).toEqual({ largestFalse: 0.05, largestMissed: 0.2 });
});

test('a source at the limit is not held, one step beyond it is', () => {
  expect(alarmsOf({ posteriorFdr: 0.05, posteriorFnr: 0.2 })).toEqual([]);
  expect(alarmsOf({ posteriorFdr: 0.06 })).toEqual([
    { left: 'body/holders', right: 'state/wages', estimate: 'posterior_false', share: 0.06, limit: 0.05 },
  ]);
  expect(alarmsOf({ posteriorFnr: 0.21 })).toMatchObject([{ estimate: 'posterior_missed', share: 0.21 }]);
});

test('links that persons refused hold nothing', () => {
  expect(alarmsOf({ posteriorFdr: 0.3, keptFdr: 0.05 })).toEqual([]);
  expect(alarmsOf({ posteriorFdr: 0.3, keptFdr: 0.06 })).toMatchObject([{ share: 0.06 }]);
});

test('an interval counts by its better end', () => {
  const recapture = (high: number) => ({ recall: high - 0.1, low: high - 0.2, high });
  expect(alarmsOf({ recapture: recapture(0.8) })).toEqual([]);
  expect(alarmsOf({ recapture: recapture(0.79) })).toMatchObject([
    { estimate: 'recapture_missed', share: 0.21, limit: 0.2 },
  ]);
});

test('what a run does not say holds nothing, nor what it says of one source alone', () => {
  expect(alarmsOf({ posteriorFdr: null, posteriorFnr: null, recapture: null, links: null })).toEqual([]);
  expect(alarmsOf({ right: 'body/holders', posteriorFdr: 0.9 })).toEqual([]);
  expect(alarmsOf({ duplicatePrecision: 0.5 })).toEqual([]);
});

test('planted records hold a release where even the better end of their interval is beyond', () => {
  const of = (kind: 'false' | 'missed', low: number) => {
    const share = { estimate: low + 0.1, low, high: low + 0.2 };
    return judgeLinkage(
      { pairs: [], decoys: [{ source: 'body/holders', false: null, missed: null, [kind]: share }] },
      LIMITS,
    );
  };
  expect(of('false', 0.05)).toEqual([]);
  expect(of('false', 0.06)).toEqual([
    { left: 'body/holders', right: 'all', estimate: 'decoys_false', share: 0.06, limit: 0.05 },
  ]);
  expect(of('missed', 0.2)).toEqual([]);
  expect(of('missed', 0.21)).toEqual([
    { left: 'body/holders', right: 'all', estimate: 'decoys_missed', share: 0.21, limit: 0.2 },
  ]);
});

test('a release whose run left no record that can be read is held: nothing is known of its links', () => {
  const unreadable = [{ left: 'all', right: 'all', estimate: 'record_unreadable', share: null, limit: null }];
  const judged = (quality: unknown) => judgeLinkage(recordedQualityOf(quality), LIMITS);
  for (const quality of [
    null,
    undefined,
    {},
    'pairs',
    { pairs: null },
    { pairs: [{ left: 'a', right: 'b' }] },
  ])
    expect(judged(quality)).toEqual(unreadable);
  const silent = (links: number) => ({
    pairs: [JSON.parse(JSON.stringify(pair({ links, posteriorFdr: Number.NaN, posteriorFnr: Number.NaN })))],
  });
  expect(judged(silent(90))).toEqual([]);
  expect(judged(silent(100))).toEqual(unreadable);
  const decoys = [{ source: 'body/holders', false: 0.9, missed: null }];
  expect(judged({ pairs: [], decoys })).toEqual(unreadable);
  expect(judged({ pairs: [] })).toEqual([]);
});
