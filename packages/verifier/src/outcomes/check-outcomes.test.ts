import type { PublishedCell } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { highsSolver } from '../highs-solver.ts';
import { checkCarried, isNamedRightly, releaseIdOf } from './check-carried.ts';
import { checkOutcomes } from './check-outcomes.ts';
import { band, exactly, type Figures, madeRelease, tens } from './made-release.ts';
import type { OutcomeRelease } from './parse-outcomes.ts';

function releaseOf(base: number, figures: Figures, hasOneSupplier = false): OutcomeRelease {
  return madeRelease({ base, hasOneSupplier, parts: ['2018', '2019', '2020'] }, figures);
}

async function kindsOf(
  release: OutcomeRelease,
  previous: OutcomeRelease | null = null,
): Promise<readonly string[]> {
  const limits = { secondsPerSolution: 10, mayGoOn: async () => true, onProgress: () => undefined };
  const { findings } = await checkOutcomes(
    release,
    'half_open',
    await highsSolver(),
    limits,
    previous && { ...previous, releaseId: 'a'.repeat(16) },
  );
  return [...new Set(findings.map(({ check, kind }) => `${check} ${kind}`))].sort();
}

const ROUNDED = { 'holders all': tens(100), 'holders 2018': tens(60) };

test('two hidden cohorts under a rounded total are fine; true counts around one are not', async () => {
  expect(await kindsOf(releaseOf(10, ROUNDED))).toEqual([]);
  const two = { 'holders all': exactly(94), 'holders 2018': exactly(60) };
  expect(await kindsOf(releaseOf(1, two))).toEqual([]);
  expect(await kindsOf(releaseOf(1, { ...two, 'holders 2020': exactly(30) }))).toEqual([
    'B2 exactly_derivable',
    'B2 single_point',
    'B4 narrow_range',
  ]);
});

test('a share beside the count of its numerator can tell a hidden cohort closely', async () => {
  const linked = { ...ROUNDED, 'linked 2019': tens(10) };
  expect(await kindsOf(releaseOf(10, { ...linked, 'rate 2019': band(0.4, 0.5) }))).toEqual([]);
  expect(await kindsOf(releaseOf(10, { ...linked, 'rate 2019': band(0.7, 0.8) }))).toEqual([
    'B4 narrow_range',
  ]);
});

test('a share that says everybody or nobody, or is no band, is a finding', async () => {
  const shown = { ...ROUNDED, 'linked all': tens(90) };
  expect(await kindsOf(releaseOf(10, { ...shown, 'rate all': band(0.98, 1) }))).toContain(
    'B6 says_everybody',
  );
  expect(await kindsOf(releaseOf(10, { ...shown, 'rate all': band(0.81, 0.84) }))).toContain('B6 no_band');
});

test('counts below the minimum, off their multiple, or with wrong ends are findings', async () => {
  expect(await kindsOf(releaseOf(10, { ...ROUNDED, 'holders 2019': { ...tens(20), low: 16 } }))).toEqual([
    'form not_rounded',
  ]);
  expect(await kindsOf(releaseOf(10, { 'holders all': tens(0) }))).toContain('form below_minimum');
  expect(await kindsOf(releaseOf(10, { ...ROUNDED, 'holders 2019': tens(200) }))).toEqual([
    'form sums_contradict',
  ]);
});

test('a median over a group known to be under thirty, or with ends other than the lattice says, is a finding', async () => {
  const pay = (value: number, off = 500): Partial<PublishedCell> => ({
    status: 'ok',
    value,
    low: value - off,
    high: value + off,
  });
  const shown = { ...ROUNDED, 'holders 2019': tens(20) };
  expect(await kindsOf(releaseOf(10, { ...shown, 'pay 2019': pay(30_000) }))).toEqual([
    'B7 too_few_for_a_percentile',
  ]);
  expect(await kindsOf(releaseOf(10, { ...shown, 'pay 2018': pay(30_000) }))).toEqual([]);
  expect(await kindsOf(releaseOf(10, { ...shown, 'pay 2018': pay(30_000, 250) }))).toEqual([
    'form wrong_ends',
  ]);
});

