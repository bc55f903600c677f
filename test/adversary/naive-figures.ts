import type { SeriesRow } from '../support/release-series.ts';

const MINIMUM = 10;

/** What somebody publishes who counts rows and leaves out what is below ten; null is left out. */
export type NaiveFigures = {
  readonly holders: number | null;
  readonly foundShare: number | null;
  readonly meanCents: number | null;
  readonly medianCents: number | null;
};

/** Figures of one credential by rows, from the same rows an exchange is given. */
export function naiveFigures(holders: readonly SeriesRow[], wages: readonly SeriesRow[]): NaiveFigures {
  const pay = new Map<string, number>();
  for (const { person, wage_cents: cents } of wages) {
    if (person !== null) pay.set(person, (pay.get(person) ?? 0) + Number(cents));
  }
  const found = holders.flatMap(({ person }) => {
    const cents = person === null ? undefined : pay.get(person);
    return cents === undefined ? [] : [cents];
  });
  const sorted = found.toSorted((a, b) => a - b);
  const isShown = holders.length >= MINIMUM;
  const middle = Math.floor((sorted.length - 1) / 2);
  return {
    holders: isShown ? holders.length : null,
    foundShare: isShown ? found.length / holders.length : null,
    meanCents: found.length >= MINIMUM ? found.reduce((sum, cents) => sum + cents, 0) / found.length : null,
    medianCents: found.length >= MINIMUM ? (sorted[middle] ?? null) : null,
  };
}
