import { afterAll, describe, expect, test } from 'vitest';
import { tinyCatalogue } from '../measures/tiny-exchange.ts';
import { holder, people, wages } from '../support/release-people.ts';
import {
  type ReleaseSeries,
  releaseSeries,
  type SeriesRelease,
  type SeriesRow,
} from '../support/release-series.ts';
import { testDatabase } from '../support/test-database.ts';
import { naiveFigures } from './naive-figures.ts';

/** Every figure a reader finds of a credential, or of the body that gives it; each attack looks for one. */
function figuresOf(
  { cells }: SeriesRelease,
  credential: string,
): ReadonlyMap<string, readonly (number | null)[]> {
  return new Map(
    [...cells]
      .filter(([, cell]) => cell.status === 'ok' || cell.status === 'carried')
      .filter(([, cell]) => cell.key.credential === credential)
      .map(([name, { low, high }]) => [name, [low, high]]),
  );
}

const closers: (() => Promise<unknown>)[] = [];
const databases = Array.from({ length: 8 }, () => testDatabase());
// Behind the databases, so that it runs before they are dropped.
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});
let used = 0;
function newSeries(): Promise<ReleaseSeries> {
  const database = databases[used++];
  if (database === undefined) throw new RangeError('one database for each world');
  return releaseSeries(database, tinyCatalogue(), (close) => closers.push(close));
}

const VICTIM = 'person 0';
const awards = (persons: readonly (string | null)[], credential = 'Y', day = '2019-03-05'): SeriesRow[] =>
  persons.map((person) => ({ ...holder(person, day), credential_code: credential }));
const pay = (persons: readonly string[], cents?: number): SeriesRow[] =>
  persons.flatMap((person) => wages(person, cents));

/** A body with an honest credential of 60 persons, of whom 48 are found, beside whatever is attacked. */
async function exchangeWith(
  holders: readonly SeriesRow[],
  earners: readonly SeriesRow[],
): Promise<SeriesRelease> {
  const series = await newSeries();
  const honest = people(1000, 1060);
  await series.contribute('body', 'holders', awards(honest, 'X'));
  await series.contribute('other-body', 'holders', holders);
  await series.contribute('state', 'wages', [...pay(honest.slice(0, 48)), ...earners]);
  return series.release();
}

describe('A12 nine invented people around one real one', () => {
  const holders = awards([VICTIM, ...Array.from({ length: 12 }, () => null)]);
  const earners = pay([VICTIM]);

  test('tell whether he works, where rows are counted', () => {
    expect(naiveFigures(holders, earners).foundShare).toBeCloseTo(1 / 13);
  });

  test('tell nothing here: not even that the credential has holders', async () => {
    expect([...figuresOf(await exchangeWith(holders, earners), 'Y')]).toEqual([]);
  });
});

describe('A13 eleven people of known pay around one of unknown pay', () => {
  const colluders = people(1, 12);
  const holders = awards([VICTIM, ...colluders]);
  const earners = [...pay([VICTIM], 1_234_500), ...pay(colluders, 900_000)];

  test('tell his pay to the cent, where means of ten are shown', () => {
    const { meanCents } = naiveFigures(holders, earners);
    expect((meanCents ?? 0) * 12 - 11 * 8 * 900_000).toBeCloseTo(8 * 1_234_500, 0);
  });

  test('tell nothing here', async () => {
    expect([...figuresOf(await exchangeWith(holders, earners), 'Y')]).toEqual([]);
  });
});

describe('A14 one person entered twelve times', () => {
  const days = Array.from({ length: 12 }, (_, month) => `2019-${String(month + 1).padStart(2, '0')}-05`);
  const holders = days.flatMap((day) => awards([VICTIM], 'Y', day));
  const earners = pay([VICTIM]);

  test('is twelve where rows are counted, and all of them work', () => {
    expect(naiveFigures(holders, earners)).toMatchObject({ holders: 12, foundShare: 1 });
  });

  test('is one here, and not shown', async () => {
    expect([...figuresOf(await exchangeWith(holders, earners), 'Y')]).toEqual([]);
  });
});