test('of one supplier a count of some of its holders shows thirty at least, that of all of them does not need to', async () => {
  const shown = (linked: number) => ({ ...ROUNDED, 'linked 2018': tens(linked) });
  expect(await kindsOf(releaseOf(10, shown(20), true))).toEqual(['B1 too_few_of_one_supplier']);
  expect(await kindsOf(releaseOf(10, shown(30), true))).toEqual([]);
  expect(await kindsOf(releaseOf(10, shown(20)))).toEqual([]);
  expect(await kindsOf(releaseOf(10, { 'holders all': tens(60), 'holders 2018': tens(20) }, true))).toEqual(
    [],
  );
});

test('and a share is of thirty at least', async () => {
  const kinds = (all: number, hasOneSupplier: boolean) =>
    kindsOf(
      releaseOf(
        10,
        { 'holders all': tens(200), 'holders 2019': tens(all), 'rate 2019': band(0.4, 0.5) },
        hasOneSupplier,
      ),
    );
  expect(await kinds(20, true)).toContain('B6 too_few_of_one_supplier');
  expect(await kinds(30, true)).not.toContain('B6 too_few_of_one_supplier');
  expect(await kinds(20, false)).not.toContain('B6 too_few_of_one_supplier');
});

test('that a shown thirty of one supplier is thirty at least can tell a hidden part closely', async () => {
  // 55 at most less 25 and 15 leaves up to 15 for 2020, less 30 and 15 up to ten, less 35 and 15 up to 5.
  const shown = (all: number) => ({
    'holders all': tens(80),
    'linked all': tens(all),
    'linked 2018': tens(30),
    'linked 2019': tens(30),
  });
  expect(await kindsOf(releaseOf(10, shown(60)))).toEqual([]);
  expect(await kindsOf(releaseOf(10, shown(60), true))).toEqual(['B4 narrow_range']);
  expect(await kindsOf(releaseOf(10, shown(70), true))).toEqual([]);
});

test('a carried thirty of one supplier was thirty at least, give or take nine who came or went since', async () => {
  const carried = { ...tens(30), status: 'carried' as const, asOf: 'a'.repeat(16) };
  const before = releaseOf(10, { 'linked 2018': tens(30), 'linked 2019': tens(30) }, true);
  const now = (all: number) =>
    releaseOf(10, { 'linked all': tens(all), 'linked 2018': carried, 'linked 2019': carried }, true);
  // 45 at most less twice 16 leave up to 13 for 2020, less twice 21 up to 3.
  expect(await kindsOf(now(40))).toEqual([]);
  expect(await kindsOf(now(40), before)).toEqual(['B4 narrow_range']);
  expect(await kindsOf(now(50), before)).toEqual([]);
});

test('what is carried is what the release it names showed', () => {
  const first = 'a'.repeat(16);
  const carried = (value: number, asOf: string) => ({ ...tens(value), status: 'carried' as const, asOf });
  const before = releaseOf(10, ROUNDED);
  const previous = {
    ...before,
    certificate: {
      ...before.certificate,
      contentSha256: 'a'.repeat(64),
      inputs: { ...before.certificate.inputs, earlierReleases: [] },
    },
  };
  const kinds = (figures: Figures) =>
    checkCarried(releaseOf(10, figures), previous).findings.map(({ kind }) => kind);
  expect(kinds({ 'holders all': carried(100, first) })).toEqual([]);
  expect(kinds({ 'holders all': carried(110, first) })).toEqual(['carried_but_differs']);
  expect(kinds({ 'holders all': carried(100, 'c'.repeat(16)) })).toEqual(['carried_from_nowhere']);
});

test('a release is named by its content, and by another name only where an earlier one has that', () => {
  const { certificate } = releaseOf(10, ROUNDED);
  const named = (releaseId: string | undefined, earlierReleases: string[]) =>
    isNamedRightly({ ...certificate, releaseId, inputs: { ...certificate.inputs, earlierReleases } });
  const [own, other] = ['b'.repeat(16), 'c'.repeat(16)];
  expect([named(own, []), named(other, []), named(undefined, [])]).toEqual([true, false, true]);
  expect([named(own, [own]), named(other, [own])]).toEqual([false, true]);
  expect([releaseIdOf(certificate), releaseIdOf({ ...certificate, releaseId: other })]).toEqual([own, other]);
});
