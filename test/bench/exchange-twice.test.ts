import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSampleFolder } from '../support/sample-folder.ts';
import { evaluateTwice, type TwiceReport } from './eval-exchange-twice.ts';

let folder = '';
let report: TwiceReport;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-twice-test-'));
  await writeSampleFolder(join(folder, 'files'), { persons: 1200, quarters: 16 });
  report = await evaluateTwice(
    join(folder, 'files'),
    join(folder, 'work'),
    () => undefined,
    AbortSignal.timeout(700_000),
  );
}, 720_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('two releases hold every bar that can be checked, after late awards, a withdrawal and revised wages', () => {
  const { B5, ...others } = report.bars;
  for (const [id, { result, looked }] of Object.entries(others)) {
    expect([id, result], JSON.stringify(looked)).toEqual([id, 'passed']);
  }
  expect(B5?.looked).toMatchObject({
    'release 1': { insiders: expect.any(Number), certificate: { told: expect.any(Number) } },
    'release 2': { told: expect.any(Number) },
  });
  expect(report.isClear, JSON.stringify(report.releases)).toBe(true);
  expect(report.changes).toMatchObject({ late: { rows: expect.any(Number) }, withdrawn: expect.any(Number) });
});

test('figures are carried under the name of the first release, and some are new', () => {
  const { carried } = report;
  expect(carried.wrong).toBe(0);
  expect(carried.carried).toBeGreaterThan(100);
  expect(carried.anew + carried.shownForTheFirstTime).toBeGreaterThan(0);
  expect(carried.asOf).not.toBe(carried.namesIn);
});

test('revised wages are not read before a restatement', () => {
  expect(report.vintage).toMatchObject({
    firstReadOriginal: true,
    secondReadOriginal: true,
    secondReadRevision: false,
  });
});

test('made-up holders are in no figure of either release, and a steward is told why', () => {
  expect(report.madeUp).toEqual([
    {
      organisation: 'wellcare-council',
      credential: 'WC-EKG',
      reasons: ['unlinked_roster', 'unlinked_roster'],
      shownCells: 0,
    },
  ]);
  expect(report.madeUpPersonsShown).toBe(0);
});
