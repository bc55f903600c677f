import type { PublishedCell } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { highsSolver } from '../highs-solver.ts';
import { checkOutcomes } from '../outcomes/check-outcomes.ts';
import { type Figures, madeRelease, tens } from '../outcomes/made-release.ts';
import type { OutcomeRelease } from '../outcomes/parse-outcomes.ts';
import { checkBothOutcomes } from './check-both-outcomes.ts';
import { newInCarried } from './new-parts.ts';
import { carriedOutcomeTies, outcomeSide, standingOfOutcomes } from './outcome-side.ts';

const LIMITS = { secondsPerSolution: 10, mayGoOn: async () => true, onProgress: () => undefined };
const FIRST_ID = 'a'.repeat(16);
/** Holders of 2018 and 2019; everything is hidden but what is named, `measure cohort`. */
function releaseOf(figures: Figures, parts = ['2018', '2019']): OutcomeRelease {
  return madeRelease({ base: 10, hasOneSupplier: false, parts }, figures);
}

const carried = (value: number, asOf: string): Partial<PublishedCell> => ({
  ...tens(value),
  status: 'carried',
  asOf,
});
async function both(first: Figures, second: Figures) {
  const solver = await highsSolver();
  const [before, after] = [releaseOf(first), releaseOf(second)];
  for (const release of [before, after]) {
    const { findings } = await checkOutcomes(release, 'whole', solver, LIMITS);
    expect(findings).toEqual([]);
  }
  const report = await checkBothOutcomes({ ...before, releaseId: FIRST_ID }, after, 'whole', solver, LIMITS);
  return {
    results: report.checks.map(({ result }) => result),
    findings: report.findings.map(({ check, of: [cell], range }) => [
      check,
      `${cell?.key.measure} ${cell?.key.cohort}`,
      range?.low,
      range?.high,
    ]),
  };
}

// Of 24 holders at most 10 at least are of 2018, so 14 at most of 2019; of 15 at least 14 at most, so 1 at least.
const FIRST = { 'holders all': tens(20), 'holders 2018': tens(10) };
// 30 at least now, so 21 at least then, and 7 of 2019.
const SECOND = { 'holders 2018': tens(20), 'holders 2019': tens(20), 'holders all': carried(20, FIRST_ID) };
const NO_CHANGES_ASKED = { results: ['passed', 'passed', 'passed', 'not_checkable'], findings: [] };
const PASSED = { results: ['passed', 'passed', 'passed', 'passed'], findings: [] };

test('a hidden count of the first release is told by the sums around a carried one of the second', async () => {
  const told = await both(FIRST, SECOND);
  expect(told.results).toEqual(['passed', 'passed', 'failed', 'failed']);
  expect(told.findings).toEqual([
    ['B4-both', 'holders 2019', 7, 14],
    ['B9-both', 'holders all', 6, 9],
  ]);
});

test('and not with one more hidden, where nothing is carried, or where a release still older is carried', async () => {
  expect(await both(FIRST, { ...SECOND, 'holders 2019': {} })).toEqual(PASSED);
  expect(await both(FIRST, { ...SECOND, 'holders all': tens(40) })).toEqual(PASSED);
  const older = { 'holders all': carried(20, 'c'.repeat(16)) };
  expect(await both({ ...FIRST, ...older }, { ...SECOND, ...older })).toEqual(NO_CHANGES_ASKED);
});

test('a release that does not follow the other is not read together with it', async () => {
  const report = await checkBothOutcomes(
    { ...releaseOf(FIRST), releaseId: 'd'.repeat(16) },
    releaseOf(SECOND),
    'whole',
    await highsSolver(),
    LIMITS,
  );
  expect(report.checks.map(({ result }) => result)).toEqual(new Array(4).fill('undecided'));
});

test('of a cohort that closed since, a carried total says that it is small', () => {
  const rounding = { roundingBase: 10, threshold: 10, areZerosOpen: false, attacker: 'whole' } as const;
  const then = outcomeSide(releaseOf({ 'holders all': tens(20) }, ['2018']), 'whole', null);
  const nowWith = (figures: Figures) => {
    const now = outcomeSide(releaseOf(figures), 'whole', null);
    const totals = carriedOutcomeTies(then, now, FIRST_ID, rounding).map(({ after }) => after);
    const few = newInCarried(now.groups.sums, standingOfOutcomes(then, now), totals, () => false);
    return [...few].map((group) => now.nameOf(group).key);
  };
  expect(nowWith({ 'holders all': carried(20, FIRST_ID) })).toMatchObject([
    { measure: 'holders', cohort: '2019' },
  ]);
  expect(nowWith({ 'holders all': tens(40) })).toEqual([]);
});
