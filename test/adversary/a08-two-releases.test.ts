import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIGURES, holder, openCatalogue, people, wages } from '../support/release-people.ts';
import { type ReleaseSeries, releaseSeries, type SeriesRelease } from '../support/release-series.ts';
import { testDatabase } from '../support/test-database.ts';

/**
 * Attack A8: somebody who knows that a cohort gained one victim and a few others he knows (or lost them), subtracts the
 * figures of two releases. True counts are published here, so that nothing but the carry rule stands in the way. The
 * same attack on a publisher that does not remember what it showed must succeed: otherwise this test proves nothing.
 */
const database = testDatabase();
const closers: (() => Promise<unknown>)[] = [];
let series: ReleaseSeries;
let next = 1000;

beforeAll(async () => {
  series = await releaseSeries(database, openCatalogue(), (close) => closers.push(close));
  await series.contribute(
    'body',
    'holders',
    [...people(0, 60), ...people(5000, 5020)].map((person) => holder(person)),
  );
  await series.contribute(
    'state',
    'wages',
    people(0, 900).flatMap((person) => wages(person).slice(0, 1)),
  );
});
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

/** What the attacker computes: how many of those who came or went are known to the wage files. */
function subtract(before: SeriesRelease, after: SeriesRelease): number | null {
  const [one, other] = [before, after].map(({ cells }) => cells.get(FIGURES.linked));
  if (one?.value === null || other?.value === null || one === undefined || other === undefined) return null;
  return other.value - one.value;
}

/** Adds a victim and `others` people the attacker knows to be in no wage file. @returns what he learns */
async function attackByAdding(
  others: number,
  isVictimPaid: boolean,
  remembers: boolean,
): Promise<number | null> {
  const before = await series.release({ policy: 'exact' });
  if (!remembers) await series.forgetLedger();
  // Persons 60 to 899 have wages and no award; those from 1000 on have neither.
  const victim = isVictimPaid ? `person ${next % 800}` : `person ${next}`;
  const known = people(next + 1, next + 1 + others);
  next += 1 + others;
  const added = await series.contribute(
    'body',
    'holders',
    [victim, ...known].map((person) => holder(person)),
  );
  const after = await series.release({ policy: 'exact' });
  await series.withdraw(added);
  await series.forgetLedger();
  return subtract(before, after);
}

describe.each([0, 8])('a late filer beside %i people the attacker knows', (others) => {
  test('is read off by subtraction where the publisher forgets', async () => {
    expect(await attackByAdding(others, true, false)).toBe(1);
    expect(await attackByAdding(others, false, false)).toBe(0);
  });

  test('leaves no trace where it remembers', async () => {
    expect(await attackByAdding(others, true, true)).toBe(0);
    expect(await attackByAdding(others, false, true)).toBe(0);
  });
});

describe('an erased person', () => {
  async function attackByErasing(remembers: boolean): Promise<number | null> {
    const victim = await series.contribute('body', 'holders', [holder('person 899')]);
    const before = await series.release({ policy: 'exact' });
    if (!remembers) await series.forgetLedger();
    await series.withdraw(victim);
    const after = await series.release({ policy: 'exact' });
    await series.forgetLedger();
    return subtract(before, after);
  }

  test('is read off by subtraction where the publisher forgets', async () => {
    expect(await attackByErasing(false)).toBe(-1);
  });

  test('leaves no trace where it remembers', async () => {
    expect(await attackByErasing(true)).toBe(0);
  });
});
