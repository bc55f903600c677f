import { expect, test } from 'vitest';
import { LEAST_LINKS, shownLinkage } from './shown-linkage.ts';

function pair(links: number) {
  return {
    left: 'a/holders',
    right: 'b/register',
    candidates: 7,
    links,
    posteriorFdr: 0.0123456,
    posteriorFnr: 0.1,
  };
}

test('error rates are shown from the smallest number of links on, and no count with them', () => {
  expect(LEAST_LINKS).toBe(100);
  expect(shownLinkage({ pairs: [pair(99), pair(100)], subjects: 12345, persons: 678 })).toEqual({
    between: [
      {
        left: 'a/holders',
        right: 'b/register',
        posteriorFdr: 0.01,
        keptFdr: null,
        posteriorFnr: 0.1,
        duplicatePrecision: null,
        recall: null,
      },
    ],
  });
});

test('one more certain link does not show', () => {
  const shownWith = (links: number, wrong: number) =>
    shownLinkage({ pairs: [{ ...pair(links), posteriorFdr: wrong / links, posteriorFnr: wrong / links }] });
  expect(shownWith(301, 0.35)).toEqual(shownWith(300, 0.35));
});

test('a record of another shape shows nothing', () => {
  expect(shownLinkage({ persons: 1 })).toBeNull();
});

test('a pair of sources of which the record gives no figure is left out, and the others are shown', () => {
  const unsaid = { ...pair(0), links: null, posteriorFdr: null, posteriorFnr: null };
  expect(shownLinkage({ pairs: [unsaid, pair(100)] })).toEqual(shownLinkage({ pairs: [pair(100)] }));
});

test('estimates without posteriors are shown in whole percent, and nothing else of them', () => {
  const estimated = {
    ...pair(100),
    duplicatePrecision: 0.987,
    recapture: { recall: 0.912, low: 0.901, high: 0.924, step: 0.002 },
  };
  expect(shownLinkage({ pairs: [estimated] })?.between).toMatchObject([
    { duplicatePrecision: 0.99, recall: { estimate: 0.91, low: 0.9, high: 0.92 } },
  ]);
  expect(JSON.stringify(shownLinkage({ pairs: [estimated] }))).not.toContain('step');
});