describe('A15 a credential made for twelve chosen people on one day', () => {
  const chosen = people(0, 12);
  const holders = awards(chosen);
  const earners = pay(chosen.slice(0, 6));

  test('has figures where only size counts', () => {
    expect(naiveFigures(holders, earners)).toMatchObject({ holders: 12, foundShare: 0.5 });
  });

  test('has none here until it has thirty, or a second term', async () => {
    expect([...figuresOf(await exchangeWith(holders, earners), 'Y')]).toEqual([]);
  });
});

describe('A10 forty people who are all found', () => {
  const group = people(0, 40);

  test('are all known to work where shares are shown as they are', () => {
    expect(naiveFigures(awards(group), pay(group)).foundShare).toBe(1);
  });

  test('are not said to be all found, in any figure', async () => {
    const figures = figuresOf(await exchangeWith(awards(group), pay(group)), 'Y');
    expect(figures.size).toBeGreaterThan(0);
    for (const [name, [low, high]] of figures) {
      if (name.includes('_rate')) expect([low, high].some((end) => end === 0 || end === 1)).toBe(false);
    }
    // A9: from the number of holders and the band of a share follows no group of one to four on either side.
    const holders = figures.get('credential holders cohort=all,credential=Y');
    for (const [name, [low, high]] of figures) {
      if (!name.includes('_rate')) continue;
      const most = (holders?.[1] ?? 0) * (high ?? 0);
      const others = (holders?.[1] ?? 0) * (1 - (low ?? 0));
      expect(Math.min(most, others)).toBeGreaterThanOrEqual(5);
    }
  });
});

describe('A16 a median pushed by people of known pay', () => {
  const honest = people(0, 60);
  const earners = [
    ...pay(honest.slice(0, 20), 500_000),
    ...pay(honest.slice(20, 21), 800_000),
    ...pay(honest.slice(21, 41), 1_200_000),
  ];
  const pushers = people(100, 103);
  const medianOf = (figures: ReturnType<typeof figuresOf>) =>
    [...figures].find(([name]) => name.includes('earnings_y1_p50'));

  test('is the pay of one person where medians are shown as they are, and moves to the next with those who came', () => {
    const before = naiveFigures(awards(honest), earners).medianCents;
    expect(before).toBe(8 * 800_000);
    const after = naiveFigures(awards([...honest, ...pushers]), [...earners, ...pay(pushers, 9_000_000)]);
    expect(after.medianCents).toBeGreaterThan(before ?? 0);
  });

  test('is not shown here where the one in the middle stands alone', async () => {
    expect(medianOf(figuresOf(await exchangeWith(awards(honest), earners), 'Y'))).toBeUndefined();
  });

  test('stays where it was until ten persons came, and between years a few persons apart only one is shown', async () => {
    const series = await newSeries();
    await series.contribute('other-body', 'holders', awards(honest));
    const close = honest.slice(0, 41).flatMap((person, place) => pay([person], 800_000 + 1_000 * place));
    await series.contribute('state', 'wages', close);
    const before = figuresOf(await series.release(), 'Y');
    expect(medianOf(before)).toBeDefined();
    await series.contribute('other-body', 'holders', awards(pushers));
    await series.contribute('state', 'wages', pay(pushers, 9_000_000));
    const after = figuresOf(await series.release(), 'Y');
    for (const [name, range] of after) if (name.includes('_p')) expect(range).toEqual(before.get(name));
    const shown = [...before.keys()].filter((name) => /earnings_y1_p50 .*cohort=(?:all|2019)/.test(name));
    expect(shown.length).toBeLessThanOrEqual(new Set(shown.map((name) => name.split(' ')[2])).size * 2);
  });
});
