import {
  type Estimates,
  type PatternCount,
  secondLook,
  secondLookCounts,
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

/**
 * Weighs anew, in `lk_link`, the pairs between files with one record a person of which neither node has a sure link
 * into the file of the other.
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
    isLeft: row.is_left === true,
    count: patternCountIn(row),
  }));
  const left: PatternCount[] = [];
  const logOdds: number[] = [];
  for (const row of await engine.rows(secondLookSizes(units, seriesCount))) {
    const pairType = numberIn(row, 'pair_type');
    const of = (isLeft: boolean) =>
      counts
        .filter((one) => one.isLeft === isLeft && one.count.pairType === pairType)
        .map((one) => one.count);
    const leftPairs = numberIn(row, 'left_pairs');
    const again = of(true);
    left.push(...again);
    logOdds.push(
      ...secondLook(estimates, {
        pairType,
        leftPairs,
        takenPairs: numberIn(row, 'pairs') - leftPairs,
        sureNodes: numberIn(row, 'sure_nodes'),
        left: again,
        taken: of(false),
      }),
    );
  }
  await runAll(engine, [weightTable(), ...weightInserts(left, logOdds), ...secondLookWeights()], signal);
}
