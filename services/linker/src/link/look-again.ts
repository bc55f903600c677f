import {
  type Estimates,
  type PatternCount,
  secondLook,
  secondLookCounts,
  secondLookEnd,
  secondLookSizes,
  secondLookTables,
  secondLookWeights,
  type UnitSize,
  weightInserts,
  weightTable,
} from '@credlink/linkage';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';

/** A count of a pattern out of a result row. */
export function patternCountIn(row: Readonly<Record<string, unknown>>): PatternCount {
  return {
    pairType: numberIn(row, 'pair_type'),
    pattern: numberIn(row, 'pattern'),
    nameBucket: numberIn(row, 'name_bucket'),
    pairs: numberIn(row, 'pairs'),
  };
}

type Weighed = { readonly count: PatternCount; readonly value: number };

const KINDS = ['left', 'sure'] as const;

/**
 * Weighs anew, in `lk_link`, the pairs between files with one record a person: the sure links, and those of which
 * neither node has one into the file of the other.
 */
export async function lookAgain(
  engine: LinkEngine,
  estimates: Estimates,
  units: readonly UnitSize[],
  seriesCount: number,
  signal: AbortSignal,
): Promise<void> {
  if (units.length < 2) return;
  await runAll(engine, secondLookTables(), signal);
  const counts = (await engine.rows(secondLookCounts())).map((row) => ({
    kind: row.kind,
    count: patternCountIn(row),
  }));
  const found = { left: new Map<string, Weighed>(), sure: new Map<string, Weighed>() };
  for (const row of await engine.rows(secondLookSizes(units, seriesCount))) {
    const pairType = numberIn(row, 'pair_type');
    const of = (kind: string) =>
      counts.filter((one) => one.kind === kind && one.count.pairType === pairType).map((one) => one.count);
    const leftPairs = numberIn(row, 'left_pairs');
    const pairs = {
      pairType,
      leftPairs,
      takenPairs: numberIn(row, 'pairs') - leftPairs,
      sureNodes: numberIn(row, 'sure_nodes'),
      left: of('left'),
      taken: of('taken'),
      sure: of('sure'),
      rival: of('rival'),
    };
    const logOdds = secondLook(estimates, pairs);
    for (const kind of ['left', 'sure', 'rival'] as const) {
      for (const [index, value] of logOdds[kind].entries()) {
        const count = pairs[kind][index];
        // A pattern that is sure in one pair and a rival in another has one weight: both are judged alike.
        const key = `${pairType}/${count?.pattern}/${count?.nameBucket}`;
        if (count !== undefined) found[kind === 'left' ? 'left' : 'sure'].set(key, { count, value });
      }
    }
  }
  for (const kind of KINDS) {
    const weighed = [...found[kind].values()];
    const inserts = weightInserts(
      weighed.map(({ count }) => count),
      weighed.map(({ value }) => value),
    );
    await runAll(engine, [weightTable(), ...inserts, secondLookWeights(kind)], signal);
  }
  await runAll(engine, secondLookEnd(), signal);
}
