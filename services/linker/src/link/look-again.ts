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

const KINDS = ['left', 'sure'] as const;
type Kind = (typeof KINDS)[number];

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
    count: { ...patternCountIn(row), best: numberIn(row, 'best') },
  }));
  const weighed: Record<Kind, { counts: PatternCount[]; logOdds: number[] }> = {
    left: { counts: [], logOdds: [] },
    sure: { counts: [], logOdds: [] },
  };
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
    };
    const logOdds = secondLook(estimates, pairs);
    for (const kind of KINDS) {
      // Where too few links are sure to tell, they keep the weights they have.
      if (logOdds[kind].length > 0) weighed[kind].counts.push(...pairs[kind]);
      weighed[kind].logOdds.push(...logOdds[kind]);
    }
  }
  for (const kind of KINDS) {
    const { counts: patterns, logOdds } = weighed[kind];
    await runAll(
      engine,
      [weightTable(), ...weightInserts(patterns, logOdds), secondLookWeights(kind)],
      signal,
    );
  }
  await runAll(engine, secondLookEnd(), signal);
}
