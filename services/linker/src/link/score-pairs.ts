import {
  blockSizes,
  cascadeTables,
  chooseCap,
  type Estimates,
  estimate,
  hitInserts,
  hitTables,
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
import type { CappedRule } from './link-quality.ts';

export type LinkStep = 'nodes' | 'candidates' | 'patterns' | 'model' | 'persons';
export type LinkProgress = { readonly step: LinkStep; readonly done: number; readonly total: number };

export type ScoredPairs = {
  readonly estimates: Estimates;
  readonly pairTypes: readonly PairType[];
  readonly capped: readonly CappedRule[];
};

/** Pairs one rule may propose: enough that only values without information are capped. */
function pairBudget(nodes: number): number {
  return 4 * nodes + 1_000_000;
}

/** Fills `lk_link` with every candidate pair and its weight, and `lk_cascade` with the baseline's links. */
export async function scorePairs(
  engine: LinkEngine,
  ordered: OrderedSources,
  space: RuleSpace,
  onProgress: (progress: LinkProgress) => void,
  signal: AbortSignal,
): Promise<ScoredPairs> {
  onProgress({ step: 'nodes', done: 0, total: 1 });
  await runAll(engine, [...sourceTables(space, ordered), ...nodeTables(space), ...hitTables()], signal);

  const [nodeRow] = await engine.rows('SELECT count(*) AS nodes FROM lk_node');
  const budget = pairBudget(numberIn(nodeRow, 'nodes'));
  const capped: CappedRule[] = [];
  for (const [index, rule] of space.rules.entries()) {
    onProgress({ step: 'candidates', done: index, total: space.rules.length });
    const sizes = (await engine.rows(blockSizes(rule))).map((row) => ({
      n: numberIn(row, 'n'),
      keys: numberIn(row, 'keys'),
    }));
    if (sizes.length === 0) continue;
    const cap = chooseCap(sizes, budget);
    const above = sizes.filter(({ n }) => n > cap);
    if (above.length > 0) {
      capped.push({
        rule: rule.code,
        largestBlock: cap,
        cappedValues: above.reduce((sum, { keys }) => sum + keys, 0),
        cappedNodes: above.reduce((sum, { n, keys }) => sum + n * keys, 0),
      });
    }
    await runAll(engine, hitInserts(rule, cap), signal);
  }

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
  return { estimates, pairTypes, capped };
}
