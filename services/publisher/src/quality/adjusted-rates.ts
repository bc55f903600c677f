import { type PublishedCell, TOTAL } from '@credlink/contracts';
import { isShareFound, type OutcomeTable } from '@credlink/measures';
import { adjustedShare, type Bounds, type LinkageErrors } from './adjusted-share.ts';
import type { ShownPair } from './shown-linkage.ts';

/** A share that readers see, as it would be without the errors of the linkage. Bounds in hundredths. */
export type AdjustedRate = {
  readonly table: string;
  readonly measure: string;
  readonly variant: string;
  readonly key: Readonly<Record<string, string>>;
  readonly low: number;
  readonly high: number;
};

/** Shares are recorded in whole percent: the truth lies half of one around. */
const HALF_STEP = 0.005;

function around(shares: readonly number[]): Bounds {
  return { low: Math.max(0, Math.min(...shares) - HALF_STEP), high: Math.max(...shares) + HALF_STEP };
}

function outwards({ low, high }: Bounds): Bounds {
  return { low: Math.floor(low * 100 + 1e-9) / 100, high: Math.ceil(high * 100 - 1e-9) / 100 };
}

/** The links of some organisations' persons to wages; null where the certificate says nothing of them. */
function errorsToWages(pairs: readonly ShownPair[], organisations: readonly string[]): LinkageErrors | null {
  const isOf = (series: string) => organisations.includes(series.split('/')[0] ?? '');
  const isWages = (series: string) => series.endsWith('/wages');
  const between = pairs.filter(
    ({ left, right }) => (isOf(left) && isWages(right)) || (isOf(right) && isWages(left)),
  );
  if (between.length === 0) return null;
  const missed = between.flatMap(({ posteriorFnr, recall }) => [
    posteriorFnr,
    ...(recall === null ? [] : [1 - recall.low, 1 - recall.high]),
  ]);
  return {
    wrong: around(between.map(({ keptFdr, posteriorFdr }) => keptFdr ?? posteriorFdr)),
    missed: around(missed),
  };
}

/**
 * Shares of a whole cohort found in wages, of all years together, adjusted for what the run says of its links between the
 * cohort's owners and the wage files. Published figures stay as they are.
 *
 * Claim: nothing but what readers see goes in, so nothing new comes out.
 *
 * @param cells as readers see them; those that are not shown are not adjusted
 * @param pairs as the certificate shows them
 */
export function adjustedRates(
  tables: readonly OutcomeTable[],
  cells: readonly PublishedCell[],
  pairs: readonly ShownPair[],
): readonly AdjustedRate[] {
  return tables.flatMap(({ table, keyDimension, sections }) => {
    const measures = new Set(
      sections.flatMap((section) =>
        section.measures.filter(isShareFound).map(({ measure, variant }) => `${measure} ${variant}`),
      ),
    );
    const ownersOf = new Map(
      sections.flatMap(({ keys }) => keys.map(({ code, contributors }) => [code, contributors] as const)),
    );
    return cells.flatMap((cell): readonly AdjustedRate[] => {
      const { measure, variant, key, low, high } = cell;
      if (cell.table !== table || low === null || high === null || key.cohort !== TOTAL) return [];
      if (!measures.has(`${measure} ${variant}`)) return [];
      const errors = errorsToWages(pairs, ownersOf.get(key[keyDimension] ?? '') ?? []);
      if (errors === null) return [];
      return [{ table, measure, variant, key, ...outwards(adjustedShare({ low, high }, errors)) }];
    });
  });
}
