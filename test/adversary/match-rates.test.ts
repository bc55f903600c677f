import type { MatchRate } from '@credlink/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holder, openCatalogue, people, wages } from '../support/release-people.ts';
import { type ReleaseSeries, releaseSeries, type SeriesRelease } from '../support/release-series.ts';
import { testDatabase } from '../support/test-database.ts';

/**
 * Attack A22 by match rates: somebody who knows every record of one organisation's file, and how many of them are in wages,
 * sends one record more, of a victim, and asks whether he is in the wage files of another organisation. What he may see is
 * compared in two worlds that differ in the victim's wages alone.
 */
const database = testDatabase();
const closers: (() => Promise<unknown>)[] = [];
let series: ReleaseSeries;

/** Of 299 people 224 are in wages: one more in 300 is exactly three in four, the edge of a band. */
const OTHERS = 299;
const AT_THE_EDGE = 224;
/** Twenty fewer: the middle of no edge. */
const WITHIN = 204;
const PAID = 'person 900';
const UNPAID = 'person 901';

beforeAll(async () => {
  series = await releaseSeries(database, openCatalogue(), (close) => closers.push(close));
});
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

type Seen = {
  readonly rates: readonly MatchRate[];
  readonly published: Pick<SeriesRelease, 'cells' | 'certificate'>;
};

async function released(): Promise<Seen> {
  await series.link();
  const { matchRates, publishedId, state } = await series.work(await series.order());
  if (publishedId === null || state !== 'published') throw new Error(`the release is ${state}`);
  return { rates: matchRates, published: await series.read(publishedId) };
}

/** What is to be seen before and after the victim came, where so many of the others are in wages. */
async function attack(found: number, victim: string): Promise<readonly [before: Seen, after: Seen]> {
  await series.forgetLedger();
  const uploads = [
    await series.contribute(
      'body',
      'holders',
      people(0, OTHERS).map((person) => holder(person)),
    ),
    await series.contribute(
      'state',
      'wages',
      [...people(0, found), PAID].flatMap((person) => wages(person)),
    ),
  ];
  const before = await released();
  uploads.push(await series.contribute('body', 'holders', [holder(victim)]));
  const after = await released();
  for (const upload of uploads) await series.withdraw(upload);
  return [before, after];
}

/**
 * All that a contributor and every reader can fetch; of dollars, whether they are shown: in each world everybody's wages are
 * blurred anew, as a forgotten ledger knows nobody again.
 */
function open({ published: { cells, certificate } }: Seen): unknown {
  return {
    cells: [...cells.values()].map(({ status, unit, value, low, high }) =>
      unit === 'usd' ? [status] : [status, value, low, high],
    ),
    linkage: certificate.linkage,
  };
}

const valuesOf = ({ published: { cells } }: Seen) =>
  [...cells].map(([name, { value, low, high }]) => [name, value, low, high]);

describe('who knows all others of a group', () => {
  test('learns nothing of the victim from what readers and contributors see, even at the edge of a band', async () => {
    const [before, paid] = await attack(AT_THE_EDGE, PAID);
    const [, unpaid] = await attack(AT_THE_EDGE, UNPAID);
    expect(before.published.cells.size).toBeGreaterThan(0);
    expect(open(paid)).toEqual(open(unpaid));
    // Figures are carried; what they are is as before.
    expect(valuesOf(paid)).toEqual(valuesOf(before));
    expect(JSON.stringify(paid.published.certificate)).not.toContain('matchRates');
  });

  test('reads the victim off a match rate at the edge of a band: the attack is a strong one, hence the steward alone sees them', async () => {
    const [, paid] = await attack(AT_THE_EDGE, PAID);
    const [, unpaid] = await attack(AT_THE_EDGE, UNPAID);
    expect(paid.rates).toMatchObject([{ source: 'body/holders', low: 0.75, high: 0.8 }]);
    expect(unpaid.rates).toMatchObject([{ source: 'body/holders', low: 0.7, high: 0.75 }]);
  });

  test('not even a steward does where the count stands away from an edge', async () => {
    const [before, paid] = await attack(WITHIN, PAID);
    const [, unpaid] = await attack(WITHIN, UNPAID);
    expect(paid.rates).toEqual(unpaid.rates);
    expect(paid.rates).toEqual(before.rates);
  });
});
