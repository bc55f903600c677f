import { quarterIndex } from '@credlink/contracts';

/** What to generate. The same options give the same bytes. */
export type SampleOptions = {
  readonly seed: string;
  /** People of the simulated state, workers and students alike. */
  readonly persons: number;
  /** Year of the first wage quarter; the window starts in its first quarter. */
  readonly firstYear: number;
  /** Wage quarters, at least 12. The last one is preliminary. */
  readonly quarters: number;
};

/** What `npm start` shows: small enough to be tokenised and linked in a minute on two cores. */
export const DEFAULT_SAMPLE: SampleOptions = {
  seed: 'riverbend',
  persons: 3000,
  firstYear: 2019,
  quarters: 24,
};

/** Quarters as integers, and the days at both ends. */
export type SampleWindow = {
  readonly firstQuarter: number;
  readonly lastQuarter: number;
  /** The quarter before the preliminary one. */
  readonly lastCompleteQuarter: number;
  readonly firstDay: string;
  readonly lastDay: string;
};

/** Accounts, student numbers and SSNs have room for this many. */
const MOST_PERSONS = 5_000_000;

/** @throws RangeError where the sizes make no sense. */
export function sampleWindow(options: SampleOptions): SampleWindow {
  const { persons, firstYear, quarters } = options;
  if (!Number.isInteger(persons) || persons < 100 || persons > MOST_PERSONS) {
    throw new RangeError(`persons must be a whole number from 100 to ${MOST_PERSONS}`);
  }
  if (!Number.isInteger(quarters) || quarters < 12 || quarters > 80 || quarters % 4 !== 0) {
    throw new RangeError('quarters must be a multiple of 4 from 12 to 80');
  }
  if (!Number.isInteger(firstYear) || firstYear < 1990 || firstYear > 2100) {
    throw new RangeError('firstYear must be a year from 1990 to 2100');
  }
  const firstQuarter = quarterIndex(firstYear, 1);
  const lastQuarter = firstQuarter + quarters - 1;
  return {
    firstQuarter,
    lastQuarter,
    lastCompleteQuarter: lastQuarter - 1,
    firstDay: `${firstYear}-01-01`,
    lastDay: `${firstYear + quarters / 4 - 1}-12-31`,
  };
}
