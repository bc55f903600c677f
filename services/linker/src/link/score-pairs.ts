import {
  cascadeTables,
  type Estimates,
  estimate,
  linkTable,
  nodeTables,
  type OrderedSources,
  type PairType,
  pairTables,
  pairTypesOf,
  patternCounts,
  patternTables,
  type RuleSpace,
  seriesFigures,
  sourceTables,
  weightInserts,
  weightTable,
} from '@credlink/linkage';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';
import type { LinkProgress } from './link-progress.ts';
import type { CappedRule, HeavyUpload } from './link-quality.ts';
import { proposePairs } from './propose-pairs.ts';

export type ScoredPairs = {
  readonly estimates: Estimates;
  readonly pairTypes: readonly PairType[];
  readonly capped: readonly CappedRule[];
  readonly heavy: readonly HeavyUpload[];
};

/** Fills `lk_link` with every candidate pair and its weight, and `lk_cascade` with the baseline's links. */
export async function scorePairs(
  engine: LinkEngine,
  ordered: OrderedSources,
  space: RuleSpace,
  onProgress: (progress: LinkProgress) => void,
  signal: AbortSignal,
): Promise<ScoredPairs> {
  onProgress({ step: 'nodes', done: 0, total: 1 });
  await runAll(engine, [...sourceTables(space, ordered), ...nodeTables(space)], signal);

  const { capped, heavy } = await proposePairs(engine, ordered, space, onProgress, signal);

  onProgress({ step: 'patterns', done: 0, total: 1 });
  await runAll(
    engine,
    [...pairTables(), ...patternTables(space, ordered.series.length), ...cascadeTables()],
    signal,
  );

  onProgress({ step: 'model', done: 0, total: 1 });
  const nodes = await engine.rows('SELECT series, count(*) AS nodes FROM lk_node GROUP BY series');
  const nodesBySeries = new Map(nodes.map((row) => [numberIn(row, 'series'), numberIn(row, 'nodes')]));
  const units = await engine.rows(
    'SELECT series, count(*) AS nodes FROM lk_node WHERE unit >= 0 GROUP BY series, unit',
  );
  const nodesOfUnits = units.map((row) => ({
    series: numberIn(row, 'series'),
    nodes: numberIn(row, 'nodes'),
  }));
  const counts = (await engine.rows(patternCounts())).map((row) => ({
    pairType: numberIn(row, 'pair_type'),
    pattern: numberIn(row, 'pattern'),
    nameBucket: numberIn(row, 'name_bucket'),
    pairs: numberIn(row, 'pairs'),
  }));
  const levels = new Set(space.rules.flatMap((rule) => rule.levels));
  const pairTypes = pairTypesOf(nodesBySeries, nodesOfUnits, ordered);
  const estimates = estimate({
    counts,
    pairTypes,
    series: seriesFigures(ordered, levels, nodesBySeries),
    isUsed: (level) => levels.has(level),
  });
  await runAll(engine, [weightTable(), ...weightInserts(counts, estimates.logOdds), linkTable()], signal);
  return { estimates, pairTypes, capped, heavy };
}
